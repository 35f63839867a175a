"""A chart for instructors: what was asked about, and how it went."""

from collections.abc import Iterator

from progress.counts import Counts
from progress.statistics import TopicStatistics
from tutor.picture.marks import INNER_WIDTH, Box, Colour, Mark, Scene, Words
from tutor.picture.measure import fitting, label
from tutor.picture.piece import Piece, below, beside, card, paragraph, words
from tutor.stats import ClassReport

MOST_TOPICS = 12
_TITLE = "Questions by topic"
_TEXT_SIZE = 13.0
_BAR_TOP = 19.0
_BAR_HEIGHT = 12.0
_COUNT_ROOM = 40.0
# Lightness tells them apart where hues do not.
_OUTCOMES = (
    ("answered", "Answered", Colour.BLUE),
    ("suggested", "Suggested", Colour.BLUE_SOFT),
    ("abstained", "Not known", Colour.ORANGE),
)


def questions_by_topic(report: ClassReport) -> Scene | None:
    """Stacked bars, the most asked topic on top; None where nothing was asked."""
    topics = report.statistics.topics[:MOST_TOPICS]
    if not topics:
        return None
    most = max(1, *(_total(each.counts) for each in topics))
    bars = [_bar(each, report.titles.get(each.topic, each.topic), most) for each in topics]
    since, until = report.statistics.since, report.statistics.until
    period = f"{since:%-d %B} to {until:%-d %B %Y}"
    head = below([words(_TITLE, 16.0, bold=True), paragraph(period)], 3.0)
    return card(f"{_TITLE}, {period}.", head, below(bars, 10.0), _legend())


def _bar(topic: TopicStatistics, title: str, most: int) -> Piece:
    name = fitting(label(title), INNER_WIDTH, _TEXT_SIZE)
    marks: list[Mark] = [Words(0, 8, name, _TEXT_SIZE), *_segments(topic.counts, most)]
    height = _BAR_TOP + _BAR_HEIGHT
    return Piece(INNER_WIDTH, height, tuple(marks))


def _segments(counts: Counts, most: int) -> Iterator[Mark]:
    unit = (INNER_WIDTH - _COUNT_ROOM) / most
    x = 0.0
    for kind, _, colour in _OUTCOMES:
        width = getattr(counts, kind) * unit
        if width:
            yield Box(x, _BAR_TOP, max(2.0, width - 1), _BAR_HEIGHT, colour, radius=2)
        x += width
    middle = _BAR_TOP + _BAR_HEIGHT / 2
    yield Words(x + 6, middle, str(_total(counts)), _TEXT_SIZE, bold=True)


def _total(counts: Counts) -> int:
    return sum(getattr(counts, kind) for kind, _, _ in _OUTCOMES)


def _legend() -> Piece:
    return beside([_key(name, colour) for _, name, colour in _OUTCOMES], 18.0)


def _key(name: str, colour: Colour) -> Piece:
    swatch = Piece(12, 12, (Box(0, 0, 12, 12, colour, radius=2),))
    return beside([swatch, words(name, 12.0, Colour.QUIET)], 6.0)
