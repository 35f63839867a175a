"""How an expression becomes a graph of steps."""

import pytest

from tutor.picture.computation import MOST_STEPS, Computation, computation
from tutor.picture.expression import Nothing

W = "w = torch.ones(3, requires_grad=True)\n"


def steps(code: str) -> list[tuple[str, tuple[int, ...]]]:
    found = computation(W + code)
    assert isinstance(found, Computation), code
    return [(step.label, step.reads) for step in found.steps]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("w * 2", [("w", ()), ("* 2", (0,))]),
        ("1 - w", [("w", ()), ("1 -", (0,))]),
        ("-w", [("w", ()), ("−", (0,))]),
        ("w[1:]", [("w", ()), ("[1:]", (0,))]),
        ("w.T", [("w", ()), (".T", (0,))]),
        ("w.sum(dim=0)", [("w", ()), ("sum(dim=0)", (0,))]),
        ("F.relu(w)", [("w", ()), ("relu", (0,))]),
        ("torch.cat([w, w], 0)", [("w", ()), ("cat(0)", (0, 0))]),
        ("w * torch.ones(3)", [("w", ()), ("torch.ones(3)", ()), ("*", (0, 1))]),
        ("w * w.detach()", [("w", ()), ("w.detach()", ()), ("*", (0, 1))]),
    ],
)
def test_each_operation_is_a_step_that_reads_others(code, expected) -> None:
    assert steps(code) == expected


def test_a_name_is_one_step_and_stands_for_what_it_was_given() -> None:
    assert steps("h = w * 2\nloss = (h + h.exp()).sum()\nloss.backward()") == [
        ("w", ()),
        ("* 2", (0,)),
        ("exp", (1,)),
        ("+", (1, 2)),
        ("sum", (3,)),
    ]


@pytest.mark.parametrize(
    "setup",
    [
        "h = w * 2\nh = h * 2",
        "h = w * 2\nh.add_(1)",
        "h = w * 2\nh += 1",
        "h = w * 2\nh[0] = 1",
        "h = F.dropout(w)",
        "h = w * torch.rand(3)",
        "for _ in range(2):\n    h = w * 2",
    ],
)
def test_a_name_whose_value_would_come_out_differently_is_where_the_graph_begins(setup) -> None:
    assert steps(f"{setup}\nh.sum()") == [("h", ()), ("sum", (0,))]


def test_the_code_before_is_kept_as_it_is() -> None:
    found = computation(f"{W}h = w * 2; h.sum().backward()")

    assert isinstance(found, Computation)
    assert (found.setup, found.text) == (f"{W}h = w * 2; ", "h.sum()")
    assert found.is_run_backward


@pytest.mark.parametrize(
    "code",
    ["a + b", "requires_grad =", "", "requires_grad", "for w in requires_grad: pass"],
)
def test_without_gradients_or_an_expression_there_is_no_graph(code) -> None:
    found = computation(code)

    assert isinstance(found, Nothing) or [step.reads for step in found.steps] == [()]


def test_more_steps_than_a_picture_holds_are_no_graph() -> None:
    assert computation(W + "w" + " + w" * MOST_STEPS) == Nothing()
