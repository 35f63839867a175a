"""Broadcasting, strides, elision and numbers: what holds for all shapes."""

from decimal import Decimal

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.picture.facts import TensorFacts, flat, unflat
from tutor.picture.kinds.broadcasting import aligned, is_ghost, source
from tutor.picture.scene.lattice import characters, shown
from tutor.picture.scene.text import are_exact, plain, shape_text, spelled

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

    assert all(0 < len(text) <= 15 for text in texts)
    assert not any("-" in text for text in texts)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1, 2, -3], ("1", "2", "−3")),
        ([1.0, 2.0], ("1.", "2.")),
        ([1.5, 2.0], ("1.5", "2.0")),
        ([1.25, 2.0], ("1.25", "2.00")),
        ([0.001, 1e10, float("nan")], ("0.001", "1e10", "nan")),
        ([True, False], ("True", "False")),
        (["1+2j"], ("1+2j",)),
        (["12345.6+7891.2j"], ("12345.6+7891.…",)),
        # A float that ends in a dot is whole.
        ([16384.0, 65536.0], ("16384.", "65536.")),
        ([12345.6, 65536.0], ("12345.6", "65536.0")),
        # Learning rates and what comes of them.
        ([0.0015, 0.0025], ("0.0015", "0.0025")),
        ([123.456, 0.001], ("123.456", "0.001")),
        ([1.5, 1.25e-5], ("1.5", "1.25e−5")),
        ([1 / 3, 2 / 3], ("0.33", "0.67")),
        # What a float32 has for 0.01 is a little less.
        ([0.009999999776482582, 2.5], ("0.01", "2.50")),
        ([1 / 3, 1 / 300], ("0.33", "3.3e−3")),
        ([1234.5678, 1 / 3], ("1234.6", "0.3")),
        # Whole numbers are what pictures of indices count with.
        ([1500001, 2500001], ("1500001", "2500001")),
        ([16777216.0, 16777215.0], ("16777216.", "16777215.")),
        ([-1234567, 2**62], ("−1234567", "4.6e18")),
    ],
)
def test_numbers_of_a_tensor_are_written_alike(values, texts) -> None:
    assert spelled(values) == texts


def test_the_more_columns_the_less_room() -> None:
    assert [characters(columns, 278) for columns in (0, 1, 4, 6, 7, 300)] == [8, 8, 8, 5, 4, 4]


def test_where_many_stand_side_by_side_fractions_have_two_decimals() -> None:
    assert spelled([0.49625, 0.49581, 0.0123456], room=4) == ("0.50", "0.50", "0.01")
    assert spelled([-0.0047691, 1 / 3], room=7) == ("−4.8e−3", "0.33")
    assert spelled([-0.0047691, 1 / 3], room=4) == ("−5e−3", "0.33")


NUMBERS = st.lists(
    st.one_of(
        st.floats(-1e9, 1e9, width=32),
        st.floats(-1, 1, width=32),
        st.integers(-(10**11), 10**11),
        st.decimals(-1000, 1000, places=3).map(float),
    ),
    max_size=8,
)


@settings(deadline=None)
@example([0.03125, 1000.0], 4)
@given(NUMBERS, st.integers(4, 8))
def test_a_number_is_right_in_every_digit_that_is_shown(values, room: int) -> None:
    texts = spelled(values, room)

    for number, text in zip(values, texts, strict=True):
        shown = Decimal(plain(text))
        last = Decimal(1).scaleb(shown.as_tuple().exponent)
        assert abs(shown - Decimal(number)) <= last / 2 + abs(shown) * Decimal("2.6e-7"), text
        if text.endswith("."):
            assert shown == number
        if number:
            assert shown != 0


@settings(deadline=None)
@given(st.lists(st.integers(-(10**10) + 1, 10**10 - 1), max_size=8))
def test_unequal_whole_numbers_never_look_alike(values) -> None:
    assert len(set(spelled(values))) == len(set(values))
    assert len(set(spelled(map(float, values)))) == len(set(values))


@pytest.mark.parametrize(
    ("values", "exact"),
    [
        ([0.1, 2.5, 3, True, float("nan")], True),
        ([1e9, 1.25e-5], True),
        ([1 / 3], False),
        ([2.0000002], False),
        ([12345678912], False),
    ],
)
def test_rounding_is_known(values, exact: bool) -> None:  # noqa: FBT001
    assert are_exact(values, spelled(values)) is exact


def test_a_shape_reads_as_python_writes_it() -> None:
    assert [shape_text(shape) for shape in ((), (3,), (2, 3))] == ["()", "(3,)", "(2, 3)"]
