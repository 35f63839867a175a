"""What two runs of the same calls differ in: type, then dtype, then shape, then values. Pure.

Nothing of either process is here but what it said; what is compared are bytes.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from sandbox.values import Called, Other, Raised, TensorValue, Value

# Relative and absolute, by dtype: sums in another order differ by no more.
_TOLERANCE: Final = {
    "float16": (1e-2, 1e-3),
    "bfloat16": (3e-2, 1e-2),
    "float32": (1e-4, 1e-5),
    "float64": (1e-7, 1e-9),
    "complex64": (1e-4, 1e-5),
    "complex128": (1e-7, 1e-9),
}
Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class RaisedInstead:
    """An error came where a value was to be returned, or an error of an `expected` type."""

    error: Raised
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class DidNotRaise:
    """A value came where an error was to be raised."""

    expected: Raised


@dataclass(frozen=True, slots=True)
class OtherType:
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class OtherDtype:
    expected: str
    got: str
    same_values: bool


@dataclass(frozen=True, slots=True)
class OtherShape:
    """`same_values`: in reading order they are the expected ones."""

    expected: tuple[int, ...]
    got: tuple[int, ...]
    same_values: bool
    is_transposed: bool = False


@dataclass(frozen=True, slots=True)
class OtherValues:
    """`first`: where the first one stands that differs; `is_transposed`: the last axes swapped."""

    first: tuple[int, ...]
    wrong: int
    of: int
    is_transposed: bool


@dataclass(frozen=True, slots=True)
class ChangedInput:
    place: int


@dataclass(frozen=True, slots=True)
class NotAView:
    """The result has memory of its own where it was to share the input's."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    largest: int
    bound: int


Difference = (
    RaisedInstead
    | DidNotRaise
    | OtherType
    | OtherDtype
    | OtherShape
    | OtherValues
    | ChangedInput
    | NotAView
    | TooLarge
)


@dataclass(frozen=True, slots=True)
class Rules:
    """`tolerance` is relative and absolute, where the dtype's own does not do."""

    tolerance: tuple[float, float] | None = None
    shares_memory: bool = False


def difference(
    expected: Called, got: Called, rules: Rules, bound: int | None = None
) -> Difference | None:
    """What is most worth telling; None where nothing differs."""
    if expected.raised:
        return _raise_otherwise(expected.raised, got.raised)
    if got.raised:
        return RaisedInstead(got.raised)
    if found := _differ(expected.returned, got.returned, rules):
        return found
    changed = set(got.changed) - set(expected.changed)
    if changed:
        return ChangedInput(min(changed))
    if rules.shares_memory and not set(expected.shares) <= set(got.shares):
        return NotAView()
    return TooLarge(got.largest, bound) if bound is not None and got.largest > bound else None


def _raise_otherwise(expected: Raised, got: Raised | None) -> Difference | None:
    if got is None:
        return DidNotRaise(expected)
    return None if got.type == expected.type else RaisedInstead(got, expected.type)


def kind(value: Value) -> str:
    """The name of its type, as a learner would write it."""
    match value:
        case None:
            return "None"
        case TensorValue():
            return "Tensor"
        case Other(type=name):
            return name
        case _:
            return type(value).__name__


def _differ(expected: Value, got: Value, rules: Rules) -> Difference | None:
    if kind(expected) != kind(got) or isinstance(expected, Other):
        return OtherType(kind(expected), kind(got))
    match expected, got:
        case TensorValue(), TensorValue():
            # Most are the same to the byte, and numpy's closeness takes its time.
            return None if expected == got else _differ_as_tensors(expected, got, rules)
        case ((list() | tuple()), (list() | tuple())):
            if len(expected) != len(got):
                return OtherShape((len(expected),), (len(got),), same_values=False)
            pairs = zip(expected, got, strict=True)
            return next((it for one, two in pairs if (it := _differ(one, two, rules))), None)
        case float(), float():
            close = _close(np.float64(expected), np.float64(got), rules.tolerance or (1e-5, 1e-6))
            return None if bool(close) else OtherValues((), 1, 1, is_transposed=False)
        case _:
            return None if expected == got else OtherValues((), 1, 1, is_transposed=False)


def _differ_as_tensors(expected: TensorValue, got: TensorValue, rules: Rules) -> Difference | None:
    one, two = array(expected), array(got)
    tolerance = rules.tolerance or _TOLERANCE.get(expected.dtype)
    if expected.dtype != got.dtype:
        same = one.shape == two.shape and bool(np.all(_close(one, two, tolerance)))
        return OtherDtype(expected.dtype, got.dtype, same)
    if expected.shape != got.shape:
        same = one.size == two.size and bool(np.all(_close(one.ravel(), two.ravel(), tolerance)))
        return OtherShape(expected.shape, got.shape, same, _is_transposed(one, two, tolerance))
    close = _close(one, two, tolerance)
    if np.all(close):
        return None
    first = tuple(map(int, np.argwhere(~close)[0]))
    return OtherValues(first, int((~close).sum()), one.size, _is_transposed(one, two, tolerance))


def _is_transposed(one: Array, two: Array, tolerance: tuple[float, float] | None) -> bool:
    """Whether the last two axes are swapped, and nothing else."""
    if one.ndim < 2 or two.ndim < 2:
        return False
    turned = two.swapaxes(-1, -2)
    return one.shape == turned.shape and bool(np.all(_close(one, turned, tolerance)))


def _close(one: Any, two: Any, tolerance: tuple[float, float] | None) -> Any:
    """NaN is what NaN was expected, and nothing else is."""
    if tolerance is None:
        return np.equal(one, two)
    relative, absolute = tolerance
    return np.isclose(two, one, rtol=relative, atol=absolute, equal_nan=True)


def array(tensor: TensorValue) -> Array:
    """Its numbers, in its shape; numpy knows no bfloat16, whose bits are a float32's first."""
    if tensor.dtype == "bfloat16":
        bits = np.frombuffer(tensor.data, np.uint16).astype(np.uint32) << 16
        return bits.view(np.float32).reshape(tensor.shape)
    flat: Array = np.frombuffer(tensor.data, tensor.dtype)
    if tensor.strides is None:
        return flat.reshape(tensor.shape)
    steps = [stride * flat.itemsize for stride in tensor.strides]
    return np.ndarray(tensor.shape, flat.dtype, tensor.data, tensor.offset * flat.itemsize, steps)
