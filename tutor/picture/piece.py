"""Parts of a scene that know their size, and how they are put beside and below each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tutor.picture.marks import (
    INNER_WIDTH,
    MARGIN,
    Box,
    Colour,
    Curve,
    Line,
    Mark,
    Scene,
    Words,
)
from tutor.picture.measure import glued, label, text_width, wrapped

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
