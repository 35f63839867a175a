"""What is kept of a tensor or an array: facts, never the thing itself."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch

from sandbox.worker.attempt import Raised, attempt
from sandbox.worker.source import Spot

KINDS: Final = (torch.Tensor, np.ndarray)


@dataclass(frozen=True, slots=True)
class Facts:
    """Shape, dtype and device as they were at that moment."""

    shape: tuple[int, ...]
    dtype: Any
    device: Any


def is_array(value: object) -> bool:
    """By type alone: isinstance would ask the value, which may be of the learner's making."""
    return issubclass(type(value), KINDS)


def _facts(value: Any) -> Facts:
    if issubclass(type(value), np.ndarray):
        return Facts(value.shape, value.dtype, "cpu")
    # A subclass or a mode of the learner's must not hear that we look.
    with torch._C.DisableTorchFunction():  # noqa: SLF001
        return Facts(value.shape, value.dtype, value.device)


def facts(value: object) -> Facts | None:
    """None for what is no tensor or array, or one that has no shape to tell."""
    if not is_array(value):
        return None
    found = attempt(lambda: _facts(value))
    return None if isinstance(found, Raised) else found


def traced(spot: Spot, held: Facts | None, *, broke: bool = False) -> dict[str, Any]:
    """A sub-expression as the wire has it."""
    return {
        "line": spot.line,
        "column": spot.column,
        "end_column": spot.end_column,
        "expression": spot.expression,
        "shape": [int(size) for size in held.shape] if held else None,
        "dtype": str(held.dtype).removeprefix("torch.") if held else None,
        "device": str(held.device) if held else None,
        "broke": broke,
    }
