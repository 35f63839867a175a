"""Einsum: a letter is an axis; equal letters meet, and what the result lacks is summed."""

from collections.abc import Mapping, Sequence

from knowledge.examples.einsum import ELLIPSIS, Fault, Notation, contract, parse
from tutor.picture.facts import Clash, Facts, Index, TensorFacts
from tutor.picture.kinds.tensor import has_room, with_values
from tutor.picture.scene.lattice import Look, all_of
from tutor.picture.scene.marks import Colour, Scene, hue_of
from tutor.picture.scene.pieces import (
    Chip,
    Column,
    Piece,
    Row,
    beside,
    flowing,
    led,
    scene,
    table,
    words,
)
from tutor.picture.scene.text import shape_text

_MOST_LETTERS = 8


def contraction(facts: Facts) -> Scene | None:
    """The letters in columns, one row an operand; None where it is no notation we can draw."""
    notation = parse(str(facts.argument("0", "equation") or ""))
    if isinstance(notation, Fault) or not _is_drawable(notation, facts):
        return None
    hues = {letter: hue_of(number) for number, letter in enumerate(_letters(notation))}
    shapes = [tensor.shape for _, tensor in facts.tensors]
    fits = contract(notation, shapes)
    if isinstance(facts.outcome, Clash):
        told = facts.outcome.message if not isinstance(fits, Fault) else fits.message
        return scene(facts.text, f"{told[:1].upper()}{told[1:]}.", _table(notation, facts, hues))
    if not isinstance(facts.outcome, TensorFacts):
        return None
    tensors = (*facts.tensors, ("result", facts.outcome))
    if all(has_room(tensor.shape) for _, tensor in tensors):
        body = _drawn(notation, facts, facts.outcome, hues)
    else:
        body = _shapes(notation, [*shapes, facts.outcome.shape])
    return scene(facts.text, _sentence(notation, facts), _table(notation, facts, hues), body)


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


def _sentence(notation: Notation, facts: Facts) -> str:
    told = [_summed_sentence(notation, letter) for letter in notation.summed]
    told += [
        f"{letter} of size 1 is read {_met(sizes)} times."
        for letter, sizes in _sizes(notation, facts).items()
        if 1 in sizes and len(sizes) > 1
    ]
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
    *first, last = letters
    return f"{', '.join(first)} and {last}" if first else last


def _table(notation: Notation, facts: Facts, hues: Mapping[str, Colour]) -> Piece:
    sizes = _sizes(notation, facts)
    clashing = {letter for letter, found in sizes.items() if len(found - {1}) > 1}
    columns = [
        Column(letter, letter, hue, clash=letter in clashing) for letter, hue in hues.items()
    ]
    rows: list[Row] = [
        (
            name,
            [_chip(letter, axes, tensor.shape, hues[letter], sizes[letter]) for letter in hues],
        )
        for axes, (name, tensor) in zip(notation.inputs, facts.tensors, strict=True)
    ]
    result = [] if clashing or isinstance(facts.outcome, Clash) else _result(notation, sizes, hues)
    return table(columns, rows, result)


def _sizes(notation: Notation, facts: Facts) -> Mapping[str, set[int]]:
    """Those that each letter has in the operands."""
    found: dict[str, set[int]] = {letter: set() for letter in _letters(notation)}
    for axes, (_, tensor) in zip(notation.inputs, facts.tensors, strict=True):
        for letter, size in zip(axes, tensor.shape, strict=True):
            found[letter].add(size)
    return found


def _chip(
    letter: str, axes: Sequence[str], shape: Index, hue: Colour, sizes: set[int]
) -> Chip | None:
    """The size of a letter in one operand; a 1 that meets more is read as often as that."""
    if letter not in axes:
        return None
    size = shape[list(axes).index(letter)]
    if len(sizes - {1}) > 1:
        return Chip(str(size), Colour.RED)
    if size != (met := _met(sizes)):
        return Chip(f"1 → {met}", hue, ghost=True, short=f"→{met}")
    return Chip(str(size), hue)


def _met(sizes: set[int]) -> int:
    """The size of a letter once every 1 is stretched."""
    return max(sizes - {1}, default=1)


def _result(
    notation: Notation, sizes: Mapping[str, set[int]], hues: Mapping[str, Colour]
) -> list[Chip | None]:
    return [
        Chip(str(_met(sizes[letter])), hue)
        if letter in notation.result
        else Chip("summed", hue, ghost=True, short="Σ")
        for letter, hue in hues.items()
    ]


def _drawn(
    notation: Notation, facts: Facts, result: TensorFacts, hues: Mapping[str, Colour]
) -> Piece:
    """The tensors themselves, with letters at their sides."""
    pieces = [
        _lettered(name, tensor, axes, hues, Colour.PLAIN)
        for axes, (name, tensor) in zip(notation.inputs, facts.tensors, strict=True)
    ]
    made = _lettered("result", result, notation.result, hues, Colour.GREEN_SOFT)
    return flowing([*pieces, led("→", made)])


def _shapes(notation: Notation, shapes: Sequence[Index]) -> Piece:
    """Letters and shapes of what is too large to draw: a table has no order of axes."""
    lettered = [
        beside(
            [
                words("".join(axes) or "result", bold=True, mono=True),
                words(shape_text(shape), colour=Colour.QUIET, mono=True),
            ]
        )
        for axes, shape in zip((*notation.inputs, notation.result), shapes, strict=True)
    ]
    arrow = words("→", 17.0, Colour.QUIET, bold=True)
    return flowing([*lettered[:-1], beside([arrow, lettered[-1]])], gap=18.0, row_gap=6.0)


def _lettered(
    name: str, tensor: TensorFacts, axes: Sequence[str], hues: Mapping[str, Colour], fill: Colour
) -> Piece:
    look = Look(fill=all_of(fill), names=tuple(axes), axes=tuple(hues[axis] for axis in axes))
    return with_values(name, tensor, look)
