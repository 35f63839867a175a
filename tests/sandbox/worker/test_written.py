"""A tensor's numbers come out as torch itself writes them, to the letter."""

import math
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.worker.numbers import written

REAL = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
WHOLE = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64]
ODD = [0.0, -0.0, math.inf, -math.inf, math.nan, 1.0, -2.0, 1e-5, 1e9, 0.1, 123456.789, 5e-324]

SHAPES = st.lists(st.integers(0, 5), max_size=4).map(tuple)
NUMBERS = st.one_of(
    st.sampled_from(ODD),
    st.integers(-1000, 1000).map(float),
    st.floats(-10, 10),
    st.floats(allow_nan=True, allow_infinity=True),
)


@st.composite
def tensors(draw: Any) -> torch.Tensor:
    shape = draw(SHAPES)
    size = math.prod(shape)
    if draw(st.booleans()):
        numbers = draw(st.lists(NUMBERS, min_size=size, max_size=size))
        made = torch.tensor(numbers, dtype=torch.float64).to(draw(st.sampled_from(REAL)))
    else:
        whole = draw(st.lists(st.integers(-(2**62), 2**62), min_size=size, max_size=size))
        made = torch.tensor(whole, dtype=torch.int64).to(draw(st.sampled_from(WHOLE)))
    made = made.reshape(shape)
    made = made.t() if made.dim() == 2 and draw(st.booleans()) else made
    return made.requires_grad_() if made.is_floating_point() and draw(st.booleans()) else made


@settings(max_examples=400, deadline=None)
@given(tensors())
def test_numbers_are_written_as_torch_writes_them(tensor: torch.Tensor) -> None:
    assert written(tensor) == repr(tensor)


@pytest.mark.parametrize(
    "options",
    [
        {"precision": 2},
        {"sci_mode": True},
        {"sci_mode": False},
        {"linewidth": 30},
        {"threshold": 5},
        {"profile": "full"},
        {"edgeitems": 0},
    ],
    ids=str,
)
def test_print_options_hold(options: dict[str, Any]) -> None:
    tensors = [torch.arange(24.0).view(2, 3, 4) / 7, torch.arange(1200), torch.tensor(3.0)]
    torch.set_printoptions(**options)
    try:
        assert [written(tensor) for tensor in tensors] == [repr(tensor) for tensor in tensors]
    finally:
        torch.set_printoptions(profile="default")


@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.ones(2, 3, requires_grad=True),
        lambda: torch.ones(2, 3, requires_grad=True) * 2,
        lambda: torch.nn.Parameter(torch.ones(2)),
        lambda: torch.ones(2, dtype=torch.complex64),
        lambda: torch.eye(2).to_sparse(),
        lambda: torch.ones(2, device="meta"),
        lambda: torch._efficientzerotensor(2),
        lambda: torch.ones(2, dtype=torch.complex64).conj().imag,
        lambda: torch.ones(5).expand(3, 5),
        lambda: "text",
        lambda: [torch.ones(1)],
        lambda: torch.Size([2, 3]),
    ],
    ids=range(12),
)
def test_what_is_not_plain_is_left_to_torch(make: Any) -> None:
    value = make()

    assert written(value) == repr(value)


def test_a_wrapped_tensor_is_left_to_torch() -> None:
    seen = []

    def look(x: torch.Tensor) -> torch.Tensor:
        seen.append(written(x) == repr(x))
        return x * 2

    torch.func.vmap(look)(torch.ones(2, 3))
    torch.func.grad(lambda x: look(x).sum())(torch.ones(3))

    assert seen == [True, True]


@pytest.mark.filterwarnings("ignore:`torch.jit.script`:DeprecationWarning")
def test_a_tangent_is_left_to_torch() -> None:
    with torch.autograd.forward_ad.dual_level():
        dual = torch.autograd.forward_ad.make_dual(torch.ones(2), torch.full((2,), 3.0))

        assert written(dual) == repr(dual)
        assert "tangent" in written(dual)


@pytest.mark.parametrize("kind", [torch.float32, torch.float64], ids=str)
def test_another_default_dtype_is_left_unsaid(kind: torch.dtype) -> None:
    torch.set_default_dtype(torch.float64)
    try:
        assert written(torch.ones(2, dtype=kind)) == repr(torch.ones(2, dtype=kind))
    finally:
        torch.set_default_dtype(torch.float32)


def test_a_mode_that_watches_is_asked() -> None:
    with torch.device("meta"):
        assert written(torch.ones(2, device="cpu")) == repr(torch.ones(2, device="cpu"))


def test_a_repr_of_ones_own_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.Tensor, "__repr__", lambda _: "mine")

    assert written(torch.ones(2)) == "mine"
