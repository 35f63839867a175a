"""Broadcasting, strides, elision and numbers: what holds for all shapes."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.picture.broadcasting import aligned, is_ghost, source
from tutor.picture.facts import TensorFacts, flat, unflat
from tutor.picture.lattice import shown
from tutor.picture.numbers import shape_text, spelled

SHAPES = st.lists(st.integers(0, 4), max_size=4).map(tuple)


@settings(deadline=None)
@given(st.lists(SHAPES, min_size=1, max_size=4))
def test_shapes_line_up_as_numpy_broadcasts_them(shapes) -> None:
    lined = aligned(shapes)

    try:
        expected = np.broadcast_shapes(*shapes)
    except ValueError:
        assert not lined.fits
    else:
        assert lined.sizes == expected


@settings(deadline=None)
@given(SHAPES, SHAPES)
def test_every_place_reads_what_numpy_reads_there(shape, other) -> None:
    lined = aligned([shape, other])
    if not lined.fits:
        return
    numbers = np.arange(np.prod(shape, dtype=int)).reshape(shape)
    stretched = np.broadcast_to(numbers, lined.sizes)

    seen = set()
    for index in np.ndindex(stretched.shape):
        assert numbers[source(index, shape)] == stretched[index]
        if not is_ghost(index, shape):
            seen.add(source(index, shape))

    assert len(seen) == (numbers.size if stretched.size else 0)


@settings(deadline=None)
@given(SHAPES, SHAPES)
def test_an_operand_has_ghosts_just_where_it_is_stretched(shape, other) -> None:
    lined = aligned([shape, other])
    if not lined.fits or 0 in lined.sizes:
        return

    ghosts = any(is_ghost(index, shape) for index in np.ndindex(*lined.sizes))

    assert ghosts == any(lined.stretches(0, axis) for axis in range(len(lined.sizes)))


@settings(deadline=None)
@given(SHAPES.filter(lambda shape: 0 not in shape), st.data())
def test_strides_lead_to_the_place_of_every_element(shape, data) -> None:
    order = data.draw(st.permutations(range(len(shape))))
    base = torch.arange(int(np.prod(shape, dtype=int)) + 3)[3:].reshape(shape)
    tensor = base.permute(order) if shape else base
    known = TensorFacts(
        tuple(tensor.shape),
        tuple(tensor.stride()),
        tensor.storage_offset(),
        "int64",
        0,
        len(tensor.untyped_storage()) // 8,
        tensor.is_contiguous(),
    )

    for index in np.ndindex(*tensor.shape):
        assert known.place(index) == tensor[index].item()
        assert unflat(flat(index, known.shape), known.shape) == index
    first, last = known.reach
    assert first == known.offset
    assert last < known.storage_size


@settings(deadline=None)
@given(st.integers(0, 100), st.integers(3, 12))
def test_of_many_positions_the_first_and_the_last_are_shown(count: int, most: int) -> None:
    positions = shown(count, most)
    known = [position for position in positions if position is not None]

    assert len(positions) == min(count, most)
    assert known == sorted(set(known))
    assert (None in positions) == (count > most)
    if count:
        assert (known[0], known[-1]) == (0, count - 1)


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(), st.floats(), st.booleans()), max_size=8))
def test_numbers_stay_short_and_ascii_hyphens_become_signs(values) -> None:
    texts = spelled(values)

    assert all(0 < len(text) <= 9 for text in texts)
    assert not any("-" in text for text in texts)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1, 2, -3], ("1", "2", "−3")),
        ([1.0, 2.0], ("1.", "2.")),
        ([1.5, 2.0], ("1.5", "2.0")),
        ([1.25, 2.0], ("1.25", "2.00")),
        ([0.001, 1e9, float("nan")], ("1e−3", "1e9", "nan")),
        ([True, False], ("True", "False")),
        ([10**7], ("1e7",)),
        (["1+2j"], ("1+2j",)),
    ],
)
def test_numbers_of_a_tensor_are_written_alike(values, texts) -> None:
    assert spelled(values) == texts


def test_a_shape_reads_as_python_writes_it() -> None:
    assert [shape_text(shape) for shape in ((), (3,), (2, 3))] == ["()", "(3,)", "(2, 3)"]
