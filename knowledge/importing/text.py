"""The lines of a file as a whole, and what stands around each of them. Pure."""

from dataclasses import dataclass
from functools import cached_property

from knowledge.importing.fence import inside_fences
from knowledge.importing.imported import Lines, first_filled
from knowledge.importing.marks import is_answer, named_line


@dataclass(frozen=True)
class Text:
    """Lines, named by their places; `headed` ones have Markdown's headings, comments elsewhere."""

    lines: Lines
    headed: bool = False

    @cached_property
    def fenced(self) -> frozenset[int]:
        """Lines in fences, which ask and answer nothing."""
        return inside_fences(self.lines)

    @cached_property
    def open(self) -> list[int]:
        """All other lines."""
        return [place for place in range(len(self.lines)) if place not in self.fenced]

    @property
    def has_named_question(self) -> bool:
        """Whether a question begins with `Q:`, without which `A:` begins no answer."""
        return any(named_line(self.lines[n].text) is not None for n in self.open)

    def answers(self, *, short: bool = False) -> list[int]:
        """Find the lines that begin an answer, with `A:` too where `short`."""
        return [n for n in self.open if is_answer(self.lines[n].text, short=short)]

    def below(self, place: int) -> str:
        """Read the next line; behind the last there is nothing."""
        return self.lines[place + 1].text if place + 1 < len(self.lines) else ""

    def begins_paragraph(self, place: int) -> bool:
        """Whether nothing stands right above a line."""
        return place == 0 or not self.lines[place - 1].text.strip()

    def end_of_paragraph(self, start: int, limit: int) -> int:
        """Find the next blank line, at `limit` at the latest."""
        return next((n for n in range(start, limit) if not self.lines[n].text.strip()), limit)

    def paragraph_above(self, place: int, floor: int, *, most: int | None = None) -> range:
        """Find the last lines, `most` of them, of the paragraph above; none is above `floor`."""
        last = first_filled(self.lines, reversed(range(floor, place)))
        first = end = floor if last is None else last + 1
        while first > floor and end - first != most and not self.begins_paragraph(first):
            first -= 1
        return range(first, end)
