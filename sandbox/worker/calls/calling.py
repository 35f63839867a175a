"""Call a function of the snippet on inputs that were sent, and tell by value what came of each.

All here happens where the snippet was: what is told is a claim, and worth no more than the values
in it. Whoever grades compares them with values that never were in this process.
"""

import math
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from sandbox.limits import CALLED_BYTES, RETURNED_BYTES
from sandbox.values import (
    ITEM_BYTES,
    Called,
    Other,
    Raised,
    TensorValue,
    Value,
    dumped_calls,
    loaded,
    with_tensors,
)
from sandbox.worker import shield
from sandbox.worker.shield import attempt
from sandbox.worker.told.error import described

# Taken before any snippet could put others in their place.
_Tensor: Final = torch.Tensor
_Parameter: Final = torch.nn.Parameter
_detach, _contiguous, _numpy = _Tensor.detach, _Tensor.contiguous, _Tensor.numpy
_view, _storage = _Tensor.view, _Tensor.untyped_storage
_DEPTH: Final = 6
_ITEMS: Final = 1000


def _name(kind: type) -> str:
    module = kind.__module__
    return kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__name__}"


@dataclass(slots=True)
class _Teller:
    """Makes values of what a snippet returned, as long as there is room for them."""

    keeps_layout: bool
    room: int = CALLED_BYTES

    def value(self, held: object, depth: int = _DEPTH) -> Value:
        kind = type(held)
        if held is None or kind in (bool, int, float, str):
            return self._number(held)
        if kind in (list, tuple) and depth and len(held) <= _ITEMS:  # type: ignore[arg-type]
            items = [self.value(each, depth - 1) for each in held]  # type: ignore[attr-defined]
            return items if kind is list else tuple(items)
        if kind is _Tensor or kind is _Parameter:
            return self._tensor(held)
        return Other(_name(kind))

    def _number(self, held: Any) -> Value:
        is_long = type(held) in (int, str) and len(f"{held:x}" if type(held) is int else held) > 999
        value: Value = Other(f"a very long {type(held).__name__}") if is_long else held
        return value

    def _tensor(self, tensor: Any) -> Value:
        dtype = str(tensor.dtype).removeprefix("torch.")
        if dtype not in ITEM_BYTES or tensor.layout is not torch.strided or tensor.is_meta:
            return Other(f"a tensor of {dtype}, {tensor.layout}, on {tensor.device}")
        shape = tuple(tensor.shape)
        size = math.prod(shape) * ITEM_BYTES[dtype]
        if size > min(RETURNED_BYTES, self.room):
            return Other(f"a tensor of shape {shape}, too large to compare")
        self.room -= size
        told = partial(TensorValue, dtype, shape, requires_grad=bool(tensor.requires_grad))
        bare = _detach(tensor).resolve_conj().resolve_neg()
        if self.keeps_layout and not bare.is_contiguous():
            storage = torch.empty(0, dtype=torch.uint8).set_(_storage(bare))
            return told(_bytes(storage), strides=bare.stride(), offset=bare.storage_offset())
        return told(_bytes(_contiguous(bare)))


def _bytes(tensor: Any) -> bytes:
    """Of a tensor in row-major order, whatever its dtype; numpy knows no bfloat16."""
    if not tensor.numel():
        return b""
    # A single element counts as contiguous whatever its stride is.
    flat = tensor.as_strided((tensor.numel(),), (1,))
    return bytes(_numpy(_view(flat, torch.uint8)))


def _made(value: TensorValue) -> Any:
    """A fresh tensor: no two calls share one."""
    dtype = getattr(torch, value.dtype)
    if value.data:
        tensor = torch.frombuffer(bytearray(value.data), dtype=dtype)
    else:
        tensor = torch.empty(0, dtype=dtype)
    if value.strides is None:
        tensor = tensor.reshape(value.shape)
    else:
        tensor = tensor.as_strided(value.shape, value.strides, value.offset)
    return tensor.requires_grad_() if value.requires_grad else tensor


class _Sizes(TorchDispatchMode):  # type: ignore[misc]
    """Notes how many elements the largest tensor has that an operation makes."""

    def __init__(self) -> None:
        super().__init__()
        self.largest = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        made = func(*args, **(kwargs or {}))
        for each in made if isinstance(made, list | tuple) else (made,):
            if isinstance(each, torch.Tensor):
                size = each.untyped_storage().nbytes() // max(1, each.element_size())
                self.largest = max(self.largest, size)
        return made


@dataclass(frozen=True, slots=True)
class Calls:
    """What is asked for, as the wire's `Calls` has it."""

    function: str
    inputs: str
    probe: str = ""
    keeps_layout: bool = False
    watched: int = 0

    def told(self, namespace: dict[str, Any]) -> str:
        teller = _Teller(self.keeps_layout)
        inputs = loaded(self.inputs)
        call = self._way(namespace)
        # Each is told before the next is made, which can change nothing of it.
        unwatched = len(inputs) - self.watched  # type: ignore[arg-type]
        return dumped_calls(
            [
                _one(call, each, teller, watches=at >= unwatched)
                for at, each in enumerate(inputs)  # type: ignore[arg-type]
            ]
        )

    def _way(self, namespace: dict[str, Any]) -> Callable[..., object]:
        """How to come from inputs to what is compared: a call, unless there is a probe."""
        if not self.probe:
            # What the snippet made of the name by then.
            return lambda *inputs: namespace[self.function](*inputs)  # noqa: PLW0108
        probing = shield.names()
        exec(compile(self.probe, "<probe>", "exec"), probing)  # noqa: S102
        return lambda *inputs: probing["probe"](namespace[self.function], *inputs)


def _one(call: Callable[..., object], inputs: Value, teller: _Teller, *, watches: bool) -> Called:
    given = with_tensors(inputs, _made)
    before = _Teller(keeps_layout=False).value(given)
    sizes = _Sizes()
    with sizes if watches else nullcontext():
        came = attempt(lambda: call(*given))
    if isinstance(came, shield.Raised):
        return Called(raised=_raised(came.error), changed=_changed(before, given))
    returned = attempt(lambda: teller.value(came))
    if isinstance(returned, shield.Raised):
        return Called(raised=_raised(returned.error))
    return Called(
        returned,
        changed=_changed(before, given),
        shares=_shares(came, given),
        largest=sizes.largest,
    )


def _raised(error: BaseException) -> Raised:
    told = described(error).error
    return Raised(told["type"], told["message"], told["line"])


def _changed(before: Value, given: Any) -> tuple[int, ...]:
    after = _Teller(keeps_layout=False).value(given)
    if not (isinstance(before, tuple) and isinstance(after, tuple)):
        return ()
    pairs = enumerate(zip(before, after, strict=True))
    return tuple(at for at, (was, now) in pairs if _data(was) != _data(now))


def _data(value: Value) -> object:
    """What of an input may not change; that it needs a gradient, say, may."""
    if isinstance(value, TensorValue):
        return value.dtype, value.shape, value.data
    return repr(value)


def _shares(returned: Any, given: Any) -> tuple[int, ...]:
    if type(returned) is not _Tensor or returned.layout is not torch.strided:
        return ()
    place = _storage(returned).data_ptr()
    held = enumerate(given)
    return tuple(
        at for at, each in held if type(each) is _Tensor and _storage(each).data_ptr() == place
    )
