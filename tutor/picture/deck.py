"""Three axes as a deck of sheets, the first in front; more as frames around such a deck."""

import math
from dataclasses import replace

from tutor.picture.axes import ABOVE, BESIDE, LABEL_SIZE, above, axis_label, beside_rows
from tutor.picture.facts import Index
from tutor.picture.lattice import GAP, Look, Sheet, nothing, sheet
from tutor.picture.marks import Box, Colour, Line, Mark, Words
from tutor.picture.measure import text_width
from tutor.picture.piece import Piece

_STEP = 8.0
_MOST_SHEETS = 4
_FRAME = 8.0
_FRAME_HEAD = 20.0
_MOST_FRAMES = 2


def deck(prefix: Index, shape: Index, look: Look, width: float) -> Piece:
    """The last three axes of a tensor, at one place of those before them."""
    axes = len(shape)
    count, size = shape[-3], (shape[-2], shape[-1])
    back = min(count, _MOST_SHEETS) - 1
    depth = back * _STEP
    first = sheet((*prefix, 0), size, look, width - BESIDE - depth)
    across, down = first.piece.width, first.piece.height
    left, top = BESIDE, 2 * ABOVE + depth
    marks: list[Mark] = []
    # Where cells with numbers have no room, nor have those behind them.
    cells, least = first.columns > 0, first.cell_width
    blank = replace(look, text=nothing, dots=False, cells=cells, least_width=least)
    for number in range(back, 0, -1):
        behind = sheet((*prefix, number), size, blank, width - BESIDE - depth)
        marks += _sheet(behind, left + number * _STEP, top - number * _STEP)
    marks += _sheet(first, left, top)
    marks.append(above(left + depth, across, top - depth, axis_label(look, axes - 1, size[1])))
    marks.append(beside_rows(top, down, axis_label(look, axes - 2, size[0])))
    outer = axis_label(look, axes - 3, count)
    noun = "sheet" if count == 1 else "sheets"
    said = replace(outer, x=left, y=LABEL_SIZE * 0.6, text=f"{outer.text} {noun}", anchor="start")
    marks.append(said)
    marks += _arrow(left - 3, top - 5, depth, said.colour)
    reach = max(across + depth, text_width(said.text, LABEL_SIZE, bold=said.bold))
    return Piece(left + reach, top + down, tuple(marks))


def nest(shape: Index, look: Look, width: float) -> Piece:
    """Outer axes as frames around the deck of the last three."""
    outer = shape[:-3]
    frames = [(axis_label(look, axis, size), size) for axis, size in enumerate(outer)]
    if len(frames) > _MOST_FRAMES:
        sizes = " × ".join(map(str, outer))
        label = replace(frames[0][0], text=f"axes 0 to {len(outer) - 1} · {sizes}")
        frames = [(label, math.prod(outer))]
    room = width - (2 * _FRAME + 5) * len(frames)
    inner = deck((0,) * len(outer), shape, look, room)
    for axis, count in reversed(frames):
        inner = _framed(inner, axis, count)
    return inner


def _sheet(found: Sheet, x: float, y: float) -> list[Mark]:
    """A sheet on paper of its own, which hides what is behind it."""
    width, height = found.piece.width + 2 * GAP, found.piece.height + 2 * GAP
    paper = Box(x - GAP, y - GAP, width, height, fill=Colour.PAPER, radius=5)
    return [paper, *found.piece.at(x, y)]


def _arrow(x: float, y: float, depth: float, colour: Colour) -> list[Mark]:
    return [Line(((x, y), (x + depth, y - depth)), colour, head=True)] if depth else []


def _framed(inner: Piece, axis: Words, count: int) -> Piece:
    """A frame; with another behind it where there are more of these."""
    head = text_width(axis.text, LABEL_SIZE, bold=axis.bold) + 8
    width = max(inner.width, head) + 2 * _FRAME
    height = inner.height + _FRAME_HEAD + _FRAME
    again = Box(4, 0.6, width, height, fill=Colour.PAPER, edge=Colour.FAINT, radius=6)
    frame = Box(0.6, 4, width, height, fill=Colour.PAPER, edge=Colour.QUIET, radius=6)
    said = replace(axis, x=_FRAME, y=15.0, anchor="start")
    behind = (again,) if count > 1 else ()
    marks = (*behind, frame, said, *inner.at(_FRAME, _FRAME_HEAD + 4))
    return Piece(width + 5, height + 5, marks)
