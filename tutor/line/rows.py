"""Rows under a line of code, each below its place there; narrow enough for a phone."""

import unicodedata
from collections.abc import Iterator, Sequence
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
    lines = [prefix + shown.text]
    for place, row in placed:
        lines += _lines(place, row, values)
    return "\n".join(lines) if all(width(line) <= WIDTH for line in lines) else None


def _lines(place: int, row: Row, values: int) -> Iterator[str]:
    """A row; words that do not fit go to the left, but a mark stays at what it marks."""
    words = row.label
    if row.value:
        words += " " * (values - place - width(words)) + row.value
    elif place + width(words) > WIDTH:
        if words.startswith(f"{BROKE} "):
            yield " " * place + BROKE
        words = words.removeprefix(f"{BROKE} ")
        place = min(place, max(0, WIDTH - width(words)))
    yield " " * place + words


def listed(heading: str, rows: Sequence[Row]) -> str:
    """Rows one below the other, where they can't stand below their places."""
    values = max((width(row.label) for row in rows if row.value), default=0) + _GAP
    cut = heading if len(heading) <= _LONGEST_HEADING else f"{heading[: _LONGEST_HEADING - 1]}…"
    lines = (
        " " * _INDENT + (row.label + " " * (values - width(row.label)) + row.value).rstrip()
        for row in rows
    )
    return "\n".join((cut, *lines))
