"""Grades as a gradebook imports them; who the class's list does not name is in none. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from progress.cohorts.assignment import Done
from progress.csv_export import Cell, csv_text

POINTS = 100


class Late(StrEnum):
    """What is passed after the end is worth."""

    HALF = "half"
    FULL = "full"
    NONE = "none"


class Gradebook(StrEnum):
    """Which program reads the file."""

    CANVAS = "canvas"
    MOODLE = "moodle"


@dataclass(frozen=True, slots=True)
class Graded:
    """A student as the class's list names them, and how far they are."""

    student: str
    name: str
    done: Done


_WORTH = {Late.HALF: 0.5, Late.FULL: 1.0, Late.NONE: 0.0}


def score(found: Done, late: Late) -> float:
    """The share of the exercises that was passed, in points."""
    every = len(found.in_time) + len(found.late) + len(found.open)
    worth = len(found.in_time) + len(found.late) * _WORTH[late]
    return round(POINTS * worth / every, 2) if every else 0.0


def grades_csv(book: Gradebook, title: str, of: Iterable[Graded], late: Late) -> str:
    rows = _canvas(title, of, late) if book is Gradebook.CANVAS else _moodle(title, of, late)
    return csv_text(rows)


def _canvas(title: str, of: Iterable[Graded], late: Late) -> Iterator[tuple[Cell, ...]]:
    """Canvas knows a student by their SIS ID where its own one is missing."""
    yield "Student", "ID", "SIS User ID", "SIS Login ID", "Section", title
    yield "Points Possible", "", "", "", "", POINTS
    for each in of:
        yield each.name, "", each.student, "", "", score(each.done, late)


def _moodle(title: str, of: Iterable[Graded], late: Late) -> Iterator[tuple[Cell, ...]]:
    """Moodle's import lets one choose the column that tells students apart: one is enough."""
    graded = tuple(of)
    by_address = all("@" in each.student for each in graded)
    yield "Email address" if by_address else "ID number", title
    for each in graded:
        yield each.student, score(each.done, late)
