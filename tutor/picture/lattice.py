"""One sheet of cells: rows and columns, elided where they are many, tinted as told."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from tutor.picture.facts import Index
from tutor.picture.marks import Box, Colour, Mark, Words
from tutor.picture.measure import text_width
from tutor.picture.numbers import ROOM
from tutor.picture.piece import Piece

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
