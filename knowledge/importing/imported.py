"""What a file of questions holds once it is read: each question, and its answer in parts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.pages.problems import Problem

_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")


class Line(NamedTuple):
    """One line and where it stands in the file, from 1."""

    number: int
    text: str


Lines = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Prose:
    """Words, as they stand in the file; `at` is as in `Code`."""

    line: int
    text: str
    at: tuple[int, ...] = ()

    def line_of(self, place: int) -> int:
        """Tell where in the file the line at index `place` stands."""
        return _line_of(self, place)

    @property
    def lines(self) -> Lines:
        """The words again as lines of the file."""
        return [Line(self.line_of(n), text) for n, text in enumerate(self.text.split("\n"))]


@dataclass(frozen=True, slots=True)
class Code:
    """Code without prompts, and what the file says it shows; None where it says nothing.

    `at` has the numbers of all lines where they do not just go up by one from `line` on: those of a
    notebook's cell, and pieces that Word's own breaks cut off, are on one line of the file.
    """

    line: int
    source: str
    output: str | None = None
    at: tuple[int, ...] = ()

    def line_of(self, place: int) -> int:
        """Tell where in the file the line at index `place` stands."""
        return _line_of(self, place)


Part = Prose | Code


def _line_of(part: Part, place: int) -> int:
    # Code as the sandbox reads it may have a line more than in the file.
    return part.at[min(place, len(part.at) - 1)] if part.at else part.line + place


def numbers(lines: Lines) -> tuple[int, ...]:
    """Give the lines of a part for its `at`, nothing where they go up by one."""
    found = tuple(line.number for line in lines)
    return () if found == (*range(found[0], found[0] + len(found)),) else found


@dataclass(frozen=True, slots=True)
class Imported:
    """One question; `answer` is all of the file between it and the next, to the letter."""

    line: int
    question: str
    answer: str
    parts: tuple[Part, ...]

    @property
    def prose(self) -> str:
        """The words alone, paragraphs kept apart."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, Prose))

    @property
    def code(self) -> tuple[Code, ...]:
        return tuple(part for part in self.parts if isinstance(part, Code))


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions of a file; `notes` say what was left out of it, and what was doubtful."""

    questions: tuple[Imported, ...]
    notes: tuple[Problem, ...] = ()


def numbered(text: str, *, first: int = 1) -> list[Line]:
    """Cut a text into lines, at the page and line breaks of Word too.

    Only line feeds count, as in an editor: what such a break cuts off keeps its line's number.
    """
    return [
        Line(number, piece)
        for number, line in enumerate(text.split("\n"), start=first)
        for piece in _BREAK.split(line)
    ]


def joined(lines: Lines) -> str:
    return "\n".join(line.text for line in lines)


def trimmed(lines: Lines) -> Lines:
    """Drop blank lines at both ends."""
    start, end = 0, len(lines)
    while start < end and not lines[start].text.strip():
        start += 1
    while end > start and not lines[end - 1].text.strip():
        end -= 1
    return lines[start:end]


def first_filled(lines: Lines, places: Iterable[int]) -> int | None:
    """Find the first of these places that has something on its line."""
    return next((place for place in places if lines[place].text.strip()), None)
