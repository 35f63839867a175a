"""Rows under a line of code: whatever a sandbox claims, and why shapes do not go together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from sandbox.protocol import RunError, Traced
from tutor.line.clash import clash, inner_layer, outcome
from tutor.line.labels import label, outermost, respelt, short
from tutor.line.rows import WIDTH, width
from tutor.line.table import every_line, failing

SHAPES = array_shapes(min_dims=1, max_dims=3, max_side=3)


def goes(operation, left, right) -> bool:
    try:
        operation(np.zeros(left), np.zeros(right))
    except ValueError:
        return False
    return True


@given(SHAPES, SHAPES)
def test_sizes_clash_where_numpy_cannot_broadcast(left, right) -> None:
    assert (clash("add", left, right) is None) == goes(np.add, left, right)


@given(SHAPES, SHAPES)
def test_sizes_clash_where_numpy_cannot_multiply(left, right) -> None:
    assert (clash("matmul", left, right) is None) == goes(np.matmul, left, right)


@given(SHAPES, SHAPES)
def test_what_goes_together_gives_what_numpy_gives(left, right) -> None:
    for name, operation in (("add", np.add), ("matmul", np.matmul)):
        if goes(operation, left, right):
            made = operation(np.zeros(left), np.zeros(right))
            assert outcome(name, left, right) == made.shape


@pytest.mark.parametrize(
    ("message", "row"),
    [
        ("DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes",
         "✗ sub (9×1) - (9): would give (9×9)"),
        ("Unable to allocate 763. MiB for an array", "✗ sub (9×1) - (9): would give (9×9)"),
        ("something else", "✗ sub (9×1) - (9)"),
    ],
)  # fmt: skip
def test_what_there_was_no_room_for_is_told(message, row) -> None:
    error = RunError(type="RuntimeError", message=message, line=1, column=0, end_column=5)
    usual = {"line": 1, "dtype": "float32", "device": "cpu"}
    trace = (
        Traced(**usual, column=0, end_column=1, expression="a", shape=(9, 1)),
        Traced(**usual, column=4, end_column=5, expression="b", shape=(9,)),
        Traced(
            line=1,
            column=0,
            end_column=5,
            expression="a - b",
            shape=None,
            dtype=None,
            device=None,
            broke=True,
        ),
    )

    assert failing(trace, error, "a - b").split("\n")[-1].strip() == row


@pytest.mark.parametrize(
    ("message", "row"),
    [
        ("expand(torch.FloatTensor{[2]}, size=[]): the number of sizes provided (0) must be …",
         "✗ x[0] is ()"),
        ("expand(torch.LongTensor{[2, 3]}, size=[3]): the number of sizes provided (1) must …",
         "✗ x[0] is (3)"),
    ],
)  # fmt: skip
def test_what_had_more_axes_than_its_place_is_told(message, row) -> None:
    error = RunError(type="RuntimeError", message=message, line=1, column=0, end_column=8)
    usual = {"line": 1, "device": None, "dtype": None, "shape": None}
    trace = (Traced(**usual, column=0, end_column=4, expression="x[0]", broke=True),)

    assert failing(trace, error, "x[0] = y").split("\n")[-1].strip() == row


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("x.t()", "x.t()"),
        ("features.reshape(2, 3)", "features.reshape(2, 3)"),
        ("hidden_features.reshape(2, 3)", "….reshape(2, 3)"),
        ("features.reshape(batch, width, height)", "features.reshape(…)"),
        ("torch.cat([first, second], dim=1)", "torch.cat(…)"),
        ("activations[:, 0, mask > 0.5]", "activations[…]"),
        ("make_layer(3)(features)(more)", "make_layer(3)(fea…(more)"),
        ("a_name_that_goes_on_for_long", "a_name_that_goes_…"),
        ("torch.ones(14, 3).T", "….T"),
        ("torch.ones(4, 3) @ p['w']", "….ones(4, 3) @ p['w']"),
        ("torch.linspace(0, 1, 5) @ torch.ones(5, 1)", "… @ torch.ones(5, 1)"),
        ("torch.relu(torch.ones(5, 2)) @ torch.ones(2, 7)", "….relu(…) @ ….ones(…)"),
        ("predictions[:, 0] * predictions[:, 1]", "…[:, 0] * …[:, 1]"),
        ("torch.arange(0, d, 2) * rates", "….arange(…) * rates"),
        ("q @ k.transpose(-2, -1)", "q @ k.transpose(…)"),
        ("q @ k.transpose(-2, -1) / math.sqrt(d)", "… / math.sqrt(d)"),
        ("(first + second) * third_of_all", "… * third_of_all"),
        ("(a + b) * third_of_all", "(a + b) * third_of_a…"),
        ("(a+b) * third_of_it + c", "… + c"),
        ("(x) * a_name_that_goes_on_for_long", "(x) * a_name_that_go…"),
        ("features.argmax(1) == targets", "….argmax(1) == targets"),
        ("targets_of_all += torch.ones(4)", "targets_… += ….ones(4)"),
        ("(hidden := torch.ones(4, 3) @ weights)", "hidden"),
        ("hidden := torch.ones(4, 3) @ weights", "hidden"),
        ("(hidden := torch.ones(4, 3)) @ weights", "… @ weights"),
        ("(torch.relu(features_x)) @ (weights_of_it)", "….relu(…) @ weights_…"),
        ("(features + targets)[:, 0]", "(features + targe…[:, 0]"),
        ("(features + more)[:, 0, None]", "(features + more)[…]"),
        ("torch.ones(4, 3) if ready else torch.ones(3)", "…lse torch.ones(3)"),
        ("(features + targets.mean().mean())", "features + ….mean()"),
        ("(features_of_a_long_name_indeed)", "features_of_a_lon…"),
    ],
)
def test_a_long_expression_is_named_by_how_it_ends(expression, name) -> None:
    assert short(expression) == name


@pytest.mark.parametrize(
    ("expression", "offset", "text"),
    [
        ("x @ y", 2, "@"),
        ("(x)+(y)", 3, "+"),
        ("é - y", 2, "-"),
        ("x < y", 2, "<"),
        ("x.t()", 1, ".t()"),
        ("(x + y).sum(0)", 7, ".sum(0)"),
        ("x[0]", 1, "[0]"),
        ("x.T", 1, ".T"),
        ("-x", 0, "-x"),
    ],
)
def test_what_follows_a_part_stands_where_it_begins(expression, offset, text) -> None:
    found = label(expression, after=True)

    assert (found.offset, found.text) == (offset, text)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("m[2]: Linear(in_features=10, out_features=2, bias=True)", "in m[2], Linear(10, 2)"),
        (
            "m[2]: Linear(in_features=10, out_features=2, bias=False)",
            "in m[2], Linear(10, 2, bias=False)",
        ),
        ("m.a: Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))", "in m.a, Conv2d(3, 8, …)"),
        ("m[1]: Dropout(p=0.5, inplace=False)", "in m[1], Dropout(p=0.5, inplace=False)"),
        ("m[1]: MaxPool2d(kernel_size=16, stride=16)", "in m[1], MaxPool2d(kernel_size=16, …)"),
        (
            "model.encoder.layers[0].self_attention: ReLU()",
            "in …oder.layers[0].self_attention, ReLU",
        ),
        ("ReLU()", "in ReLU()"),
        ("a word", ""),
        (None, ""),
    ],
)
def test_an_inner_layer_is_told_in_the_width_of_a_phone(inside, told) -> None:
    assert inner_layer(inside) == told


@pytest.mark.parametrize(
    ("expression", "as_python"),
    [
        ("x[:,0:2]", "x[:, 0:2]"),
        ('d["k"]', "d['k']"),
        ("torch.ones(2,\n  3)", "torch.ones(2, 3)"),
        ("x = 1", "x = 1"),
        ("torch.ones(2,…", "torch.ones(2,…"),
        # Too deep to be written again.
        ("-" * 400 + "x", "-" * 400 + "x"),
    ],
)
def test_an_expression_is_spelt_as_python_would(expression, as_python) -> None:
    assert respelt(expression) == as_python


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("x @ y[0]", ["x", "y"]),
        ("x.view(len(y), y.size(1))", ["x", "y", "y"]),
        ("torch.cat(tensors=(*x, y))", ["x", "y"]),
        ("f(x.t()) @ y", ["y"]),
        ("model(x)(y)", ["y"]),
        ("x.shape[0] == y.shape", ["x", "y"]),
    ],
)
def test_nothing_is_told_of_what_a_call_gave_by_what_it_took(expression, found) -> None:
    parts = outermost(expression, 0, lambda _, text: text in {"x", "y"} or None)

    assert [text for _, _, text in parts] == found


CODE = "y = x @ w\nz = torch.cat([a, b], dim=1)[0]\n\tk\u202e = 'é數'\n"
PIECES = st.sampled_from(
    (
        "x",
        "w",
        "x @ w",
        "a",
        "torch.cat([a, b], dim=1)",
        "y = x @ w",
        "…",
        "torch.cat([a, b], dim=1)[0] @ w",
        "(\na_long_name +\nb)[0](x)[1] * -b",
        "-(x @ w)(b)[a].t",
        "long_name := x @ w if a else b",
        "not (a_long_name and w)",
        "f(x)(y) # a comment (",
        "a\\\n(x)",
    )
)
TRACED = st.builds(
    Traced,
    line=st.integers(-1, 5),
    column=st.integers(-2, 40),
    end_column=st.integers(-2, 60),
    expression=PIECES | st.text(st.characters(exclude_categories=()), max_size=60),
    shape=st.none() | st.lists(st.integers(-(10**20), 10**20), max_size=4).map(tuple),
    dtype=st.none() | st.text(max_size=50),
    device=st.none() | st.text(max_size=50),
    broke=st.booleans(),
)


INSIDE = st.none() | st.builds(
    "{}: {}({})".format,
    st.text(max_size=200),
    st.text(st.characters(categories=["L"]), max_size=200),
    st.text(max_size=200),
)


@given(st.lists(TRACED, max_size=6), st.text(max_size=40), INSIDE)
def test_whatever_is_claimed_is_told_in_rows_that_fit(trace, message, inside) -> None:
    error = RunError(type="E", message=message, line=1, column=0, end_column=1, inside=inside)

    rows = [*failing(trace, error, CODE).split("\n"), *every_line(trace, CODE).split("\n")]

    assert all(row.isprintable() for row in rows)
    # A line that has to be listed is quoted at twice the width; a claimed shape may be a long one.
    assert all(width(row) <= 4 * WIDTH for row in rows)
