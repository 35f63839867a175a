"""Parts of a scene that know their size, and how they are put beside and below each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tutor.picture.scene.marks import (
    INNER_WIDTH,
    MARGIN,
    Box,
    Colour,
    Curve,
    Line,
    Mark,
    Scene,
    Words,
    soft,
)
from tutor.picture.scene.text import fitting, glued, label, text_width, wrapped

_TITLE_SIZE = 15.0
_TITLE_LENGTH = 100
_SENTENCE_SIZE = 13.0
_MOST_SENTENCE_LINES = 6
# What stands above the cells of a tensor: its name, and the sizes of its columns.
_HEADING = 38.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Marks whose origin is the piece's upper left corner."""

    width: float
    height: float
    marks: tuple[Mark, ...] = ()

    def at(self, x: float, y: float) -> Iterator[Mark]:
        return (moved(mark, x, y) for mark in self.marks)


def moved(mark: Mark, x: float, y: float) -> Mark:
    match mark:
        case Box() | Words():
            return replace(mark, x=mark.x + x, y=mark.y + y)
        case Line(points=points):
            return replace(mark, points=tuple((px + x, py + y) for px, py in points))
        case Curve(start, control, end):
            start, control, end = ((px + x, py + y) for px, py in (start, control, end))
            return replace(mark, start=start, control=control, end=end)


def beside(pieces: Sequence[Piece], gap: float = 8.0, *, from_top: bool = False) -> Piece:
    """From left to right, their middles at one height unless all begin at the top."""
    height = max((piece.height for piece in pieces), default=0.0)
    marks: list[Mark] = []
    x = 0.0
    for piece in pieces:
        marks += piece.at(x, 0.0 if from_top else (height - piece.height) * 0.5)
        x += piece.width + gap
    return Piece(max(0.0, x - gap), height, tuple(marks))


def below(pieces: Sequence[Piece], gap: float) -> Piece:
    """From top to bottom."""
    width = max((piece.width for piece in pieces), default=0.0)
    marks: list[Mark] = []
    y = 0.0
    for piece in pieces:
        marks += piece.at(0.0, y)
        y += piece.height + gap
    return Piece(width, max(0.0, y - gap), tuple(marks))


def flowing(pieces: Iterable[Piece], gap: float = 10.0, row_gap: float = 16.0) -> Piece:
    """Beside each other for as long as they fit, then on the next row."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        if rows[-1] and beside([*rows[-1], piece], gap).width > INNER_WIDTH:
            rows.append([])
        rows[-1].append(piece)
    return below([beside(row, gap, from_top=True) for row in rows], row_gap)


def words(
    text: str,
    size: float = _SENTENCE_SIZE,
    colour: Colour = Colour.INK,
    *,
    bold: bool = False,
    mono: bool = False,
) -> Piece:
    """One line."""
    height = size * 1.35
    mark = Words(0, height / 2, text, size, colour, bold=bold, mono=mono)
    return Piece(text_width(text, size, mono=mono, bold=bold), height, (mark,))


def paragraph(text: str, colour: Colour = Colour.QUIET) -> Piece:
    """Several lines, as wide as a card allows."""
    lines = wrapped(glued(text), INNER_WIDTH, _SENTENCE_SIZE)[:_MOST_SENTENCE_LINES]
    return below([words(line, colour=colour) for line in lines], 1.0)


def title(text: str) -> Piece:
    """The drawn expression, as it was written."""
    shown = label(text, _TITLE_LENGTH)
    lines = wrapped(shown, INNER_WIDTH, _TITLE_SIZE, mono=True, bold=True)
    return below([words(line, _TITLE_SIZE, bold=True, mono=True) for line in lines], 1.0)


def led(sign: str, piece: Piece) -> Piece:
    """A tensor, and before it what joins it to the last: the sign keeps to the cells' height."""
    if not sign:
        return piece
    lead = words(sign, 17.0, Colour.QUIET, bold=True)
    high = (piece.height + _HEADING) / 2 - lead.height / 2
    lowered = Piece(lead.width, lead.height + high, tuple(lead.at(0, high)))
    return beside([lowered, piece], from_top=True)


def after_arrow(pieces: Sequence[Piece]) -> list[Piece]:
    """What came out, of which the first has the arrow before it."""
    return [*(led("→", piece) for piece in pieces[:1]), *pieces[1:]]


def scene(heading: str, sentence: str, *body: Piece) -> Scene:
    """A card: the expression, what there is to see, and the drawing in the middle."""
    head = below([title(heading), paragraph(sentence)], 3.0)
    return card(f"{label(heading, _TITLE_LENGTH)}: {sentence}", head, *body)


def card(description: str, head: Piece, *body: Piece) -> Scene:
    """A head to the left, the rest in the middle, and margins around."""
    inside = below([head, *(centred(piece) for piece in body if piece.marks)], 18.0)
    marks = tuple(inside.at(MARGIN, MARGIN))
    return Scene(inside.height + 2 * MARGIN, marks, description)


def noted(made: Scene, text: str) -> Scene:
    """The card with one more sentence, at its foot."""
    foot = paragraph(text, colour=Colour.INK)
    marks = (*made.marks, *foot.at(MARGIN, made.height))
    return replace(
        made,
        height=made.height + foot.height + MARGIN,
        marks=marks,
        description=f"{made.description} {text}",
    )


def centred(piece: Piece) -> Piece:
    margin = max(0.0, (INNER_WIDTH - piece.width) / 2)
    return Piece(INNER_WIDTH, piece.height, tuple(piece.at(margin, 0)))


# Sizes in a table: a row for each tensor, a column for each axis or letter.

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
