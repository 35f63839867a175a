"""Einsum: a letter is an axis; equal letters meet, and what the result lacks is summed."""

from collections.abc import Mapping, Sequence

from knowledge.einsum import ELLIPSIS, Fault, Notation, contract, parse
from tutor.picture.facts import Clash, Facts, Index, TensorFacts
from tutor.picture.lattice import Look, all_of
from tutor.picture.marks import HUES, Colour, Scene
from tutor.picture.piece import Piece, flowing, led, scene
from tutor.picture.table import Chip, Column, Row, table
from tutor.picture.tensor import look_at, named

_MOST_CELLS = 64
_MOST_LETTERS = 8


def contraction(facts: Facts) -> Scene | None:
    """The letters in columns, one row an operand; None where it is no notation we can draw."""
    notation = parse(str(facts.argument("0", "equation") or ""))
    if isinstance(notation, Fault) or not _is_drawable(notation, facts):
        return None
    letters = _letters(notation)
    hues = {letter: HUES[number % len(HUES)] for number, letter in enumerate(letters)}
    shapes = [tensor.shape for _, tensor in facts.tensors]
    fits = contract(notation, shapes)
    if isinstance(facts.outcome, Clash):
        told = facts.outcome.message if not isinstance(fits, Fault) else fits.message
        return scene(facts.text, f"{told[:1].upper()}{told[1:]}.", _table(notation, facts, hues))
    if not isinstance(facts.outcome, TensorFacts):
        return None
    body = [_table(notation, facts, hues), *_drawn(notation, facts, facts.outcome, hues)]
    return scene(facts.text, _sentence(notation), *body)


def _is_drawable(notation: Notation, facts: Facts) -> bool:
    axes = [axis for axes in notation.inputs for axis in axes]
    counts = zip(notation.inputs, facts.tensors, strict=False)
    return (
        ELLIPSIS not in axes
        and len(set(axes)) <= _MOST_LETTERS
        and len(notation.inputs) == len(facts.tensors)
        and all(len(axes) == len(tensor.shape) for axes, (_, tensor) in counts)
    )


def _letters(notation: Notation) -> tuple[str, ...]:
    """In the order in which they come to be: those of the operands as written."""
    return tuple(dict.fromkeys(axis for axes in notation.inputs for axis in axes))


def _sentence(notation: Notation) -> str:
    told = [_summed_sentence(notation, letter) for letter in notation.summed]
    told += [
        f"{letter} twice in one operand: its diagonal is read."
        for axes in notation.inputs
        for letter in dict.fromkeys(axes)
        if axes.count(letter) > 1
    ]
    if told and notation.result:
        told.append(f"{_listed(notation.result)} stay{'s' if len(notation.result) == 1 else ''}.")
    return " ".join(told or ["Nothing is summed; the result's letters give the order of its axes."])


def _summed_sentence(notation: Notation, letter: str) -> str:
    if sum(letter in axes for axes in notation.inputs) > 1:
        return f"{letter} is not in the result: what meets along it is multiplied and summed."
    return f"{letter} is not in the result: it is summed away."


def _listed(letters: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(letters[:-1]), letters[-1])))


def _table(notation: Notation, facts: Facts, hues: Mapping[str, Colour]) -> Piece:
    operands = list(zip(notation.inputs, facts.tensors, strict=True))
    sizes = {
        letter: {
            size
            for axes, (_, t) in operands
            for axis, size in zip(axes, t.shape, strict=True)
            if axis == letter
        }
        for letter in hues
    }
    clashing = {letter for letter, found in sizes.items() if len(found - {1}) > 1}
    columns = [
        Column(letter, letter, hue, clash=letter in clashing) for letter, hue in hues.items()
    ]
    rows: list[Row] = [
        (
            name,
            [
                _chip(letter, axes, tensor.shape, hues[letter], letter in clashing)
                for letter in hues
            ],
        )
        for axes, (name, tensor) in operands
    ]
    result = [] if clashing or isinstance(facts.outcome, Clash) else _result(notation, sizes, hues)
    return table(columns, rows, result)


def _chip(letter: str, axes: Sequence[str], shape: Index, hue: Colour, clash: bool) -> Chip | None:  # noqa: FBT001
    if letter not in axes:
        return None
    size = shape[list(axes).index(letter)]
    return Chip(str(size), Colour.RED if clash else hue)


def _result(
    notation: Notation, sizes: Mapping[str, set[int]], hues: Mapping[str, Colour]
) -> list[Chip | None]:
    return [
        Chip(str(max(sizes[letter])), hue)
        if letter in notation.result
        else Chip("summed", hue, ghost=True, short="Σ")
        for letter, hue in hues.items()
    ]


def _drawn(
    notation: Notation, facts: Facts, result: TensorFacts, hues: Mapping[str, Colour]
) -> list[Piece]:
    """The tensors themselves with letters at their sides, where all are small."""
    tensors = [tensor for _, tensor in facts.tensors]
    if any(tensor.count > _MOST_CELLS or len(tensor.shape) > 3 for tensor in [*tensors, result]):
        return []
    pieces = [
        _lettered(name, tensor, axes, hues, Colour.PLAIN)
        for axes, (name, tensor) in zip(notation.inputs, facts.tensors, strict=True)
    ]
    made = _lettered("result", result, notation.result, hues, Colour.GREEN_SOFT)
    return [flowing([*pieces, led("→", made)])]


def _lettered(
    name: str, tensor: TensorFacts, axes: Sequence[str], hues: Mapping[str, Colour], fill: Colour
) -> Piece:
    look = Look(fill=all_of(fill), names=tuple(axes), axes=tuple(hues[axis] for axis in axes))
    return named(name, tensor.shape, look_at(tensor, look))
