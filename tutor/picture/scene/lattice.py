"""One sheet of cells: rows and columns, elided where they are many, tinted as told."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from tutor.picture.facts import Index
from tutor.picture.scene.marks import Box, Colour, Line, Mark, Words
from tutor.picture.scene.pieces import Piece
from tutor.picture.scene.text import ROOM, text_width

CELL_HEIGHT = 28.0
GAP = 2.0
ELLIPSIS_WIDTH = 16.0
MOST_ROWS = 8
MOST_COLUMNS = 12
VALUE_SIZE = 13.0
_NARROWEST = 30.0
_PADDING = 10.0
_LEAST_PADDING = 4.0
# Numbers as short as `0.25` are shown however many there are.
_LEAST_ROOM = 4


def nothing(_index: Index) -> str:
    return ""


def all_of(colour: Colour) -> Callable[[Index], Colour]:
    """The same colour for every cell."""
    return lambda _index: colour


_PLAIN = all_of(Colour.PLAIN)


def never(_index: Index) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Look:
    """How cells are drawn, by their index in the whole tensor.

    A ghost is a cell that is not there and is read as if it were. `cells` is False for a tensor
    too big for that: it becomes a block. `axes` colours the axes' labels, `names` renames them.
    """

    text: Callable[[Index], str] = nothing
    fill: Callable[[Index], Colour] = _PLAIN
    ghost: Callable[[Index], bool] = never
    cells: bool = True
    axes: tuple[Colour, ...] = ()
    names: tuple[str, ...] = ()
    ghost_edge: Colour = Colour.QUIET
    least_width: float = 30.0
    dots: bool = True


def bold(axes: Collection[int]) -> tuple[Colour, ...]:
    """Axes' colours for a look in which these stand out."""
    return tuple(
        Colour.INK if axis in axes else Colour.QUIET for axis in range(max(axes, default=-1) + 1)
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn sheet, and how many of its columns are shown; a block shows none."""

    piece: Piece
    columns: int = 0
    cell_width: float = _NARROWEST


Positions = list[int | None]


def shown(count: int, most: int) -> Positions:
    """Which of so many positions are shown; None stands for those between."""
    if count <= most:
        return list(range(count))
    tail = max(1, (most - 1) // 3)
    return [*range(most - 1 - tail), None, *range(count - tail, count)]


def sheet(prefix: Index, size: tuple[int, int], look: Look, width: float) -> Sheet:
    """The sheet of a tensor that `prefix` leads to; `size` counts its rows and columns."""
    if not look.cells:
        return _block(prefix, size, look, width)
    shown_rows = shown(size[0], MOST_ROWS)
    cell = _cell_width(prefix, shown_rows, shown(size[1], MOST_COLUMNS), look)
    cell = _tight(cell, size[1], look.least_width, width)
    shown_columns = _fitting(size[1], cell, width)
    if shown_columns is None:
        return _block(prefix, size, look, width)
    rows, height = _middles(shown_rows, CELL_HEIGHT)
    columns, wide = _middles(shown_columns, cell)
    marks = [
        mark
        for row, y in zip(shown_rows, rows, strict=True)
        for column, x in zip(shown_columns, columns, strict=True)
        for mark in _spot(prefix, (row, column), (x, y), cell, look)
    ]
    count = sum(column is not None for column in shown_columns)
    return Sheet(Piece(wide, height, tuple(marks)), count, cell)


def _tight(cell: float, columns: int, least: float, width: float) -> float:
    """Narrower, where that is what it takes to show all columns."""
    room = (width + GAP) / max(1, columns) - GAP
    tight = max(least, cell - (_PADDING - _LEAST_PADDING))
    return min(cell, room) if tight <= room else cell


def characters(columns: int, width: float) -> int:
    """How many characters there are for each of so many numbers side by side."""
    cell = width / max(1, columns) - GAP - _LEAST_PADDING
    return max(_LEAST_ROOM, min(ROOM, int(cell / text_width("0", VALUE_SIZE, mono=True))))


def _fitting(columns: int, cell: float, width: float) -> Positions | None:
    """All columns, or as many as there is room for; None where that is not even the outer two."""
    if columns * (cell + GAP) - GAP <= width:
        return shown(columns, columns)
    most = int((width + GAP - ELLIPSIS_WIDTH) // (cell + GAP))
    if most < 2 or (most == 2 and columns <= 3):
        return None
    return shown(columns, max(3, most))


def _middles(positions: Positions, cell: float) -> tuple[list[float], float]:
    """Of rows or columns one after the other, and how long they are together."""
    middles: list[float] = []
    at = 0.0
    for position in positions:
        size = ELLIPSIS_WIDTH if position is None else cell
        middles.append(at + size / 2)
        at += size + GAP
    return middles, max(0.0, at - GAP)


def _spot(
    prefix: Index,
    where: tuple[int | None, int | None],
    at: tuple[float, float],
    width: float,
    look: Look,
) -> Sequence[Mark]:
    """A cell, or a sign that there are more than shown."""
    row, column = where
    if row is not None and column is not None:
        return _cell((*prefix, row, column), at, width, look)
    if (row is None and column is None) or not look.dots:
        return ()
    return (Words(*at, "⋯" if column is None else "⋮", 14.0, Colour.QUIET, "middle"),)


def _cell(index: Index, at: tuple[float, float], width: float, look: Look) -> Sequence[Mark]:
    x, y = at
    ghost, text = look.ghost(index), look.text(index)
    # A ghost's edge stays within the cell.
    inset = 0.6 if ghost else 0.0
    box = Box(
        x - width / 2 + inset,
        y - CELL_HEIGHT / 2 + inset,
        width - 2 * inset,
        CELL_HEIGHT - 2 * inset,
        fill=None if ghost else look.fill(index),
        edge=look.ghost_edge if ghost else None,
        dashed=ghost,
        radius=4,
        line=0.8,
    )
    ink = Colour.QUIET if ghost else Colour.INK
    words = Words(x, y, text, VALUE_SIZE, ink, "middle", mono=True)
    return (box, words) if text else (box,)


def _cell_width(prefix: Index, rows: Positions, columns: Positions, look: Look) -> float:
    """As wide as the longest text that is shown needs."""
    texts = (
        look.text((*prefix, row, column))
        for row in rows
        for column in columns
        if row is not None and column is not None
    )
    widest = max((text_width(text, VALUE_SIZE, mono=True) for text in texts), default=0.0)
    return max(look.least_width, widest + _PADDING)


def _block(prefix: Index, size: tuple[int, int], look: Look, room: float) -> Sheet:
    height, width = _side(size[0], 24, 96), _side(size[1], 34, min(room, 128))
    fill = look.fill((*prefix, 0, 0))
    return Sheet(Piece(width, height, (Box(0, 0, width, height, fill=fill, radius=5),)))


def _side(size: int, least: float, most: float) -> float:
    """Longer for more, by their logarithm: 10 and 1000 must both be seen."""
    return min(most, least + 12 * math.log2(max(1, size)))


# Axes' names and sizes at the sides of what is drawn.

LABEL_SIZE = 12.0
# The room that labels take.
ABOVE = 16.0
BESIDE = 18.0
# How much longer than its side a label may be.
_OVER = 14.0


def axis_label(look: Look, axis: int, size: int) -> Words:
    """Its name and size; in colour where the look has one for it. Not placed yet."""
    colour = look.axes[axis] if axis < len(look.axes) else Colour.QUIET
    name = look.names[axis] if axis < len(look.names) else f"axis {axis}"
    bold = colour is not Colour.QUIET
    return Words(0, 0, f"{name} · {size}", LABEL_SIZE, colour, "middle", bold=bold)


def above(x: float, width: float, bottom: float, label: Words) -> Words:
    """Over the columns; only the size where there is no room for more."""
    text = label.text if _width(label) <= width + _OVER else _size(label)
    # A label that is wider than its columns must not stick out to the left.
    middle = max(x + width / 2, _width(replace(label, text=text)) / 2)
    return replace(label, x=middle, y=bottom - ABOVE / 2 - 2, text=text)


def beside_rows(y: float, height: float, label: Words) -> Words:
    """Upright along the rows; only the size, lying, where there is no room for more."""
    fits = _width(label) <= height + _OVER
    text = label.text if fits else _size(label)
    return replace(label, x=BESIDE / 2 - 2, y=y + height / 2, text=text, upright=fits)


def _width(label: Words) -> float:
    return text_width(label.text, label.size, bold=label.bold)


def _size(label: Words) -> str:
    return label.text.rpartition(" ")[2]


# Three axes as a deck of sheets, the first in front; more as frames around such a deck.

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
