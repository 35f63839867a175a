"""Members by topics as a picture: the lighter, the less firmly; a number says it as well."""

from collections.abc import Iterator

from bot.render.output import on_one_line
from tutor.picture.scene.marks import INNER_WIDTH, Box, Colour, Mark, Scene, Words
from tutor.picture.scene.pieces import Piece, below, card, paragraph, words
from tutor.picture.scene.text import fitting
from tutor.views.values import Heatmap, Row

MOST_ROWS = 30
_NAME_ROOM = 96.0
_HEIGHT = 20.0
_SIZE = 11.0
_FIRM, _SOME = 2 / 3, 1 / 3


def scene(found: Heatmap) -> Scene | None:
    """The first members by name; None where there is nothing to draw."""
    if not found.rows or not found.topics:
        return None
    width = (INNER_WIDTH - _NAME_ROOM) / len(found.topics)
    title = "Topics × learners"
    numbers = tuple(
        Words(_NAME_ROOM + (n + 0.5) * width, _HEIGHT / 2, str(n + 1), _SIZE, anchor="middle")
        for n in range(len(found.topics))
    )
    rows = [Piece(INNER_WIDTH, _HEIGHT, numbers)]
    rows += [
        Piece(INNER_WIDTH, _HEIGHT, tuple(_row(each, width))) for each in found.rows[:MOST_ROWS]
    ]
    said = "Percent of mastery: green from two thirds on, blue from one third on, orange below."
    if found.rows[MOST_ROWS:]:
        said += f" The first {MOST_ROWS} of {len(found.rows)} learners: the file has all."
    head = below([words(title, 16.0, bold=True), paragraph(said)], 3.0)
    return card(f"{title}.", head, below(rows, 2.0))


def _row(row: Row, width: float) -> Iterator[Mark]:
    name = fitting(on_one_line(row.member.name), _NAME_ROOM - 6, _SIZE)
    yield Words(0, _HEIGHT / 2, name, _SIZE)
    for place, mastery in enumerate(row.mastery):
        x = _NAME_ROOM + place * width
        if mastery is None:
            yield Box(x, 0, width - 2, _HEIGHT, edge=Colour.FAINT)
        else:
            yield Box(x, 0, width - 2, _HEIGHT, _colour(mastery))
            middle = x + width / 2 - 1
            yield Words(middle, _HEIGHT / 2, f"{mastery * 100:.0f}", _SIZE, anchor="middle")


def _colour(mastery: float) -> Colour:
    if mastery >= _FIRM:
        return Colour.GREEN_SOFT
    return Colour.BLUE_SOFT if mastery >= _SOME else Colour.ORANGE_SOFT
