"""One tensor, whatever its number of axes: a cell, a row, a grid, a deck of sheets, a nest."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle

from tutor.picture.facts import Clash, Fact, Facts, Index, Many, TensorFacts, flat, tensors_in
from tutor.picture.scene.lattice import (
    ABOVE,
    BESIDE,
    Look,
    above,
    all_of,
    axis_label,
    beside_rows,
    characters,
    deck,
    nest,
    sheet,
)
from tutor.picture.scene.marks import HUES, INNER_WIDTH, Box, Colour, Mark, Scene, Words, soft
from tutor.picture.scene.pieces import Piece, after_arrow, below, beside, flowing, scene, words
from tutor.picture.scene.text import (
    fitting,
    label,
    shape_text,
    sizes_text,
    spelled,
    text_width,
)

_NAME_SIZE = 13.0
_MOST_CELLS = 64
_SHAPE_SHARE = 0.6
# A named tensor may have a sign before it.
_ROOM = INNER_WIDTH - 32.0


def columns_of(shape: Index) -> int:
    """How many numbers stand side by side; a number alone is one."""
    return (1, *shape)[-1]


def has_room(shape: Index) -> bool:
    """Whether all its cells can be drawn, and tell where in the tensor they are."""
    return math.prod(shape) <= _MOST_CELLS and len(shape) <= 3


def texts(tensor: TensorFacts, columns: int = 0) -> tuple[str, ...] | None:
    """What its cells say where so many columns, or its own, stand side by side; None when many."""
    return None if tensor.values is None else spelled(tensor.values, room_of(tensor, columns))


def room_of(tensor: TensorFacts, columns: int = 0) -> int:
    """How many characters such a cell has."""
    return characters(columns or columns_of(tensor.shape), _ROOM - BESIDE)


def look_at(tensor: TensorFacts, look: Look, columns: int = 0) -> Look:
    """The look, with the tensor's own values in its cells; `columns` are side by side there."""
    written = texts(tensor, columns)
    if written is None:
        return replace(look, cells=tensor.count <= _MOST_CELLS)
    return replace(look, text=lambda index: written[flat(index, tensor.shape)])


def with_values(name: str, tensor: TensorFacts, look: Look, columns: int = 0) -> Piece:
    """A tensor under its name and shape, with its own values in its cells."""
    return named(name, tensor.shape, tensor.shape, look_at(tensor, look, columns))


def named(name: str, said: Index, shape: Index, look: Look) -> Piece:
    """What is drawn in one shape, under a name and perhaps another shape."""
    return below([heading(name, said, _ROOM), drawn(shape, look, _ROOM)], 5.0)


def heading(name: str, shape: Index, width: float) -> Piece:
    """The name, as much of it as fits, and the shape, or its end."""
    size = shape_text(shape)
    if len(shape) > 3 and text_width(size, _NAME_SIZE, mono=True) > _SHAPE_SHARE * width:
        size = f"(…, {shape[-2]}, {shape[-1]})"
    room = width - text_width(size, _NAME_SIZE, mono=True) - 8
    short = fitting(label(name), max(40.0, room), _NAME_SIZE, mono=True, bold=True)
    return beside(
        [
            words(short, _NAME_SIZE, bold=True, mono=True),
            words(size, _NAME_SIZE, Colour.QUIET, mono=True),
        ],
        7.0,
    )


def drawn(shape: Index, look: Look, width: float = INNER_WIDTH) -> Piece:
    """The tensor with its axes named and measured."""
    if 0 in shape:
        return _sided(_empty(), shape, look)
    if len(shape) > 3:
        return nest(shape, look, width)
    if len(shape) == 3:
        return deck((), shape, look, width)
    rows, columns = (1, 1, *shape)[-2:]
    room = width - (BESIDE if len(shape) > 1 else 0.0)
    return _sided(sheet((), (rows, columns), _adapted(look, len(shape)), room).piece, shape, look)


def _sided(cells: Piece, shape: Index, look: Look) -> Piece:
    """Cells with the last axis above and the one before it beside them, where there are such."""
    axes = len(shape)
    left, top = BESIDE if axes > 1 else 0.0, ABOVE if axes else 0.0
    marks: list[Mark] = list(cells.at(left, top))
    if axes:
        marks.append(above(left, cells.width, top, axis_label(look, axes - 1, shape[-1])))
    if axes > 1:
        marks.append(beside_rows(top, cells.height, axis_label(look, axes - 2, shape[-2])))
    return Piece(cells.width + left, cells.height + top, tuple(marks))


def _empty() -> Piece:
    box = Box(0.6, 0.6, 60, 26, edge=Colour.QUIET, dashed=True, radius=4)
    return Piece(61, 27, (box, Words(30, 13.5, "empty", 12, Colour.QUIET, "middle")))


def _adapted(look: Look, axes: int) -> Look:
    """A sheet has two axes; a look speaks of as many as its tensor has."""
    drop = 2 - axes
    return replace(
        look,
        text=lambda index: look.text(index[drop:]),
        fill=lambda index: look.fill(index[drop:]),
        ghost=lambda index: look.ghost(index[drop:]),
    )


# A tensor as it is, and any operation that no other picture suits.


def alone(facts: Facts, tensor: TensorFacts) -> Scene:
    """One tensor: its axes, its values where they are few."""
    look = look_at(tensor, Look(fill=all_of(Colour.BLUE_SOFT)))
    return scene(facts.text, described(tensor), drawn(tensor.shape, look))


def described(tensor: TensorFacts) -> str:
    axes = {0: "no axis", 1: "one axis"}.get(len(tensor.shape), f"{len(tensor.shape)} axes")
    order = "" if tensor.contiguous else ", not contiguous"
    strides = f", strides {shape_text(tensor.stride)}" if tensor.shape else ""
    return f"{sizes_text(tensor.shape)}, {tensor.dtype}: {axes}{strides}{order}."


def operation(facts: Facts) -> Scene:
    """Operands, an arrow, results."""
    results = tensors_in(facts.outcome)
    look = Look(fill=all_of(Colour.GREEN_SOFT))
    one = len(results) == 1
    made = [
        with_values("result" if one else f"result[{number}]", tensor, look)
        for number, tensor in enumerate(results)
    ]
    pieces = [*_operands(facts), *after_arrow(made)]
    if isinstance(facts.outcome, Many) and facts.outcome.left_out:
        pieces.append(_more())
    return scene(facts.text, _sentence(facts), flowing(pieces))


def _operands(facts: Facts) -> Iterator[Piece]:
    hues = cycle(HUES)
    for part in facts.parts:
        for name, tensor in part.tensors:
            yield with_values(name, tensor, Look(fill=all_of(soft(next(hues)))))
        if part.left_out:
            yield _more()


def _more() -> Piece:
    """A list goes on, and its rest is not drawn."""
    return words("⋯", 17.0, Colour.QUIET, bold=True)


def _sentence(facts: Facts) -> str:
    before = _way([part.fact for part in facts.parts], "in")
    return f"{', '.join(filter(None, (before, _way([facts.outcome], 'out'))))}."


def _way(found: Sequence[Fact | Clash], way: str) -> str:
    shapes = " and ".join(filter(None, map(shapes_of, found)))
    drawn = [len(fact.items) for fact in found if isinstance(fact, Many) and fact.left_out]
    some = f", the first {drawn[0]} of them drawn" if drawn else ""
    return f"{shapes} {way}{some}" if shapes else ""


def shapes_of(fact: Fact | Clash) -> str:
    """The shape of each; of a list that goes on it is not known of all."""
    match fact:
        case TensorFacts(shape=shape):
            return shape_text(shape)
        case Many(items, count):
            shapes = " and ".join(shape_text(item.shape) for item in items)
            return f"{count} tensors" if fact.left_out else shapes
        case _:
            return ""
