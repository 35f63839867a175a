"""Rows under a line of code, each below its place there; narrow enough for a phone."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 40
BROKE: Final = "✗"
_GAP: Final = 2
_INDENT: Final = 2
_LONGEST_HEADING: Final = 2 * WIDTH


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at a column, and what is said of it."""

    column: int
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line of code, as wide as a phone; `start` counts in the whole line."""

    line: str
    start: int
    end: int

    @property
    def before(self) -> str:
        return "…" if self.line[: self.start].strip() else ""

    @property
    def text(self) -> str:
        after = "…" if self.line[self.end :].strip() else ""
        return f"{self.before}{self.line[self.start : self.end]}{after}"

    def place(self, column: int) -> int:
        """Where a column of the line is to be seen."""
        return width(self.before + self.line[self.start : column])


def width(text: str) -> int:
    """How many cells a text takes: East Asian characters and emoji take two."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def stretches(line: str, start: int, end: int) -> tuple[Stretch, Stretch]:
    """The whole line and, where that is too wide, what matters of it."""
    return Stretch(line, len(line) - len(line.lstrip()), len(line)), Stretch(line, start, end)


def aligned(shown: Stretch, rows: Sequence[Row], prefix: str = "") -> str | None:
    """Rows below a line; None where one of them would be too wide."""
    margin = width(prefix)
    placed = [(margin + shown.place(row.column), row) for row in rows]
    ends = [place + width(row.label) for place, row in placed if row.value]
    values = max(ends, default=0) + _GAP
    lines = [prefix + shown.text, *(_line(place, row, values) for place, row in placed)]
    return "\n".join(lines) if all(width(line) <= WIDTH for line in lines) else None


def _line(place: int, row: Row, values: int) -> str:
    if row.value:
        return " " * place + row.label + " " * (values - place - width(row.label)) + row.value
    # Alone in its row: moved to the left where it would not fit.
    return " " * min(place, max(0, WIDTH - width(row.label))) + row.label


def listed(heading: str, rows: Sequence[Row]) -> str:
    """Rows one below the other, where they can't stand below their places."""
    values = max((width(row.label) for row in rows if row.value), default=0) + _GAP
    cut = heading if len(heading) <= _LONGEST_HEADING else f"{heading[: _LONGEST_HEADING - 1]}…"
    lines = (
        " " * _INDENT + (row.label + " " * (values - width(row.label)) + row.value).rstrip()
        for row in rows
    )
    return "\n".join((cut, *lines))
