"""Matrix products: every number that is drawn is the right one, and none leaves the card."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tutor.picture.looks import problems, scene
from tutor.picture.asking.looking import MOST_VALUES
from tutor.picture.facts import Clash, Facts, Part, TensorFacts
from tutor.picture.kinds.matmul import product
from tutor.picture.scene.marks import INNER_WIDTH, MARGIN, Box, Colour, Scene, Words
from tutor.picture.scene.text import text_width

Shape = tuple[int, ...]
Call = tuple[str, Shape, Shape]

SIZES = st.integers(1, 3)
BATCHES = st.lists(SIZES, max_size=2).map(tuple)
FILLS = (Colour.BLUE_SOFT, Colour.ORANGE_SOFT, Colour.GREEN_SOFT)
LONG = "a_rather_long_variable_name_for_a_tensor"


@st.composite
def products(draw: st.DrawFn) -> Call:
    """Every way to write a product of rows and columns, with shapes that it takes."""
    rows, inner, columns, batch = draw(SIZES), draw(SIZES), draw(SIZES), draw(BATCHES)
    beside = draw(st.sampled_from([batch, (), (1,) * len(batch)]))
    vector, left, right = (inner,), (*batch, rows, inner), (*beside, inner, columns)
    calls: list[Call] = [
        ("x @ y", left, right),
        ("x @ y", vector, right),
        ("x @ y", left, vector),
        ("x @ y", vector, vector),
        ("torch.matmul(x, y)", (*beside, rows, inner), (*batch, inner, columns)),
        ("x.matmul(y)", left, vector),
        ("torch.matmul(other=y, input=x)", left, right),
        ("torch.mm(x, y)", (rows, inner), (inner, columns)),
        ("torch.mv(x, y)", (rows, inner), vector),
        ("torch.bmm(x, y)", (2, rows, inner), (2, inner, columns)),
        ("torch.dot(x, y)", vector, vector),
        ("torch.inner(x, y)", left, vector),
        ("np.inner(x.numpy(), y.numpy())", left, vector),
        ("np.dot(x.numpy(), y.numpy())", left, vector),
        ("np.dot(x.numpy(), y.numpy())", vector, right),
        ("np.matmul(x.numpy(), y.numpy())", left, right),
    ]
    return draw(st.sampled_from(calls))


@st.composite
def relatives(draw: st.DrawFn) -> Call:
    """Products that have another picture; their results have two axes at most."""
    rows, inner, columns = draw(SIZES), draw(SIZES), draw(SIZES)
    calls: list[Call] = [
        ("F.linear(x, y)", (rows, inner), (columns, inner)),
        ("F.linear(x, y)", (inner,), (columns, inner)),
        ("torch.outer(x, y)", (rows,), (columns,)),
        ("torch.einsum('ij,jk->ik', x, y)", (rows, inner), (inner, columns)),
        ("torch.einsum('bij,j->bi', x, y)", (columns, rows, inner), (inner,)),
        ("torch.tensordot(x, y, 1)", (rows, inner), (inner, columns)),
        ("torch.inner(x, y)", (rows, inner), (columns, inner)),
    ]
    return draw(st.sampled_from(calls))


def counted(call: Call) -> tuple[Scene, list[torch.Tensor]]:
    """The picture of a product of whole numbers, and its three tensors."""
    text, left, right = call
    setup = (
        f"x = torch.arange({torch.Size(left).numel()}).reshape({left}) + 1\n"
        f"y = torch.arange({torch.Size(right).numel()}).reshape({right}) + 2"
    )
    names = {"torch": torch, "np": np, "F": torch.nn.functional}
    exec(setup, names)  # noqa: S102
    result = torch.as_tensor(eval(text, names))  # noqa: S307
    return scene(f"{setup}\n{text}"), [names["x"], names["y"], result]


def numbers(picture: Scene, fill: Colour) -> list[int]:
    """Those in cells of a colour, row by row."""
    cells = [mark for mark in picture.marks if isinstance(mark, Box) and mark.fill is fill]
    middles = sorted(_place(cell.x + cell.width / 2, cell.y + cell.height / 2) for cell in cells)
    written = {_place(m.x, m.y): m.text for m in picture.marks if isinstance(m, Words)}
    return [int(written[middle]) for middle in middles if middle in written]


def _place(x: float, y: float) -> tuple[int, int]:
    return round(y), round(x)


def first_matrix(tensor: torch.Tensor, axes: int) -> list[int]:
    return tensor.reshape(-1, *tensor.shape[tensor.ndim - axes :])[0].flatten().tolist()


def leaving(picture: Scene) -> list[str]:
    """What stands in a margin of the card."""
    left, right = MARGIN - 0.01, MARGIN + INNER_WIDTH + 0.01
    # A frame is around its cells.
    boxes = [m for m in picture.marks if isinstance(m, Box) and m.fill is not None]
    far = [str(box) for box in boxes if box.x < left or box.x + box.width > right]
    for mark in picture.marks:
        if isinstance(mark, Words):
            width = text_width(mark.text, mark.size, mono=mark.mono, bold=mark.bold)
            start = mark.x - {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
            far += [mark.text] if start < left or start + width > right else []
    return far


@settings(deadline=None, max_examples=200)
@given(products())
def test_every_number_of_a_product_is_the_one_of_its_row_and_column(call: Call) -> None:
    picture, tensors = counted(call)

    assert "is a row times a column" in picture.description
    axes = [min(len(shape), 2) for shape in call[1:]]
    kept = zip(tensors, (*axes, sum(axes) - 2), strict=True)
    expected = [first_matrix(tensor, axes) for tensor, axes in kept]
    # What has more numbers than a picture holds is drawn in blocks.
    assert [numbers(picture, fill) for fill in FILLS] in (expected, [[], [], []])
    assert leaving(picture) == []


@settings(deadline=None, max_examples=50)
@given(relatives())
def test_every_number_that_relatives_of_the_product_give_is_drawn(call: Call) -> None:
    picture, tensors = counted(call)

    assert numbers(picture, Colour.GREEN_SOFT) == tensors[2].flatten().tolist()


@pytest.mark.parametrize(
    "code",
    [
        "torch.arange(12).view(3, 2, 2) @ torch.ones(2).long()",
        "torch.inner(torch.arange(12).view(3, 2, 2), torch.ones(2).long())",
        "np.dot(np.arange(12).reshape(3, 2, 2), np.ones(2, dtype=int))",
    ],
)
def test_the_first_column_of_a_batch_times_a_vector_is_drawn(code: str) -> None:
    """The result has no axis for the vector's column: its last axis counts the rows."""
    assert numbers(scene(code), Colour.GREEN_SOFT) == [1, 5]


def held(shape: Shape, number: float) -> TensorFacts:
    """A tensor of any size, which needs no memory, and holds values where it has few."""
    few = math.prod(shape) <= MOST_VALUES
    values = tuple(number + place for place in range(math.prod(shape))) if few else None
    return TensorFacts(shape, (0,) * len(shape), 0, "float32", 0, 1, True, values)


def multiplied(left: Shape, right: Shape, result: Shape, names: Sequence[str] = "ab") -> Scene:
    """A product of numbers, or a clash where the result has no axes."""
    tensors = [held(left, 0.25), held(right, 10.5)]
    parts = [Part(name, "", each) for name, each in zip(names, tensors, strict=True)]
    outcome = held(result, 1000.75) if result else Clash("RuntimeError", "no")
    made = product(Facts(" @ ".join(names), "matmul", tuple(parts), outcome))
    assert made is not None
    return made


SIDES = st.sampled_from([1, 2, 3, 5, 7, 8, 30, 128, 512, 1000, 10_000, 10**7])
NAMES = st.sampled_from(["a", "weights", LONG])


@settings(deadline=None, max_examples=500)
@given(SIDES, SIDES, SIDES, st.tuples(NAMES, NAMES))
def test_nothing_of_a_product_leaves_the_card(rows, inner, columns, names) -> None:
    fitting = multiplied((rows, inner), (inner, columns), (rows, columns), names)
    clashing = multiplied((rows, inner), (inner + 1, columns), (), names)

    assert leaving(fitting) == []
    assert leaving(clashing) == []


@pytest.mark.parametrize(
    ("sizes", "names"),
    [
        ((1000, 1000, 1000), ("a", "b")),
        ((10_000, 10_000, 10_000), (LONG, "b")),
        ((128, 512, 512), ("a", LONG)),
        ((2, 1, 7), (LONG, "b")),
        ((2, 1, 7), (LONG, LONG)),
        ((1, 128, 1000), (LONG, LONG)),
    ],
)
def test_names_and_sizes_of_large_matrices_can_be_read(sizes, names) -> None:
    rows, inner, columns = sizes

    picture = multiplied((rows, inner), (inner, columns), (rows, columns), names)

    assert problems(picture) == []


def test_a_long_name_costs_no_numbers() -> None:
    picture = scene(f"{LONG} = torch.ones(2, 1).long()\n{LONG} @ torch.arange(7)[None]")

    assert numbers(picture, Colour.GREEN_SOFT) == [*range(7), *range(7)]
    assert leaving(picture) == []
    assert problems(picture) == []


def test_a_product_over_other_axes_is_not_drawn_as_rows_by_columns() -> None:
    code = "np.matmul(np.ones((2, 2)), np.ones((2, 2)), axes=[(0, 1), (0, 1), (1, 0)])"

    assert "a row times a column" not in scene(code).description


def test_one_product_is_not_added_up() -> None:
    fitting = scene("torch.ones(2, 1) @ torch.ones(1, 2)")
    clashing = scene("torch.ones(2, 1) @ torch.ones(2, 1)")

    assert "a row times a column: one product." in fitting.description
    assert "has 1 number, a column" in clashing.description
