"""What two sets of calls differ in, by their values alone."""

import math

import numpy as np
import pytest

from sandbox.grading import (
    ChangedInput,
    DidNotRaise,
    NotAView,
    OtherDtype,
    OtherShape,
    OtherType,
    OtherValues,
    RaisedInstead,
    Rules,
    TooLarge,
    array,
    difference,
)
from sandbox.values import Called, Other, Raised, TensorValue


def tensor(rows, dtype="float32") -> TensorValue:
    made = np.asarray(rows, dtype)
    return TensorValue(dtype, made.shape, made.tobytes())


def found(expected, got, rules=Rules()):  # noqa: B008 - it is frozen
    return difference(Called(expected), Called(got), rules)


NAN, INF = math.nan, math.inf
ALIKE = {
    "sums in another order": (tensor([1 / 3]), tensor([1 / 3 + 3e-8])),
    "nan where nan is": (tensor([NAN, 1]), tensor([NAN, 1])),
    "no end": (tensor([INF, -INF]), tensor([INF, -INF])),
    "nothing in either": (tensor([[]]), tensor([[]])),
    "pairs": ((1, tensor([2])), (1, tensor([2]))),
    "floats": (0.1 + 0.2, 0.3),
}
UNLIKE = {
    "nan is not what any number is": (
        tensor([1, 2]),
        tensor([NAN, 2]),
        OtherValues((0,), 1, 2, is_transposed=False),
    ),
    "a number is not what nan is": (
        tensor([NAN]),
        tensor([0]),
        OtherValues((0,), 1, 1, is_transposed=False),
    ),
    "one end is not the other": (
        tensor([INF]),
        tensor([-INF]),
        OtherValues((0,), 1, 1, is_transposed=False),
    ),
    "whole numbers are as they are": (
        tensor([10**6], "int64"),
        tensor([10**6 + 1], "int64"),
        OtherValues((0,), 1, 1, is_transposed=False),
    ),
    "rows for columns": (
        tensor([[1, 2], [3, 4]]),
        tensor([[1, 3], [2, 4]]),
        OtherValues((0, 1), 2, 4, is_transposed=True),
    ),
    "columns for rows": (
        tensor([[1, 2, 3]]),
        tensor([[1], [2], [3]]),
        OtherShape((1, 3), (3, 1), same_values=True, is_transposed=True),
    ),
    "an axis less": (
        tensor([[1], [2]]),
        tensor([1, 2]),
        OtherShape((2, 1), (2,), same_values=True),
    ),
    "an element less": (tensor([1, 2]), tensor([1]), OtherShape((2,), (1,), same_values=False)),
    "another dtype": (
        tensor([1], "int64"),
        tensor([1], "int32"),
        OtherDtype("int64", "int32", same_values=True),
    ),
    "a tensor of one number is no number": (1.0, tensor(1), OtherType("float", "Tensor")),
    "a truth value is no number": (1, True, OtherType("int", "bool")),
    "a list is no tuple": ([1], (1,), OtherType("list", "tuple")),
    "what does not cross": (tensor([1]), Other("T"), OtherType("Tensor", "T")),
    "what does not cross is never alike": (Other("T"), Other("T"), OtherType("T", "T")),
    "within a pair": ((1, 2.0), (1, 2.5), OtherValues((), 1, 1, is_transposed=False)),
    "a shorter pair": ((1, 2), (1,), OtherShape((2,), (1,), same_values=False)),
}


@pytest.mark.parametrize(("expected", "got"), ALIKE.values(), ids=ALIKE.keys())
def test_what_counts_as_the_same(expected, got) -> None:
    assert found(expected, got) is None


@pytest.mark.parametrize(("expected", "got", "told"), UNLIKE.values(), ids=UNLIKE.keys())
def test_what_counts_as_different(expected, got, told) -> None:
    assert found(expected, got) == told


def test_a_tolerance_of_its_own_takes_the_dtypes_place() -> None:
    near = (tensor([1.0]), tensor([1.01]))

    assert found(*near)
    assert found(*near, Rules(tolerance=(0.1, 0))) is None


def test_bfloat16_is_read_by_its_bits() -> None:
    assert array(TensorValue("bfloat16", (2,), b"\x80\x3f\x00\xc0")).tolist() == [1.0, -2.0]


def test_a_layout_is_read_as_it_lies() -> None:
    stored = np.arange(6, dtype="int64").tobytes()

    assert array(TensorValue("int64", (3, 2), stored, (1, 3))).tolist() == [[0, 3], [1, 4], [2, 5]]
    assert array(TensorValue("int64", (2,), stored, (3,), 1)).tolist() == [1, 4]


ERROR, ANOTHER = Raised("ValueError", "no", 1), Raised("IndexError", "no", 2)
CALLS = {
    "an error": (Called(1), Called(raised=ERROR), RaisedInstead(ERROR)),
    "no error": (Called(raised=ERROR), Called(1), DidNotRaise(ERROR)),
    "another error": (
        Called(raised=ERROR),
        Called(raised=ANOTHER),
        RaisedInstead(ANOTHER, "ValueError"),
    ),
    "the error, said otherwise": (
        Called(raised=ERROR),
        Called(raised=Raised("ValueError", "?", 9)),
        None,
    ),
    "a changed input": (Called(1), Called(1, changed=(1,)), ChangedInput(1)),
    "an input that is to be changed": (Called(1, changed=(0,)), Called(1, changed=(0,)), None),
    "too much on the way": (Called(1), Called(1, largest=17), TooLarge(17, 16)),
    "as much as there may be": (Called(1), Called(1, largest=16), None),
    "a copy": (Called(1, shares=(0,)), Called(1), NotAView()),
    "a view": (Called(1, shares=(0,)), Called(1, shares=(0,)), None),
}


@pytest.mark.parametrize(("expected", "got", "told"), CALLS.values(), ids=CALLS.keys())
def test_what_else_counts(expected, got, told) -> None:
    assert difference(expected, got, Rules(shares_memory=True), 16) == told
