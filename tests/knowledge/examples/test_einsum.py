"""Einsum notation: our reading against torch's own."""

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.examples.einsum import Contraction, Fault, Notation, contract, parse

LETTERS = st.sampled_from("abcijAZ")
AXES = st.lists(st.one_of(LETTERS, LETTERS, LETTERS, st.just("...")), max_size=4).map("".join)
SPACED = st.lists(st.one_of(LETTERS, st.sampled_from(["...", " ", ".", "..", "1", "-", "é", "\t"])))
SIZES = st.sampled_from([1, 1, 2, 3])
SHAPES = st.lists(SIZES, max_size=4).map(tuple)
ODD = st.text("ab Z.,->1\n", max_size=12)


@st.composite
def sound(draw) -> tuple[Notation, list[tuple[int, ...]]]:
    """A notation whose operands mostly fit it."""
    sizes = draw(st.fixed_dictionaries(dict.fromkeys("abcijAZ", SIZES)))
    wide = draw(SHAPES)
    inputs, shapes = [], []
    for _ in range(draw(st.integers(1, 3))):
        axes = draw(st.lists(LETTERS, max_size=4))
        shape = [draw(st.sampled_from([sizes[axis], sizes[axis], 1])) for axis in axes]
        if draw(st.booleans()):
            at = draw(st.integers(0, len(axes)))
            axes.insert(at, "...")
            shape[at:at] = wide[draw(st.integers(0, len(wide))) :]
        inputs.append(tuple(axes))
        shapes.append(tuple(shape))
    known = sorted({axis for axes in inputs for axis in axes})
    output = draw(st.none() | st.lists(st.sampled_from(known), unique=True) if known else st.none())
    return Notation(tuple(inputs), None if output is None else tuple(output)), shapes


def by_torch(text: str, shapes: list[tuple[int, ...]]) -> tuple[int, ...] | None:
    try:
        return tuple(torch.einsum(text, *(torch.ones(shape) for shape in shapes)).shape)
    except RuntimeError:
        return None


def by_us(text: str, shapes: list[tuple[int, ...]]) -> tuple[int, ...] | None:
    notation = parse(text)
    found = notation if isinstance(notation, Fault) else contract(notation, shapes)
    return None if isinstance(found, Fault) else found.shape


@given(sound())
def test_what_fits_comes_out_in_the_shape_that_torch_gives(drawn) -> None:
    notation, shapes = drawn

    assert by_us(str(notation), shapes) == by_torch(str(notation), shapes)


@given(
    st.lists(AXES, min_size=1, max_size=3).map(",".join),
    st.none() | AXES,
    st.lists(SHAPES, min_size=1, max_size=3),
)
@example("ij", "...ij", [(2, 3)])
@example("...i", "i", [(2, 3)])
@example("...i,...", None, [(2, 3), ()])
@example("i", "ii", [(2,)])
@example("ii", "i", [(1, 3)])
@example("ba", None, [(2, 3)])
@example("aA", None, [(2, 3)])
@example("", "", [()])
@example(",", None, [(), ()])
def test_any_letters_are_taken_or_refused_as_torch_does(inputs, output, shapes) -> None:
    text = inputs if output is None else f"{inputs}->{output}"

    assert by_us(text, shapes) == by_torch(text, shapes)


@given(ODD | SPACED.map("".join), st.lists(SHAPES, min_size=1, max_size=2))
@example(" i j -> j i ", [(2, 3)])
@example(". . .i", [(2,)])
@example("i- >i", [(2,)])
@example("i->i->i", [(2,)])
def test_any_text_is_taken_or_refused_as_torch_does(text, shapes) -> None:
    assert by_us(text, shapes) == by_torch(text, shapes)


@given(st.text())
def test_any_text_is_read_without_an_error(text) -> None:
    assert isinstance(parse(text), Notation | Fault)


@given(sound())
def test_a_notation_reads_back_as_it_was_written(drawn) -> None:
    notation, _ = drawn

    assert parse(str(notation)) == notation
    assert parse(" ".join(str(notation)).replace(". . .", "...").replace("- >", "->")) == notation


@given(sound())
def test_every_axis_is_either_kept_or_summed(drawn) -> None:
    notation, _ = drawn
    axes = {axis for inputs in notation.inputs for axis in inputs}

    assert set(notation.result) | set(notation.summed) == axes
    assert not set(notation.result) & set(notation.summed)


@given(sound())
def test_writing_the_output_that_the_rule_gives_changes_nothing(drawn) -> None:
    notation, shapes = drawn
    explicit = Notation(notation.inputs, notation.result)

    assert contract(explicit, shapes) == contract(notation, shapes)
    assert explicit.summed == notation.summed


@pytest.mark.parametrize(
    ("text", "shapes", "words"),
    [
        ("ij", [(3,)], "expected 2 axes in 'ij', got a tensor of shape (3,)"),
        ("i", [()], "expected 1 axis in 'i', got a tensor of shape ()"),
        ("...ij", [(3,)], "expected at least 2 axes in '...ij', got a tensor of shape (3,)"),
        ("ij,jk->ik", [(2, 3)], "expected 2 operands for 'ij,jk', got 1"),
        ("ii", [(2, 3)], "expected one size for 'i' in 'ii', got 2 and 3"),
        ("i,i", [(2,), (3,)], "expected one size for 'i' everywhere, got 2 and 3"),
        ("...,...", [(2,), (3,)], "expected the axes of '...' to broadcast, got (2,) and (3,)"),
        ("ij->ik", [(2, 2)], "expected output letters that an input has, got 'k'"),
        ("ij->ii", [(2, 2)], "expected each letter once in the output, got 'i' 2 times"),
        ("i1", [(2, 2)], "expected letters, commas, '...' and one '->', got '1'"),
        ("i..", [(2, 2)], "expected letters, commas, '...' and one '->', got '.'"),
        ("......", [()], "expected '...' at most once in an operand, got '......'"),
    ],
)
def test_a_fault_says_what_was_expected_and_what_came(text, shapes, words) -> None:
    notation = parse(text)

    fault = notation if isinstance(notation, Fault) else contract(notation, shapes)

    assert fault == Fault(words)


def test_a_matrix_product_is_read_in_full() -> None:
    notation = parse("ij, jk -> ik")

    assert notation == Notation((("i", "j"), ("j", "k")), ("i", "k"))
    assert notation.summed == ("j",)
    assert contract(notation, [(2, 3), (3, 4)]) == Contraction((2, 4), {"i": 2, "j": 3, "k": 4})
