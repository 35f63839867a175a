"""Values that cross between processes by what they hold: dtype, shape and bytes. Pure.

Numbers, texts, lists and tuples are Python's own; a tensor is a `TensorValue`, and what does not
cross is an `Other`, known by its type alone. As text it is JSON, which whoever reads it must check:
`loaded` takes nothing else. Nothing is ever pickled.
"""

import base64
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

# Bytes of one element. The list is closed: what else torch knows is an `Other`.
ITEM_BYTES: Final = {
    "bool": 1,
    "uint8": 1,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
    "complex64": 8,
    "complex128": 16,
}
_DEPTH: Final = 8
_TEXT_CHARACTERS: Final = 10_000
_AXES: Final = 64


@dataclass(frozen=True, slots=True)
class TensorValue:
    """A plain tensor. `data` is in the order of the shape or, where there are strides, a storage.

    `strides` count elements, `offset` is where in the storage the first element stands.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    strides: tuple[int, ...] | None = None
    offset: int = 0
    requires_grad: bool = False

    @property
    def numel(self) -> int:
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class Other:
    """A value that does not cross; `type` names its class, with the module where that helps."""

    type: str


Value: TypeAlias = (
    bool | int | float | str | TensorValue | Other | list["Value"] | tuple["Value", ...] | None
)


@dataclass(frozen=True, slots=True)
class Raised:
    """What a call raised instead of returning; `line` is one of the snippet's."""

    type: str
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Called:
    """What one call came to.

    Of its inputs, by place: those that were `changed`, and those whose memory the returned tensor
    `shares`. `largest` is the most elements that a tensor on the way had, where it was watched.
    """

    returned: Value = None
    raised: Raised | None = None
    changed: tuple[int, ...] = ()
    shares: tuple[int, ...] = ()
    largest: int = 0


def dumped(value: Value) -> str:
    return json.dumps(plain(value))


def loaded(text: str) -> Value:
    """Raises ValueError for what `dumped` does not write."""
    try:
        return _read(json.loads(text), _DEPTH)
    except RecursionError:
        raise ValueError("no value that crosses") from None


def plain(value: Value) -> Any:
    """A value as JSON has it; a float goes as text, since JSON knows no infinity."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return {"float": repr(value)}
        case TensorValue():
            return {"tensor": _plain_tensor(value)}
        case Other():
            return {"other": value.type}
        case list():
            return {"list": [plain(each) for each in value]}
        case tuple():
            return {"tuple": [plain(each) for each in value]}


def _plain_tensor(tensor: TensorValue) -> dict[str, Any]:
    data = base64.b64encode(tensor.data).decode("ascii")
    told: dict[str, Any] = {"dtype": tensor.dtype, "shape": list(tensor.shape), "data": data}
    if tensor.strides is not None:
        told |= {"strides": list(tensor.strides), "offset": tensor.offset}
    return told | ({"requires_grad": True} if tensor.requires_grad else {})


def _read(told: Any, depth: int) -> Value:
    if told is None or isinstance(told, bool | int):
        return told
    if isinstance(told, str) and len(told) <= _TEXT_CHARACTERS:
        return told
    if not (isinstance(told, dict) and len(told) == 1 and depth):
        raise ValueError("no value that crosses")
    [(kind, held)] = told.items()
    return _read_as(kind, held, depth - 1)


def _read_as(kind: str, held: Any, depth: int) -> Value:
    if kind in ("float", "other") and isinstance(held, str) and len(held) <= _TEXT_CHARACTERS:
        return float(held) if kind == "float" else Other(held)
    if kind in ("list", "tuple") and isinstance(held, list):
        items = [_read(each, depth) for each in held]
        return items if kind == "list" else tuple(items)
    if kind == "tensor" and isinstance(held, dict):
        return _read_tensor(held)
    raise ValueError("no value that crosses")


def _read_tensor(told: dict[str, Any]) -> TensorValue:
    try:
        strides = told.get("strides")
        tensor = TensorValue(
            dtype=told["dtype"],
            shape=_sizes(told["shape"]),
            data=base64.b64decode(told["data"], validate=True),
            strides=None if strides is None else _sizes(strides),
            offset=_sizes([told.get("offset", 0)])[0],
            requires_grad=told.get("requires_grad") is True,
        )
        _check(tensor)
    except (KeyError, TypeError) as error:
        raise ValueError("no tensor that crosses") from error
    return tensor


def _sizes(told: Any) -> tuple[int, ...]:
    if not (isinstance(told, list) and len(told) <= _AXES):
        raise ValueError("no sizes")
    if not all(type(size) is int and 0 <= size < 2**40 for size in told):
        raise ValueError("no size")
    return tuple(told)


def _check(tensor: TensorValue) -> None:
    """Nobody reads past the end of what was sent."""
    item = ITEM_BYTES[tensor.dtype]
    if tensor.strides is None:
        needed = tensor.numel * item
        fits = needed == len(tensor.data)
    else:
        steps = zip(tensor.shape, tensor.strides, strict=True)
        last = tensor.offset + sum((size - 1) * stride for size, stride in steps)
        fits = not tensor.numel or (last + 1) * item <= len(tensor.data)
    if not fits:
        raise ValueError("a tensor's bytes are not those of its shape")


def dumped_calls(calls: list[Called]) -> str:
    return json.dumps([_plain_call(call) for call in calls])


def _plain_call(call: Called) -> dict[str, Any]:
    raised = call.raised
    return {
        "returned": plain(call.returned),
        "raised": raised and [raised.type, raised.message, raised.line],
        "changed": list(call.changed),
        "shares": list(call.shares),
        "largest": call.largest,
    }


def loaded_calls(text: str, *, most: int) -> list[Called] | None:
    """The calls in a text from a process that nobody trusts; None where they are not such."""
    try:
        told = json.loads(text)
        if not (isinstance(told, list) and len(told) <= most):
            return None
        return [_read_call(each) for each in told]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _read_call(told: dict[str, Any]) -> Called:
    return Called(
        returned=_read(told["returned"], _DEPTH),
        raised=None if told["raised"] is None else _read_raised(*told["raised"]),
        changed=_sizes(told["changed"]),
        shares=_sizes(told["shares"]),
        largest=_sizes([told["largest"]])[0],
    )


def _read_raised(kind: object, message: object, line: object) -> Raised:
    if not (isinstance(kind, str) and isinstance(message, str)):
        raise ValueError("no error")  # noqa: TRY004
    return Raised(kind[:100], message[:_TEXT_CHARACTERS], line if type(line) is int else None)


Made: TypeAlias = Callable[[TensorValue], object]


def with_tensors(value: Value, made: Made) -> Any:
    """The same value, with something else in the place of each tensor."""
    match value:
        case TensorValue():
            return made(value)
        case list():
            return [with_tensors(each, made) for each in value]
        case tuple():
            return tuple(with_tensors(each, made) for each in value)
        case _:
            return value
