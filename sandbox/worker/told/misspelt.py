"""The name that a misspelt one was meant for.

From 3.12 on Python's own library tells it, but not of what has as many names as `torch`.
"""

import linecache
import re
import sys
import traceback
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from types import FrameType
from typing import Any, Final

from sandbox.protocol import FILENAME
from sandbox.worker.shield import attempt_or
from sandbox.worker.shield import names as given_names
from sandbox.worker.told.source import innermost

_NOT_IN: Final = re.compile(r"cannot import name '([^']+)' from '([^']+)'")
# A snippet has these without an import, and they are near to many a word that was left undefined;
# but not the first.
_GIVEN: Final = {name: value for name, value in given_names().items() if name != "torch"}
# Shorter names are near to too many builtins; longer ones are nobody's slip.
_FEWEST_LETTERS, _MOST_LETTERS = 3, 40
# With as many names Python's library looks for none: then one has to be nearer.
_MANY: Final = 750
_LIKE, _LIKE_AMONG_MANY = 0.75, 0.8


def suggestion(error: BaseException) -> str:
    """What is said behind the error's words; empty where no name is near."""
    return attempt_or("", lambda: _pythons(error) or _ours(error))


def _pythons(error: BaseException) -> str:
    if sys.version_info < (3, 12):
        return ""
    told = str(traceback.TracebackException(type(error), error, error.__traceback__, limit=0))
    return told.removeprefix(str(error))


def _ours(error: BaseException) -> str:
    wrong, names = wrong_name(error)
    found = nearest(wrong, tuple(names)) if wrong else None
    return f". Did you mean: '{found}'?" if found else ""


def wrong_name(error: BaseException) -> tuple[str, list[str]]:
    """It, and what else there is; of kinds of Python's own, since others may mean something else.

    Up to Python 3.11 the wrong name of an import stands in the words alone.
    """
    wrong: Any = None
    names: list[Any] = []
    if type(error) is AttributeError:
        wrong, names = error.name, dir(error.obj)
    elif type(error) is NameError and (step := innermost(error)):
        wrong, names = error.name, list(_in_scope(str(error.name), step.tb_frame))
    elif type(error) is ImportError and (found := _NOT_IN.match(error.msg)):
        wrong, names = found[1], dir(sys.modules[found[2]])
    is_short = type(wrong) is str and len(wrong) <= _MOST_LETTERS
    return (wrong, [name for name in names if type(name) is str]) if is_short else ("", [])


def _in_scope(wrong: str, frame: FrameType) -> Iterator[Any]:
    """Ours among the builtins can't be written: `<seen>`."""
    own = {**frame.f_globals, **frame.f_locals}
    yield from (name for name, value in own.items() if not _is_only_given(name, value))
    if len(wrong) >= _FEWEST_LETTERS:
        yield from (name for name in frame.f_builtins if not name.startswith("<"))


def _is_only_given(name: str, value: object) -> bool:
    """Who imported nothing and forgot to define `mat` was not thinking of `math`."""
    if name not in _GIVEN or value is not _GIVEN[name]:
        return False
    imported = re.compile(rf"^\s*(from|import)\b.*\b{name}\b")
    return not any(map(imported.match, linecache.getlines(FILENAME)))


# The message and the traceback ask for the same.
@lru_cache(maxsize=64)
def nearest(wrong: str, names: tuple[str, ...]) -> str | None:
    """The nearest name, in whatever case, that the wrong one can be a slip of."""
    near = [name for name in names if abs(len(name) - len(wrong)) <= 1 and _is_open(name, wrong)]
    likeness = _LIKE_AMONG_MANY if len(names) > _MANY else _LIKE
    found = get_close_matches(wrong.lower(), {name.lower() for name in near}, 1, likeness)
    alike = (name for name in near if name.lower() in found)
    return max(alike, key=lambda name: sum(map(str.__eq__, name, wrong)), default=None)


def _is_open(name: str, wrong: str) -> bool:
    """Neither private nor, as a tensor's `sqrt_`, in place, unless the wrong one is."""
    return (
        name != wrong
        and (name[:1] != "_" or wrong[:1] == "_")
        and (name[-1:] != "_" or wrong[-1:] == "_")
    )
