"""One tensor, whatever its number of axes: a cell, a row, a grid, a deck of sheets, a nest."""

import math
from dataclasses import replace

from tutor.picture.axes import ABOVE, BESIDE, above, axis_label, beside_rows
from tutor.picture.deck import deck, nest
from tutor.picture.facts import Index, TensorFacts, flat
from tutor.picture.lattice import Look, characters, sheet
from tutor.picture.marks import INNER_WIDTH, Box, Colour, Mark, Words
from tutor.picture.measure import fitting, label, text_width
from tutor.picture.numbers import are_exact, shape_text, spelled
from tutor.picture.piece import Piece, below, beside, words

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


def is_exact(tensor: TensorFacts, columns: int) -> bool:
    """Whether cells so drawn tell its numbers as they are; a block tells nothing wrong."""
    written = texts(tensor, columns)
    return written is None or are_exact(tensor.values or (), written)


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
