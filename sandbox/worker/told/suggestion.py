"""The name that a misspelt one was meant for, as Python's own printer suggests it.

Up to Python 3.11 only the printer in C does so, which can't quote a snippet's lines. Here the name
is chosen as there. Among more names than C looks at, as `torch` has, it is told only if it is sure,
and of tensors and arrays not where the wrong one is right elsewhere.
"""

import linecache
import math
import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import FrameType, FunctionType, ModuleType, TracebackType
from typing import Any, Final

import numpy as np
import torch

from sandbox.protocol import FILENAME
from sandbox.worker.shield import attempt
from sandbox.worker.shield import names as given_names
from sandbox.worker.told.attributes import attributes
from sandbox.worker.told.elsewhere import (
    RIGHT_ELSEWHERE,
    called_here,
    dtype_asked_for,
    function_called,
    is_as_public,
    may_be_meant,
    slip_there,
)
from sandbox.worker.told.lookalike import difference, lookalike
from sandbox.worker.told.source import innermost, is_own

_MOVE: Final = 2
_CASE: Final = 1
_LONGEST: Final = 40
# With what names have in common at both ends; longer ones are nobody's slip.
_LETTERS_OF_A_NAME: Final = 100
# With as many C looks for none.
_MANY_NAMES: Final = 750
# Shorter names are near to too many others.
_FEWEST_LETTERS: Final = 4
# For all errors of a traceback: an honest name of torch costs less than a tenth of it.
_LETTERS_COMPARED: Final = 2_000_000
_NOT_IN: Final = re.compile(r"cannot import name '([^']+)' from '([^']+)'")
# A snippet has these without an import, and they are near to many a word that was left undefined.
_GIVEN: Final = given_names()
_FEWEST_LETTERS_OF_A_GIVEN: Final = 3
_WRITTEN: Final = r"(?<![\w.]){}\b"
_CALLED: Final = rf"{_WRITTEN}\s*\("
# Of torch, and hardly anybody's own functions.
_CALLED_OF_TORCH: Final = frozenset(
    """
    arange as_tensor einsum eye linspace manual_seed no_grad ones ones_like randn randperm tensor
    zeros zeros_like FloatTensor LongTensor
    """.split()
)


class Budget:
    """How many letters are compared for one traceback, however many errors are chained in it."""

    def __init__(self) -> None:
        self._left = _LETTERS_COMPARED
        self._paid: set[tuple[str, tuple[str, ...]]] = set()

    def allows(self, wrong: str, names: tuple[str, ...]) -> bool:
        """An answer that was paid for is remembered."""
        if (wrong, names) not in self._paid:
            self._left -= len(wrong) * sum(map(len, names))
            self._paid.add((wrong, names))
        return self._left >= 0


def suggestion(error: BaseException, budget: Budget | None = None) -> str:
    """What is said behind the error's words; empty where no name is near."""
    found = attempt(lambda: _meant(error, budget or Budget()))
    return _told(getattr(error, "name", None), found) if isinstance(found, str) else ""


def _told(wrong: object, found: str) -> str:
    """With the letter that nobody could see, where the two names look the same."""
    odd = difference(wrong, found) if type(wrong) is str else None
    same = (
        f" It looks the same, but one of the two has {odd} where the other has none: "
        "type it anew wherever it stands"
    )
    return f". Did you mean: '{found}'?{same if odd else ''}"


def _meant(error: BaseException, budget: Budget) -> str | None:
    """For kinds of Python's own alone: another may have words about something else."""
    if type(error) is AttributeError:
        line = _line(step) if (step := innermost(error)) is not None else ""
        called = function_called(error.name, error.obj, line)
        return called or _meant_of(error.obj, error.name, budget)
    if type(error) is ImportError:
        return _meant_by_import(error, budget)
    if type(error) is NameError and (step := innermost(error)) is not None:
        return _meant_by_name(error.name, step, budget)
    return None


def _meant_of(owner: object, wrong: object, budget: Budget) -> str | None:
    if type(wrong) is not str:
        return None
    names = attributes(owner)
    if (known := called_here(wrong, owner, names)) is not None:
        return known
    names = may_be_meant(wrong, owner, names)
    return slip_there(wrong, owner, names) or _near(wrong, names, budget)


def _meant_by_import(error: ImportError, budget: Budget) -> str | None:
    """Up to Python 3.11 the wrong name stands in the words alone."""
    if type(error.msg) is not str or not (found := _NOT_IN.match(error.msg)):
        return None
    wrong, module = found.groups()
    if module != error.name or (owner := sys.modules.get(module)) is None:
        return None
    if (meant := _meant_of(owner, wrong, budget)) is None or "." not in meant:
        return meant
    further_in, _, name = meant.rpartition(".")
    return f"from {module}.{further_in} import {name}"


def _meant_by_name(wrong: object, step: TracebackType, budget: Budget) -> str | None:
    if type(wrong) is not str:
        return None
    line = _line(step)
    if (dtype := dtype_asked_for(wrong, line)) is not None:
        return dtype
    if _calls_torchs_own(wrong, line):
        return _near(wrong, _own_functions(step.tb_frame), budget) or f"torch.{wrong}"
    near = (_near(wrong, names, budget) for names in _scopes(wrong, line, step.tb_frame))
    return next((name for name in near if name), None)


def _own_functions(frame: FrameType) -> Iterator[str]:
    """What the snippet defines, and can have meant to call sooner than torch's."""
    for name in _names(frame.f_globals):
        value = dict.get(frame.f_globals, name)
        if type(value) is FunctionType and value.__code__.co_filename == FILENAME:
            yield name


def _line(step: TracebackType) -> str:
    return linecache.getline(FILENAME, step.tb_lineno) if is_own(step) else ""


def _scopes(wrong: str, line: str, frame: FrameType) -> Iterator[Iterable[str]]:
    """The names there, the nearest scope first. The sandbox's own can't be written: `<seen>`."""
    yield frame.f_code.co_varnames
    own = frame.f_globals
    yield (name for name in _names(own) if _is_at_hand(name, dict.get(own, name), wrong, line))
    if len(wrong) >= _FEWEST_LETTERS_OF_A_GIVEN:
        yield (name for name in _names(frame.f_builtins) if not name.startswith("<"))


def _near(wrong: str, names: Iterable[str], budget: Budget) -> str | None:
    if len(wrong) > _LETTERS_OF_A_NAME:
        return None
    known = tuple(name for name in names if len(name) <= _LETTERS_OF_A_NAME)
    if not budget.allows(wrong, known):
        return None
    return lookalike(wrong, known) or nearest(wrong, known)


def _names(scope: dict[str, Any]) -> Iterator[str]:
    """Past what a snippet's own kind of dictionary, or of text, makes of being read."""
    return (name for name in dict.keys(scope) if type(name) is str)


def _is_at_hand(name: str, value: object, wrong: str, line: str) -> bool:
    """Whether it may be meant: the snippet's own, or given and asked for what only that has.

    Who imported nothing and forgot to define `batch` was not thinking of `math`.
    """
    is_own = name not in _GIVEN or value is not _GIVEN[name] or _is_imported(name)
    if is_own or lookalike(wrong, (name,)):
        return True
    asked = re.search(rf"{_WRITTEN.format(re.escape(wrong))}\.(\w+)", line)
    has_it = type(value) is ModuleType and asked is not None and asked[1] in vars(value)
    # Of `mat.exp()` a tensor was forgotten.
    is_tensors = value is math and asked is not None and hasattr(torch.Tensor, asked[1])
    return has_it and not is_tensors and _is_slip(wrong.lower(), name.lower())


def _is_imported(name: str) -> bool:
    lines = linecache.getlines(FILENAME)
    return _is_written(name, (line.partition("import ")[2] for line in lines))


def _is_written(name: str, lines: Iterable[str]) -> bool:
    return any(map(re.compile(_WRITTEN.format(re.escape(name))).search, lines))


def _is_slip(wrong: str, name: str) -> bool:
    """Two letters that changed places, or another one behind the first."""
    is_near = wrong[:1] == name[:1] and _changes(wrong, name, _MOVE) <= _MOVE
    return len(name) >= _FEWEST_LETTERS_OF_A_GIVEN and (sorted(wrong) == sorted(name) or is_near)


def _calls_torchs_own(wrong: str, line: str) -> bool:
    """Whether a function of torch's is called by its last name; it may be numpy's where that is."""
    if wrong not in _CALLED_OF_TORCH:
        return False
    lines = linecache.getlines(FILENAME)
    is_numpys = hasattr(np, wrong) and any(_is_written(it, lines) for it in ("np", "numpy"))
    return bool(re.search(_CALLED.format(wrong), line)) and not is_numpys


# The message and the traceback ask for the same.
@lru_cache(maxsize=64)
def nearest(wrong: str, names: tuple[str, ...]) -> str | None:
    """The name that the wrong one was meant for, if it is near enough."""
    known = [name for name in names if name != wrong]
    return _only(wrong, known) if len(known) >= _MANY_NAMES else _nearest(wrong, known)


def _only(wrong: str, names: list[str]) -> str | None:
    """The one name within one change, of names that a learner would write.

    A wrong name that is right elsewhere is no slip of the pen, and several names are no answer.
    """
    if wrong in RIGHT_ELSEWHERE or len(wrong) < _FEWEST_LETTERS:
        return None
    letters = frozenset(wrong)
    near = [
        name
        for name in names
        if abs(len(name) - len(wrong)) <= 1
        and len(letters.symmetric_difference(name)) <= _FEWEST_LETTERS
        and is_as_public(name, wrong)
        and _changes(wrong, name, _MOVE) <= _MOVE
    ]
    return near[0] if len(near) == 1 and len(near[0]) >= _FEWEST_LETTERS else None


def _nearest(wrong: str, names: list[str]) -> str | None:
    """The one with the fewest changes to it, of no more than a third of its letters."""
    letters = frozenset(wrong.lower())
    found, best = None, len(wrong) * _MOVE + 1
    for name in names:
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
