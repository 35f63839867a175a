"""Our modules keep Python's built-in functions: a snippet that replaces one does so for others.

It may change what `len` is for itself and for the libraries, as in any program; what it left is
told all the same. Which functions a module finds is settled where the module is first run.
"""

import builtins
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any, Final, TypeVar

import numpy as np
import torch
from matplotlib import pyplot as plt

# The one place that catches whatever a snippet can raise.

T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Raised:
    """What came instead of a value."""

    error: BaseException


def attempt(work: Callable[[], T]) -> T | Raised:
    """Code and objects of a snippet may raise anything anywhere, even from `__repr__`."""
    try:
        return work()
    except BaseException as error:  # noqa: BLE001
        return Raised(error)


def attempt_or(default: D, work: Callable[[], T]) -> T | D:
    """As `attempt`, where what was raised is of no interest."""
    try:
        return work()
    except BaseException:  # noqa: BLE001
        return default


# The names that a snippet finds without having imported them.


def names() -> dict[str, Any]:
    return {
        "torch": torch,
        "Tensor": torch.Tensor,
        "nn": torch.nn,
        "F": torch.nn.functional,
        "np": np,
        "math": math,
        "plt": plt,
    }


_OURS: Final = "sandbox."
_KEPT: Final[dict[str, Any]] = dict(vars(builtins))


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = _KEPT
        super().exec_module(module)


class _Finder:
    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name.startswith(_OURS) else None
        if spec is not None and spec.origin and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(name, spec.origin)
        return spec


@contextmanager
def for_our_modules() -> Iterator[None]:
    """Those that are imported for the first time within."""
    finders: list[Any] = sys.meta_path
    finders.insert(0, _Finder)
    try:
        yield
    finally:
        finders.remove(_Finder)
