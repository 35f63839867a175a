"""How an expression becomes a graph of steps."""

import pytest

from tutor.picture.asking.computation import MOST_STEPS, Computation, computation
from tutor.picture.asking.expression import Nothing

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
        "h = w * 2\nw.data = torch.zeros(3)",
        "h = w * 2\nh.requires_grad_()",
        "h = w * 2\nh.requires_grad = True",
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


@pytest.mark.parametrize(
    "code",
    ["x = nn.ReLU()(x)", "m = nn.Linear(3, 2)\nx = m(x)\nx", "h = F.relu(h)\nh.backward()"],
)
def test_a_name_that_is_made_from_itself_alone_is_no_graph(code) -> None:
    """Such code is a part of something longer; running it says which name is missing."""
    assert computation(W + code) == Nothing()


@pytest.mark.parametrize("given", ["torch.rand(3)", "g", "gradient=torch.zeros(3)", "**how"])
def test_a_gradient_that_is_given_is_not_said_to_be_ones(given) -> None:
    found = computation(f"{W}y = w * 2\ny.backward({given})")

    assert isinstance(found, Computation)
    assert not found.is_run_backward


@pytest.mark.parametrize(
    "given", ["retain_graph=True", "torch.ones(3)", "gradient=torch.ones_like(y)", "None, True"]
)
def test_a_backward_that_starts_from_ones_is_drawn(given) -> None:
    found = computation(f"{W}y = w * 2\ny.backward({given})")

    assert isinstance(found, Computation)
    assert found.is_run_backward
