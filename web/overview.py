"""A class's figures in the words and charts of the page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from progress.statistics import FEWEST_LEARNERS, NOT_ENOUGH, ClassStatistics, by_questions
from web.charts import Bars, bars

TOPICS = 12


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows of a period; shares are told where there is something to share."""

    statistics: ClassStatistics
    figures: tuple[tuple[str, str], ...]
    topics: Bars
    hardest: tuple[tuple[str, str, int], ...]
    withheld: str


def overview(found: ClassStatistics, titles: Mapping[str, str]) -> Overview:
    """Put into words what `/stats` tells."""
    asked = by_questions(found.topics)[:TOPICS]
    counts = [(it, (it.counts.answered, it.counts.suggested, it.counts.abstained)) for it in asked]
    rows = [(titles.get(it.topic, it.topic), each) for it, each in counts]
    if found.total.abstained:  # What nobody can answer is about no topic.
        rows.append(("Not known", (0, 0, found.total.abstained)))
    hard = (
        (titles.get(it.topic, it.topic), _percent(it.difficulty), it.learners)
        for it in found.hardest
    )
    return Overview(
        found,
        _figures(found),
        bars(("answered", "suggested", "unanswered"), rows),
        tuple(hard),
        _withheld(found.withheld_topics),
    )


def _figures(found: ClassStatistics) -> tuple[tuple[str, str], ...]:
    total = found.total
    return (
        ("learners", str(found.learners)),
        ("active", str(found.active)),
        ("questions", str(total.asked)),
        ("answered", _of(found.answered_share, total.asked)),
        ("not answered", _of(found.abstained_share, total.asked)),
        ("runs of code", str(total.runs)),
        ("runs that failed", _of(found.failed_share, total.runs * found.is_told)),
        ("drills right", _of(found.drills_right_share, total.drills * found.is_told)),
    )


def _of(part: float, whole: int) -> str:
    return _percent(part) if whole else NOT_ENOUGH


def _percent(part: float) -> str:
    return f"{part:.0%}"


def _withheld(topics: int) -> str:
    if not topics:
        return ""
    are = "topic is" if topics == 1 else "topics are"
    return f"{topics} {are} not judged: fewer than {FEWEST_LEARNERS} learners, or too few signs."
