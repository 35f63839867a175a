"""What code tells of its sizes is what torch finds when it runs it."""

import ast

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search.question import normalise
from knowledge.search.sizes import findings, sizes

SHAPES = st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple)
MATRICES = st.lists(st.integers(1, 3), min_size=1, max_size=2).map(tuple)


def _found(code: str) -> list[str]:
    return list(findings(ast.parse(code)))


@settings(deadline=None)
@given(SHAPES, SHAPES, st.sampled_from("+-*/"))
def test_operations_come_to_what_torch_says(left: tuple[int], right: tuple[int], sign: str) -> None:
    found = _found(f"a = torch.ones{left}\nb = torch.zeros{right}\na {sign} b")

    try:
        torch.broadcast_shapes(left, right)
    except RuntimeError:
        assert found == ["sizes_do_not_match"]
    else:
        assert found == [] if left == right else found in (["stretched"], ["axes_missing"])


@settings(deadline=None)
@given(MATRICES, MATRICES)
def test_products_come_to_what_torch_says(left: tuple[int], right: tuple[int]) -> None:
    found = _found(f"torch.rand{left} @ torch.rand{right}")

    try:
        torch.ones(left) @ torch.ones(right)
    except RuntimeError:
        assert found == ["inner_sizes_differ"]
    else:
        assert found == []


@pytest.mark.parametrize(
    "made",
    [
        "torch.tensor([[1, 2, 3], [4, 5, 6]])",
        "torch.tensor(5)",
        "torch.arange(7)",
        "torch.zeros((2, 3))",
        "torch.rand(2, 3).t()",
        "torch.ones(2, 3).sum(0)",
        "torch.ones(2, 3).sum(dim=-1)",
        "torch.ones(2, 3).unsqueeze(1)",
        "-torch.ones(2, 1) * torch.ones(3)",
    ],
)
def test_a_shape_is_read_as_torch_makes_it(made: str) -> None:
    told = sizes(ast.parse(made, mode="eval").body, {})

    assert told == tuple(eval(made).shape)  # noqa: S307


@pytest.mark.parametrize(
    "made",
    [
        "torch.tensor([[1, 2], [3]])",
        "torch.tensor(rows)",
        "torch.arange(0, 7, 2)",
        "torch.zeros(n, 3)",
        "torch.ones(2, 3).sum(0, keepdim=True)",
        "torch.ones(2, 3).sum(5)",
        "model(x)",
        "x[0]",
    ],
)
def test_of_anything_else_nothing_is_said(made: str) -> None:
    assert sizes(ast.parse(made, mode="eval").body, {}) is None


def test_a_name_that_is_bound_anew_is_what_it_is_now() -> None:
    assert _found("a = torch.ones(3)\na = load()\na + torch.ones(4)") == []


def test_messages_of_code_say_what_their_sizes_come_to() -> None:
    question = normalise("a = torch.tensor([3, 8])\nb = torch.tensor([10])\na + b   # what now?")

    assert "stretched" in question.symbols
    assert question.sentence.startswith("a = tensor([3, 8])")
