"""Doing again what may be done again, with stand-ins where it would cost time or random numbers.

A stand-in is on torch's meta device: it has a shape and no numbers. `UNKNOWN` comes of all that
is not surely harmless, and of all that fails.
"""

import types
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import torch

from sandbox.worker.numbers import is_there
from sandbox.worker.shield import attempt_or

UNKNOWN: Final = object()

NUMBERS: Final = (bool, int, float, complex)
TENSORS: Final = (torch.Tensor, torch.nn.Parameter, torch.nn.Buffer)
MANY_ELEMENTS: Final = 1 << 16
_LONG: Final = 64
_DEEP: Final = 4
_PLAIN: Final = frozenset(
    {
        *NUMBERS,
        *TENSORS,
        *(str, bytes, type(None), types.EllipsisType, slice),
        *(torch.dtype, torch.device, torch.layout, torch.memory_format),
    }
)
_BOXES: Final = frozenset({tuple, list, range, torch.Size})


def is_box(kind: type) -> bool:
    """Whether this kind only holds other values, in order."""
    return kind in _BOXES or kind.__module__ == "torch.return_types"


def is_plain(kind: type) -> bool:
    """Whether torch, numpy or Python alone say how this kind behaves."""
    return kind in _PLAIN or kind is np.ndarray or issubclass(kind, np.generic)


def is_known(value: Any, depth: int = _DEEP) -> bool:
    """Whether a value, with all in it, behaves as torch, numpy or Python say."""
    kind = type(value)
    if kind is np.ndarray:
        return not value.dtype.hasobject
    if is_plain(kind):
        return kind not in TENSORS or is_there(value)
    if depth == 0 or not is_box(kind) or len(value) > _LONG:
        return False
    return kind is range or all(is_known(part, depth - 1) for part in value)


def is_tensor(value: object) -> bool:
    return type(value) in TENSORS


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """A value with all in it changed; boxes are made anew."""
    if type(value) in (tuple, list):
        return type(value)(_mapped(part, change) for part in value)
    if type(value) is slice:
        return slice(*(_mapped(part, change) for part in (value.start, value.stop, value.step)))
    return change(value)


def leaves(value: Any) -> list[Any]:
    """All that a value holds, without the boxes."""
    found: list[Any] = []
    _mapped(value, found.append)
    return found


def stand_in(value: Any) -> Any:
    """A tensor's stand-in; anything else is itself."""
    if not is_tensor(value) or value.is_meta:
        return value
    made = torch.empty_strided(value.shape, value.stride(), dtype=value.dtype, device="meta")
    return standing_for(str(value.device), made)


def standing_for(device: str, value: Any) -> Any:
    """Note on what was made without numbers which device it would be on."""
    parts = tuple(value) if is_box(type(value)) else (value,)
    for part in leaves(parts):
        if is_tensor(part) and part.is_meta:
            part.stands_for = device
    return value


def device_of(value: Any) -> str | None:
    """The device that a stand-in is in place of; None for what is itself."""
    device: str | None = vars(value).get("stands_for") if is_tensor(value) else None
    return device


def _read_only(value: Any) -> Any:
    """Whatever a function of numpy's writes to then, it is not the learner's array."""
    if type(value) is not np.ndarray:
        return value
    view = value.view()
    view.flags.writeable = False
    return view


def tried(work: Callable[[], Any]) -> Any:
    """What `work` gives; UNKNOWN where it fails."""
    return attempt_or(UNKNOWN, work)


def _called(
    work: Callable[..., Any], given: list[Any], named: dict[str, Any], change: Callable[[Any], Any]
) -> Any:
    def call() -> Any:
        changed = {name: _mapped(value, change) for name, value in named.items()}
        return work(*_mapped(given, change), **changed)

    return tried(call)


def done(
    work: Callable[..., Any],
    given: list[Any],
    named: dict[str, Any],
    *,
    without_numbers: bool = False,
) -> Any:
    """`work(*given, **named)`, between known values only."""
    everything = [*given, *named.values()]
    if not is_known(everything):
        return UNKNOWN
    parts = leaves(everything)
    if any(type(part) is np.ndarray and part.size > MANY_ELEMENTS for part in parts):
        return UNKNOWN
    tensors = [part for part in parts if is_tensor(part)]
    many = sum(tensor.numel() for tensor in tensors) > MANY_ELEMENTS
    if not (without_numbers or many or any(map(device_of, tensors))):
        return _called(work, given, named, _read_only)
    device = next((device_of(tensor) or str(tensor.device) for tensor in tensors), "cpu")
    return standing_for(device, _called(work, given, named, stand_in))
