"""What a snippet finds, and what one that raises anything may not cost us."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

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
