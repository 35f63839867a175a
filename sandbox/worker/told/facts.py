"""What is kept of a tensor or an array: facts, never the thing itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch

from sandbox.limits import AXES, PREVIEW_CHARACTERS
from sandbox.worker import numbers
from sandbox.worker.execute import fit
from sandbox.worker.shield import attempt_or
from sandbox.worker.told.source import Spot

KINDS: Final = (torch.Tensor, np.ndarray)
# Of the class in C, as a tensor's are in `bare`.
_ARRAY_SHAPE, _ARRAY_DTYPE = (vars(np.ndarray)[name].__get__ for name in ("shape", "dtype"))


@dataclass(frozen=True, slots=True)
class Facts:
    """Shape, dtype and device as they were at that moment."""

    shape: tuple[int, ...]
    dtype: Any
    device: Any


@contextmanager
def unheard() -> Iterator[None]:
    """No subclass and no mode of the learner's hears what is done to a tensor here."""
    with torch._C.DisableTorchFunction(), torch._C._DisableTorchDispatch():  # noqa: SLF001
        yield


def is_array(value: object) -> bool:
    """By type alone: isinstance would ask the value, which may be of the learner's making."""
    return issubclass(type(value), KINDS)


def _facts(value: Any) -> Facts:
    if issubclass(type(value), np.ndarray):
        return Facts(_ARRAY_SHAPE(value), _ARRAY_DTYPE(value), "cpu")
    # A subclass or a mode of the learner's must not hear that we look.
    with torch._C.DisableTorchFunction():  # noqa: SLF001
        return Facts(numbers.shape(value), numbers.dtype(value), numbers.device(value))


def facts(value: object) -> Facts | None:
    """Those of a tensor or an array; None for all else, and where its shape can't be told."""
    if not is_array(value):
        return None
    found = attempt_or(None, lambda: _facts(value))
    return None if found is None or len(found.shape) > AXES else found


def _told(held: Facts) -> dict[str, Any]:
    """A dtype of numpy's may name any number of fields, and a class of the learner's.

    A device is found in what a learner can write, where a tensor stands for another.
    """
    return {
        "shape": [int(size) for size in held.shape],
        "dtype": fit(str(held.dtype).removeprefix("torch."), PREVIEW_CHARACTERS),
        "device": fit(str(held.device), PREVIEW_CHARACTERS),
    }


_NOTHING: Final = {"shape": None, "dtype": None, "device": None}


def traced(spot: Spot, held: Facts | None, *, broke: bool = False) -> dict[str, Any]:
    """A sub-expression as the wire has it."""
    told = attempt_or(_NOTHING, lambda: _told(held)) if held else _NOTHING
    return {
        "line": spot.line,
        "column": spot.column,
        "end_column": spot.end_column,
        "expression": spot.expression,
        **told,
        "broke": broke,
    }
