"""The name that a wrong one was meant for: said behind an error's words.

A slip of the pen is meant for the nearest. Who mixes NumPy and torch writes the one's names for the
other's things: the nearest is then another thing, as `copy_` of a tensor for `copy`. And Python
takes letters of all alphabets, of which some only look like the one that was meant.
"""

import builtins
import linecache
import math
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, Final

import numpy as np
import torch
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from torch import nn

from sandbox.protocol import FILENAME
from sandbox.worker.shield import attempt_or
from sandbox.worker.shield import names as given_names
from sandbox.worker.told.source import innermost, is_own

# All is read before any snippet runs.
_DATA: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_HOMES: Final = {"tensor": torch.Tensor, "array": np.ndarray, "numpy": np, "nn": nn}
CALLED_HERE: Final[dict[Any, dict[str, str]]] = {
    home: _DATA["called_here"][name] for name, home in _HOMES.items()
}
_OF_TORCH, _OF_A_VALUE, _OF_TWO = (
    frozenset(_DATA["functions"][name].split())
    for name in ("of_torch", "of_a_value", "of_two_values")
)
_WITH_A_VALUE: Final = r"\.{}\s*\(\s*(?=[^\s\d.)-])(?!(?:True|False|None)\b|\w+\s*=(?!=))"
_DTYPES: Final = frozenset(name for name, it in vars(torch).items() if isinstance(it, torch.dtype))
_AS_DTYPE: Final = r"(?:\bdtype\s*=|\.(?:to|type|astype)\()\s*{}\s*[,)]"
_NOT_IN: Final = re.compile(r"cannot import name '([^']+)' from '([^']+)'")
_KINDS: Final = (torch.Tensor, np.ndarray, nn.Module, Artist)
# TensorFlow has the last one of its variables.
_RIGHT_ELSEWHERE: Final = frozenset(
    name
    for owner in (torch, torch.Tensor, nn.init, np, np.ndarray, np.random, plt, math, builtins)
    for name in dir(owner)
).union(dir(list), dir(dict), dir(str), ["value"])
# What picks between two looks of the sign before it can't be seen at all: an emoji brings it along.
_LOOKS: Final[dict[int, str]] = {
    **{
        ord(odd): plain
        for odds, plains in _DATA["lookalikes"].items()
        for odd, plain in zip(odds, plains, strict=True)
    },
    **dict.fromkeys(range(0xFE00, 0xFE10), ""),
}
# A snippet has these without an import, and they are near to many a word that was left undefined;
# but not the first.
_GIVEN: Final = {name: value for name, value in given_names().items() if name != "torch"}
# Shorter names are near to too many builtins; longer ones are nobody's slip.
_FEWEST_LETTERS, _MOST_LETTERS = 3, 40
# Among as many names one has to be nearer.
_MANY: Final = 750
_LIKE, _LIKE_AMONG_MANY = 0.75, 0.8


def _own_names(module: ModuleType) -> Iterator[str]:
    """What it offers itself; not its modules, and not what it imported from elsewhere."""
    homes = (module.__name__, "torch._C._nn")
    for name, value in vars(module).items():
        home = str(getattr(value, "__module__", None))
        if not (name.startswith("_") or isinstance(value, ModuleType)) and home.startswith(homes):
            yield name


# Names that learners look for one module too far out.
_FURTHER_IN: Final[dict[ModuleType, dict[str, str]]] = {
    torch: {
        name: f"{module.__name__.removeprefix('torch.')}.{name}"
        for module in (torch.utils.data, torch.optim, nn.functional, nn)
        for name in _own_names(module)
    },
    np: {
        name: f"{module.__name__.removeprefix('numpy.')}.{name}"
        for module in (np.random, np.linalg)
        for name in module.__all__
    },
}


def suggested(error: BaseException) -> str:
    """What is said behind the error's words; empty where no name is surely meant."""
    return attempt_or("", lambda: _suggested(error))


def _suggested(error: BaseException) -> str:
    wrong, names = _wrong_name(error)
    if not wrong:
        return ""
    if alike := _lookalike(wrong, [*names, *(given_names() if type(error) is NameError else ())]):
        return alike
    found = _right_elsewhere(error, wrong, names)
    found = _nearest(wrong, tuple(names)) if found is None else found
    return f". Did you mean: '{found}'?" if found else ""


def _wrong_name(error: BaseException) -> tuple[str, list[str]]:
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


def _lookalike(wrong: str, names: list[str]) -> str | None:
    """The name that only looks like the wrong one, and the letter that nobody could see."""
    looks, is_plain = wrong.translate(_LOOKS), wrong.isascii()
    alike = (
        it for it in names if not (is_plain and it.isascii()) and it.translate(_LOOKS) == looks
    )
    if (name := next(alike, None)) is None:
        return None
    odd = next(letter for letter in wrong + name if ord(letter) in _LOOKS)
    return (
        f". Did you mean: '{name}'? It looks the same, but one of the two has "
        f"{unicodedata.name(odd)} (U+{ord(odd):04X}) where the other has none: "
        "type it anew wherever it stands"
    )


# The message and the traceback ask for the same.
@lru_cache(maxsize=64)
def _nearest(wrong: str, names: tuple[str, ...]) -> str | None:
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


# What is right elsewhere, and what it is called here.


def _right_elsewhere(error: Any, wrong: str, names: list[str]) -> str | None:
    """Empty where no other name is meant; None where it may be a slip."""
    step = innermost(error)
    line = linecache.getline(FILENAME, step.tb_lineno) if step and is_own(step) else ""
    if isinstance(error, NameError):
        return _dtype_asked_for(wrong, line) or _called_of_torch(wrong, line)
    is_import = isinstance(error, ImportError)
    owner = sys.modules.get(error.name or "") if is_import else error.obj
    found = _function_called(wrong, owner, line) or _called_here(wrong, owner, names)
    if found and "." in found and is_import:
        further_in, _, name = found.rpartition(".")
        return f"from {error.name}.{further_in} import {name}"
    return found or ("" if _is_right(wrong, owner, names) else None)


def _home(owner: object) -> Any:
    """The class or module of torch's, NumPy's or matplotlib's that it has its names from."""
    if owner is torch or owner is nn or owner is np:
        return owner
    return next((kind for kind in _KINDS if issubclass(type(owner), kind)), None)


def _called_here(wrong: str, owner: object, names: list[str]) -> str | None:
    """It may lie in a module further in."""
    home = _home(owner)
    if home is Artist and f"set_{wrong}" in names:
        return f"set_{wrong}"
    return CALLED_HERE.get(home, {}).get(wrong) or _FURTHER_IN.get(home, {}).get(wrong)


def _function_called(wrong: str, owner: object, line: str) -> str | None:
    """The function that a line calls with a value where a layer is made, `nn.relu(x)`."""
    if owner is not nn or wrong not in _OF_A_VALUE | _OF_TWO:
        return None
    more = ".*," if wrong in _OF_TWO else ""
    is_called = re.search(_WITH_A_VALUE.format(wrong) + more, line)
    return f"functional.{wrong}" if is_called else None


def _dtype_asked_for(wrong: str, line: str) -> str | None:
    """The dtype by its last name, `dtype=float32`, where it is sure of which library it is."""
    if wrong not in _DTYPES or not re.search(_AS_DTYPE.format(wrong), line):
        return None
    is_torchs = re.search(r"\btorch\.|\.(?:to|type)\(", line)
    is_numpys = re.search(r"\b(?:np|numpy)\.|\.astype\(", line)
    if is_torchs and not is_numpys:
        return f"torch.{wrong}"
    return f"np.{wrong}" if is_numpys and not is_torchs and hasattr(np, wrong) else None


def _called_of_torch(wrong: str, line: str) -> str | None:
    """A function of torch's that is called by its last name; it may be numpy's where that is."""
    if wrong not in _OF_TORCH or not re.search(rf"(?<![\w.]){wrong}\s*\(", line):
        return None
    text = "".join(linecache.getlines(FILENAME))
    is_numpys = hasattr(np, wrong) and re.search(r"(?<![\w.])(?:np|numpy)\b", text)
    return "" if is_numpys else f"torch.{wrong}"


def _is_right(wrong: str, owner: object, names: list[str]) -> bool:
    """In a library's own things: then no other name of theirs is meant, but a layer's."""
    is_layers = owner is nn and wrong.replace("_", "").lower() in map(str.lower, names)
    return wrong in _RIGHT_ELSEWHERE and _home(owner) is not None and not is_layers
