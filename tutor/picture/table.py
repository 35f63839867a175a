"""Sizes in a table: a row for each tensor, a column for each axis or letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.picture.marks import INNER_WIDTH, Box, Colour, Line, Mark, Words, soft
from tutor.picture.measure import fitting, label, text_width
from tutor.picture.piece import Piece

_CHIP_HEIGHT = 26.0
_ROW = 32.0
_HEAD = 20.0
_BETWEEN = 6.0
_NAME_SIZE = 13.0
_WIDEST = 68.0
_NARROW = 24.0
_NARROWEST = 16.0
_NAMES_SHARE = 0.42
_LEAST_NAME = 44.0
_MARGIN = 14.0


@dataclass(frozen=True, slots=True)
class Chip:
    """One size; a ghost is a size that is only read as if it were there."""

    text: str
    hue: Colour
    ghost: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """An axis; where sizes clash it is framed."""

    name: str
    short: str
    colour: Colour = Colour.QUIET
    clash: bool = False


Row = tuple[str, Sequence[Chip | None]]


def table(columns: Sequence[Column], rows: Sequence[Row], result: Sequence[Chip | None]) -> Piece:
    """Rows, and below a rule the result, where there is one."""
    room = INNER_WIDTH - _MARGIN - len(columns) * (_NARROW + _BETWEEN)
    room = min(INNER_WIDTH * _NAMES_SHARE, max(_LEAST_NAME, room))
    names = [_name(name, room) for name, _ in rows]
    wide_names = [text_width(name, _NAME_SIZE, mono=True, bold=True) for name in names]
    left = max([*wide_names, text_width("result", _NAME_SIZE)]) + _MARGIN
    room = (INNER_WIDTH - left) / max(1, len(columns)) - _BETWEEN
    wide = min(_WIDEST, max(_NARROWEST, room))
    marks: list[Mark] = []
    for number, column in enumerate(columns):
        marks += _head(column, left + number * (wide + _BETWEEN), wide, len(rows))
    for number, (_, chips) in enumerate(rows):
        y = _HEAD + number * _ROW
        marks.append(
            Words(0, y + _CHIP_HEIGHT / 2, names[number], _NAME_SIZE, bold=True, mono=True)
        )
        marks += _chips(chips, left, y, wide)
    height = _HEAD + len(rows) * _ROW
    width = left + len(columns) * (wide + _BETWEEN) - _BETWEEN
    if result:
        marks.append(Line(((0, height), (width, height)), Colour.FAINT))
        marks.append(Words(0, height + 6 + _CHIP_HEIGHT / 2, "result", _NAME_SIZE, Colour.QUIET))
        marks += _chips(result, left, height + 6, wide)
        height += 6 + _ROW
    return Piece(width, height - (_ROW - _CHIP_HEIGHT), tuple(marks))


def _name(name: str, room: float) -> str:
    return fitting(label(name), room, _NAME_SIZE, mono=True, bold=True)


def _head(column: Column, x: float, wide: float, rows: int) -> list[Mark]:
    colour = Colour.RED if column.clash else column.colour
    bold = colour is not Colour.QUIET
    fits = text_width(column.name, 12, bold=bold) <= wide + _BETWEEN - 2
    text = column.name if fits else column.short
    head: list[Mark] = [Words(x + wide / 2, 8, text, 12, colour, "middle", bold=bold)]
    if column.clash:
        height = rows * _ROW - (_ROW - _CHIP_HEIGHT) + 6
        head.append(Box(x - 3, _HEAD - 3, wide + 6, height, edge=Colour.RED, radius=7, line=1.8))
    return head


def _chips(chips: Sequence[Chip | None], left: float, y: float, wide: float) -> list[Mark]:
    marks: list[Mark] = []
    for number, chip in enumerate(chips):
        x, middle = left + number * (wide + _BETWEEN), y + _CHIP_HEIGHT / 2
        if chip is None:
            marks.append(Words(x + wide / 2, middle, "–", 13, Colour.QUIET, "middle"))
            continue
        fill, edge = (None, chip.hue) if chip.ghost else (soft(chip.hue), None)
        marks.append(Box(x, y, wide, _CHIP_HEIGHT, fill, edge, chip.ghost, 5))
        fits = text_width(chip.text, 13, bold=not chip.ghost) <= wide - 4
        text = chip.text if fits else chip.short or chip.text
        marks.append(Words(x + wide / 2, middle, text, 13, Colour.INK, "middle", not chip.ghost))
    return marks
