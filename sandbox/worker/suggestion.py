"""The name that a misspelt one was meant for, as Python's own printer suggests it.

Up to Python 3.11 only the printer in C does so, which can't quote a snippet's lines. Here it is
chosen as there, but among more names: of a module with as many as `torch` C looks at none.
"""

import inspect
import linecache
import re
from collections.abc import Iterable, Iterator
from types import FrameType, FunctionType, TracebackType
from typing import Any, Final

from sandbox.worker.attempt import attempt
from sandbox.worker.execute import FILENAME

_MOVE: Final = 2
_CASE: Final = 1
_LONGEST: Final = 40
_MOST_NAMES: Final = 3000
# A snippet has these without an import; names as short as that are near to every letter.
_GIVEN: Final = frozenset({"F", "nn", "np", "plt"})
# What Python asks an object for where it lists the object's names.
_ASKED: Final = ("__dir__", "__getattribute__", "__class__", "__dict__")
_trace_of: Final = BaseException.__dict__["__traceback__"].__get__


def suggestion(error: BaseException) -> str:
    """What is said behind the error's words; empty where no name is near."""
    found = attempt(lambda: _meant(error))
    return f". Did you mean: '{found}'?" if isinstance(found, str) else ""


def _meant(error: BaseException) -> str | None:
    """For Python's own two kinds alone: another may have words about something else."""
    if type(error) is AttributeError:
        return nearest(error.name, _attributes(error.obj))
    if type(error) is NameError and (frame := _innermost(_trace_of(error))) is not None:
        near = (nearest(error.name, names) for names in _scopes(frame))
        return next((name for name in near if name), None)
    return None


def _innermost(step: TracebackType | None) -> FrameType | None:
    frame = None
    while step is not None:
        frame, step = step.tb_frame, step.tb_next
    return frame


def _scopes(frame: FrameType) -> Iterator[Iterable[str]]:
    """The names there, the nearest scope first. The sandbox's own can't be written: `<seen>`."""
    yield frame.f_code.co_varnames
    yield filter(_is_plain, frame.f_globals)
    yield (name for name in frame.f_builtins if not name.startswith("<"))


def _is_plain(name: str) -> bool:
    """Whether it is more than a name that every snippet is given, and this one makes no use of."""
    text = linecache.getlines(FILENAME) if name in _GIVEN else ()
    return name not in _GIVEN or any(re.search(rf"\b{name}\b", line) for line in text)


def _attributes(owner: Any) -> list[str]:
    """None where the learner's own code would be asked for them; or where nothing was asked."""
    kinds = (inspect.getattr_static(type(owner), name, None) for name in _ASKED)
    return [] if owner is None or any(map(_is_foreign, kinds)) else dir(owner)


def _is_foreign(found: object) -> bool:
    """Code of a snippet has no file."""
    if isinstance(found, property):
        found = found.fget
    return isinstance(found, FunctionType) and found.__code__.co_filename.startswith("<")


def nearest(wrong: object, names: Iterable[object]) -> str | None:
    """The one with the fewest changes to it, of no more than a third of its letters."""
    known = [name for name in names if type(name) is str and name != wrong]
    if type(wrong) is not str or len(known) > _MOST_NAMES:
        return None
    letters = frozenset(wrong.lower())
    found, best = None, len(wrong) * _MOVE + 1
    for name in known:
        most = min((len(wrong) + len(name) + 3) * _MOVE // 6, best - 1)
        # Most are out of the question, and soon known to be: so many letters are in one alone.
        if len(letters.difference(name.lower())) * _MOVE > most:
            continue
        if (changes := _changes(wrong, name, most)) <= most:
            found, best = name, changes
    return found


def _changes(one: str, other: str, most: int) -> int:
    """What it costs to make one of the other; anything above `most` where it is more."""
    if abs(len(one) - len(other)) * _MOVE > most:
        return most + 1
    one, other = _without_common(one, other)
    if max(len(one), len(other)) > _LONGEST:
        return most + 1
    row = [_MOVE * number for number in range(len(one) + 1)]
    for letter in other:
        row = _next_row(row, one, letter)
        if min(row) > most:
            return most + 1
    return row[-1]


def _without_common(one: str, other: str) -> tuple[str, str]:
    """Without the beginning and the end that they share."""
    start = _common(one, other)
    one, other = one[start:], other[start:]
    end = _common(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _next_row(row: list[int], one: str, letter: str) -> list[int]:
    made = [row[0] + _MOVE]
    for at, own in enumerate(one):
        changed = row[at] + _substitution(own, letter)
        made.append(min(changed, row[at + 1] + _MOVE, made[at] + _MOVE))
    return made


def _substitution(one: str, other: str) -> int:
    if one == other:
        return 0
    return _CASE if one.lower() == other.lower() else _MOVE
