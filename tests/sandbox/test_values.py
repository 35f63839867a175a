"""What crosses between processes comes back as it was; what does not is refused, never read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.values import (
    ITEM_BYTES,
    Called,
    Other,
    Raised,
    TensorValue,
    dumped,
    dumped_calls,
    loaded,
    loaded_calls,
)


@st.composite
def tensors(draw: st.DrawFn) -> TensorValue:
    dtype = draw(st.sampled_from(sorted(ITEM_BYTES)))
    shape = tuple(draw(st.lists(st.integers(0, 3), max_size=3)))
    size = ITEM_BYTES[dtype]
    for each in shape:
        size *= each
    return TensorValue(dtype, shape, draw(st.binary(min_size=size, max_size=size)))


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | tensors()
    | st.builds(Other, st.text(max_size=9))
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.lists(inner).map(tuple), max_leaves=9
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value) -> None:
    assert loaded(dumped(value)) == value
    assert type(loaded(dumped(value))) is type(value)


@given(st.lists(st.builds(Called, VALUES, changed=st.just((0,)), largest=st.integers(0, 99))))
def test_calls_come_back_as_they_were(calls) -> None:
    assert loaded_calls(dumped_calls(calls), most=len(calls)) == calls


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("tensor"), inner),
    max_leaves=20,
)


@given(JSON)
def test_what_else_is_sent_is_no_call(told) -> None:
    assert not loaded_calls(json.dumps(told), most=3)


TENSOR = {"dtype": "int8", "shape": [2], "data": "AAE="}
NO_TENSORS = {
    "a dtype that nobody compares": {"dtype": "object"},
    "bytes of another size": {"shape": [3]},
    "a size that is no number": {"shape": [True, 2]},
    "a size below 0": {"shape": [-2]},
    "strides past its end": {"strides": [2], "offset": 0},
    "an offset past its end": {"strides": [1], "offset": 1},
    "strides for another number of axes": {"strides": [1, 1], "offset": 0},
    "what is no base64": {"data": "?"},
    "too many axes": {"shape": [1] * 65},
}


@pytest.mark.parametrize("change", NO_TENSORS.values(), ids=NO_TENSORS.keys())
def test_no_tensor_is_read_past_its_bytes(change) -> None:
    assert loaded(json.dumps({"tensor": TENSOR}))
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part of it says so
        loaded(json.dumps({"tensor": TENSOR | change}))


def test_what_is_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no value"):
        loaded('{"list": [' * 9 + "1" + "]}" * 9)
    with pytest.raises(ValueError, match="no value"):
        loaded("[" * 99_999 + "]" * 99_999)


def test_of_an_error_a_line_that_is_no_number_is_none() -> None:
    call = (
        '[{"returned": null, "raised": ["E", "m", "7"], "changed": [], "shares": [], "largest": 0}]'
    )

    assert loaded_calls(call, most=1) == [Called(raised=Raised("E", "m", None))]
    assert loaded_calls(call, most=0) is None
