"""Statistics as CSV for a spreadsheet, which must never take a cell for a formula. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from progress.statistics import NOT_ENOUGH, ClassStatistics

Cell = str | int | float
HEADER = ("section", "item", "measure", "value")

# Fullwidth forms too: some spreadsheets read them as the plain signs.
_FORMULA_STARTS = (
    *"=+-@\t\r\n",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
    "\N{MINUS SIGN}",
)


def guarded(cell: Cell) -> Cell:
    """Put an apostrophe before text that a spreadsheet would run; numbers are left alone.

    Leading blanks and invisible characters do not hide a formula from a spreadsheet.
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\x00", "")
    visible = "".join(filter(_shows, text)).lstrip(" \N{NO-BREAK SPACE}")
    return f"'{text}" if visible.startswith(_FORMULA_STARTS) else text


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as RFC 4180 has them, every cell guarded."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return written.getvalue()


def statistics_csv(statistics: ClassStatistics, titles: Mapping[str, str], name: str = "") -> str:
    """One measure a line, so that it can be filtered, pivoted and read by programs.

    `name` is the class's.
    """
    return csv_text([HEADER, *statistics_rows(statistics, titles, name)])


def statistics_rows(
    statistics: ClassStatistics, titles: Mapping[str, str], name: str
) -> Iterator[tuple[Cell, ...]]:
    yield from _summary(statistics, name)
    for topic in statistics.topics:
        title = titles.get(topic.topic, topic.topic)
        yield "topic", title, "questions", topic.questions
        yield "topic", title, "answered", topic.counts.answered
        yield "topic", title, "suggested", topic.counts.suggested
        yield "topic", title, "abstained", topic.counts.abstained
        yield "topic", title, "learners", topic.learners
    for hard in statistics.hardest:
        yield "hardest", titles.get(hard.topic, hard.topic), "difficulty", round(hard.difficulty, 3)
    for unanswered in statistics.unanswered:
        yield "unanswered", unanswered.wording, "times", unanswered.times
    for exercise in statistics.exercises:
        measures = (
            ("learners", exercise.tried),
            ("passed", exercise.passed),
            ("gave up", exercise.gave_up),
            ("median tries", exercise.median_tries),
            (f"mistake {exercise.mistake}".strip(), exercise.mistakes),
        )
        for measure, value in measures:
            yield "exercise", exercise.exercise, measure, value
    if not statistics.is_told:
        return
    for outcome, times in statistics.outcomes.items():
        yield "run", outcome, "times", times
    for error, times in statistics.errors.items():
        yield "error", error, "times", times


def _summary(statistics: ClassStatistics, name: str) -> Iterator[tuple[Cell, ...]]:
    total, is_told = statistics.total, statistics.is_told
    measures: Mapping[str, Cell] = {
        "since": statistics.since.isoformat(),
        "until": statistics.until.isoformat(),
        "learners": statistics.learners,
        "active learners, 7 days": statistics.active_week,
        "active learners": statistics.active,
        "questions": total.asked,
        "answered": total.answered,
        "suggested": total.suggested,
        "abstained": total.abstained,
        "runs": total.runs,
        "failed runs": total.failed_runs if is_told else NOT_ENOUGH,
        "helpful": total.helpful,
        "unhelpful": total.unhelpful,
        "drills": total.drills,
        "drills right": total.drills_right if is_told else NOT_ENOUGH,
        "topics withheld": statistics.withheld_topics,
    }
    for measure, value in measures.items():
        yield "class", name, measure, value


def _shows(character: str) -> bool:
    return character.isprintable() or character in "\t\r\n\N{NO-BREAK SPACE}"
