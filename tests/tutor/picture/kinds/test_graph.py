"""Graphs: what they hold is what autograd says, and what they show can be read on a phone."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tutor.picture.looks import graph, problems, said
from tutor.picture.asking.computation import Computation, computation
from tutor.picture.asking.probe import graph_in
from tutor.picture.facts import Graph, NodeValue
from tutor.picture.kinds.graph import differentiated, summary
from tutor.picture.kinds.layers import Waypoint, rows
from tutor.picture.scene.marks import Box, Colour, Line, Scene

W = "w = torch.tensor([3., 4.], requires_grad=True)\n"
LINEAR = (
    "x = torch.ones(5, 3)\n"
    "w = torch.ones(3, 4, requires_grad=True)\n"
    "b = torch.zeros(4, requires_grad=True)\n"
    "loss = ((x @ w + b).relu() ** 2).mean()\n"
    "loss.backward()"
)
SEEN = {"held": {"shape": []}, "gradient": None, "is_tracked": False}
GRAPHS = {
    LINEAR: "No gradient is kept for x.",
    f"{W}(w * w.exp()).sum()": "w is read more than once: the gradients add up.",
    f"{W}(w * 2).relu()": "backward starts from ones",
    f"{W}h = w * 2\n(h.sum() + h.exp().sum() + w.sum()).backward()": "w and * 2 are read more than",
    f"{W}(w.detach() * 2 + w.sum() * w.sum().detach()).sum()": "No gradient is kept for",
    "m = nn.Linear(3, 2)\nF.mse_loss(m(torch.ones(4, 3)).relu(), torch.ones(4, 2)).backward()": "m",
    "p = nn.Parameter(torch.ones(2, 1))\n(p @ p.T).sum().backward()": "p is read more than once",
}


def drawn(code: str) -> Scene:
    found = graph(code)
    assert isinstance(found, Graph), code
    scene = differentiated(found)
    assert scene is not None, code
    return scene


@pytest.mark.parametrize(("code", "words"), GRAPHS.items(), ids=list(map(str, range(len(GRAPHS)))))
def test_a_graph_says_what_it_shows_and_can_be_read(code: str, words: str) -> None:
    scene = drawn(code)

    assert words in scene.description
    assert problems(scene) == []
    assert overlaps(scene) == []


def overlaps(scene: Scene) -> list[tuple[Box, Box]]:
    boxes = [mark for mark in scene.marks if isinstance(mark, Box)]
    return [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if min(one.x + one.width, other.x + other.width) - max(one.x, other.x) > 0.1
        and min(one.y + one.height, other.y + other.height) - max(one.y, other.y) > 0.1
    ]


def test_values_and_gradients_are_those_of_autograd() -> None:
    found = graph(f"{W}loss = ((torch.tensor([1., 2.]) * w).sum() - 10) ** 2\nloss.backward()")

    assert isinstance(found, Graph)
    by_name = {node.label: node for node in found.nodes}
    assert by_name["w"].gradient == NodeValue((2,), (2.0, 4.0))
    assert by_name["sum"].held == NodeValue((), (11.0,))
    assert by_name["sum"].gradient == NodeValue((), (2.0,))
    assert summary(found).endswith("forward and backward, gradients for w (2,)")


@pytest.mark.parametrize(
    ("start", "texts"),
    [
        ("1234.5", {"[1234.5]", "grad [7407.]", "4571971."}),
        ("0.01234", {"[0.01234]", "grad [0.07404]"}),
    ],
)
def test_what_a_graph_holds_is_right_in_every_digit(start: str, texts: set[str]) -> None:
    code = f"w = torch.tensor([{start}], requires_grad=True)\n(w ** 2 * 3).sum().backward()"

    assert texts <= set(said(drawn(code)))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("y = w.exp()\ny.add_(1)\ny.sum().backward()", "modified by an inplace operation"),
        ("y = w.exp()\ny.sum().backward()\ny.sum().backward()", "the graph a second time"),
        ("y = w * 2\ny.backward()", "only for scalar outputs"),
    ],
)
def test_a_backward_that_python_refuses_is_drawn_and_said_to_fail(code, reason) -> None:
    found = graph(W + code)

    assert isinstance(found, Graph)
    assert "your last line fails" in summary(found)
    assert reason in summary(found)
    assert reason in drawn(W + code).description


def test_a_backward_that_goes_well_is_not_spoilt_by_ours() -> None:
    """Ours goes over the same graph first, and anything but autograd's errors may be of that."""
    for code in ("y = w * 2\ny.add_(1)\n(y * w).sum().backward()", "it = iter([w])\nnext(it) * 2"):
        found = graph(W + code)
        assert isinstance(found, Graph)
        assert found.failed is None, code


def test_a_layer_shows_its_parameters_and_their_gradients() -> None:
    code = "lin = nn.Linear(3, 2)\nF.mse_loss(lin(torch.ones(4, 3)), torch.ones(4, 2)).backward()"
    found = graph(code)

    assert isinstance(found, Graph)
    by_name = {node.label: node for node in found.nodes}
    assert by_name["lin.weight"].gradient == NodeValue((2, 3))
    weight, bias = (list(by_name).index(f"lin.{name}") for name in ("weight", "bias"))
    assert {weight, bias} <= set(by_name["lin"].reads)
    assert "gradients for lin.weight (2, 3) and lin.bias (2,)" in summary(found)


def test_parameters_that_are_too_wide_for_a_phone_are_left_to_the_caption() -> None:
    many = "m = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))\n"
    found = graph(f"{many}m(torch.ones(3, 4)).sum().backward()")

    assert isinstance(found, Graph)
    assert "m[0].weight (8, 4)" in summary(found)
    assert differentiated(found) is not None


def test_every_edge_has_an_arrow_down_and_where_a_gradient_comes_back_one_up() -> None:
    scene = drawn(LINEAR)

    lines = [mark for mark in scene.marks if isinstance(mark, Line)]
    down = [line for line in lines if line.points[0][1] < line.points[-1][1]]
    up = [line for line in lines if line.points[0][1] > line.points[-1][1]]
    # x and w into @, that and b into +, then relu, the square and the mean; none back to x.
    assert (len(down), len(up)) == (7, 6)
    assert {(line.colour, line.dashed) for line in down} == {(Colour.BLUE, False)}
    assert {(line.colour, line.dashed) for line in up} == {(Colour.ORANGE, True)}
    assert {"w", "(3, 4)", "grad (3, 4)", "@", "** 2", "grad 1."} <= set(said(scene))


def test_arrows_that_are_not_there_are_not_spoken_of() -> None:
    code = "x = torch.ones(2, 3)\nnn.LayerNorm(3)(x)"
    scene = drawn(code)

    assert not any(isinstance(mark, Line) and mark.dashed for mark in scene.marks)
    assert "dashed" not in scene.description
    assert "LayerNorm" in said(scene)


def test_what_has_no_gradient_is_no_graph() -> None:
    assert graph("# requires_grad\nx = torch.ones(2)\n(x * 2).sum()") is None


@pytest.mark.parametrize(
    "code",
    [
        "loss = (w ** 2).sum()\nloss.backward()\ntorch.optim.SGD([w], 0.1).step()\nprint(loss)",
        "def moved(t):\n    return t + torch.randn(2)\nh = moved(w)\nh.sum().backward()",
        "h = nn.Linear(2, 2)(w)\nh.sum().backward()",
    ],
)
def test_a_name_that_holds_other_numbers_than_its_code_now_makes_is_no_graph(code: str) -> None:
    assert graph(W + code) is None


def test_a_name_that_holds_what_its_code_makes_is_drawn_even_where_that_is_no_number() -> None:
    found = graph(f"{W}h = w / 0 - w / 0\nm = nn.Linear(2, 2)\n(m(h) * w.sum()).sum().backward()")

    assert found is not None


def test_a_mark_that_is_set_afterwards_is_kept() -> None:
    found = graph("x = torch.arange(2.)\nx.requires_grad = True\ny = x * 3\ny.sum().backward()")

    assert found is not None
    assert found.nodes[0].is_tracked
    assert found.nodes[0].gradient == NodeValue((2,), (3.0, 3.0))


def test_a_graph_too_wide_for_a_phone_is_not_drawn() -> None:
    many = ", ".join(f"w * {n}" for n in range(8))
    found = graph(f"{W}torch.stack([{many}]).sum()")

    assert isinstance(found, Graph)
    assert differentiated(found) is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        "{}",
        "nonsense",
        json.dumps({"nodes": []}),
        json.dumps({"nodes": [None, None]}),
        json.dumps({"nodes": [SEEN] * 2, "leaves": [{"label": "w", "readers": [], "seen": SEEN}]}),
        json.dumps({"nodes": [SEEN] * 2, "leaves": [{"label": "w", "readers": [2], "seen": SEEN}]}),
        json.dumps({"nodes": [{"held": {"shape": [1]}}] * 2}),
        json.dumps(
            {"nodes": [{"held": {"shape": [-1]}, "gradient": None, "is_tracked": True}] * 2}
        ),
        json.dumps(
            {
                "nodes": [
                    {"held": {"shape": [2]}, "gradient": {"shape": [3]}, "is_tracked": True},
                    {"held": {"shape": []}, "gradient": None, "is_tracked": True},
                ]
            }
        ),
        json.dumps(
            {
                "nodes": [
                    {"held": {"shape": [9], "values": [1]}, "gradient": None, "is_tracked": 1}
                ]
                * 2
            }
        ),
    ],
)
def test_a_graph_that_our_program_never_gives_is_not_believed(value: str | None) -> None:
    wanted = computation(f"{W}w * 2")
    assert isinstance(wanted, Computation)

    assert graph_in(wanted, value) is None


GRAPH_READS = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        *(
            st.lists(st.integers(0, node - 1), max_size=3).map(tuple) if node else st.just(())
            for node in range(count)
        )
    )
)


@settings(deadline=None)
@given(GRAPH_READS)
def test_whatever_is_read_stands_above_and_no_row_is_skipped(reads) -> None:
    laid = rows(reads)
    where = {spot: number for number, row in enumerate(laid) for spot in row}

    assert laid[-1] == (len(reads) - 1,)
    assert sum(map(len, laid)) == len(where)
    for end in (spot for spot in where if not isinstance(spot, Waypoint)):
        for start in set(reads[end]):
            between = [
                s for s in where if isinstance(s, Waypoint) and (s.start, s.end) == (start, end)
            ]
            passed = sorted([where[start], *(where[each] for each in between), where[end]])
            assert passed == list(range(where[start], where[end] + 1))
