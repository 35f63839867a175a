"""Which Markdown cells of a notebook begin with a question; those are written in bold. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from knowledge.importing.marks import asks, head_word, is_answer, named_line, numbered_line

# Lists, quotations and tables go on below their first line.
_NO_SENTENCE = ("-", "* ", "+", ">", "|")
# "**Q3:** What is it?" and "**Q3**: What is it?" are questions as "**Q3: What is it?**" is.
_MARK = re.compile(
    r"(\*{1,3}|_{1,3})((?:(?:q(?:uestion)?|exercise)(?:[ \t]*\d+)?|\d+)[ \t]*"
    r"(?:[.:)]+(?=\1)|(?=\1[ \t]*[.:)–—-])))\1(.+)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(\d{1,3})[.)][ \t]")

Cells = Sequence[str | None]


class _Numbered(NamedTuple):
    """A cell of one line with a number in front, or an end of the notebook."""

    place: int
    number: int | None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class _Gap:
    """The numbered cells between two that ask, and do not ask themselves.

    They may be questions without a question mark, or the steps of an answer.
    """

    before: _Numbered
    between: Sequence[_Numbered]
    after: _Numbered

    @property
    def is_filled(self) -> bool:
        """Whether these are just the numbers that lack: steps of an answer begin with 1."""
        if self.after.number is None:
            return False
        lacking = range((self.before.number or 0) + 1, self.after.number)
        return [each.number for each in self.between] == [*lacking]

    @property
    def may_go_on(self) -> bool:
        """Whether a question is followed by the next number, which no later question has."""
        if self.is_filled or self.before.place < 0 or not self.between:
            return False
        follows = (self.before.number or 0) + 1
        return self.between[0].number == follows != self.after.number


def in_bold(cells: Cells, *, inside: bool) -> Iterator[list[str]]:
    """Give the lines of each cell, its question in bold; code is None and gives nothing.

    `inside`: a cell of several lines may begin with a question, too.
    """
    is_bold = inside or _has_single(cells)
    counted = {each.place for gap in _gaps(cells) if gap.is_filled for each in gap.between}
    is_open = False
    for place, cell in enumerate(cells):
        first, *below = cell_lines(cell or "")
        is_told = place in counted or (inside and _asks_barely(first))
        bold = _question(
            first, is_alone=not below, is_bold=is_bold, is_open=is_open, is_told=is_told
        )
        yield [] if cell is None else [bold or first, *below]
        if cell is None or cell.strip():
            is_open = cell is not None and not below and _is_title(first)


def has_answers_inside(cells: Cells) -> bool:
    """Whether no question has a cell or a mark of its own: each begins the cell of its answer."""
    texts = [cell_lines(cell) for cell in cells if cell is not None]
    firsts = [lines[0] for lines in texts]
    is_marked = any(_MARK.match(first) or _is_marked(first) for first in firsts) or any(
        is_answer(line) for lines in texts for line in lines
    )
    return not (is_marked or _has_single(cells)) and any(map(_asks_barely, firsts))


def begins_nothing(cell: str | None) -> bool:
    """Whether a cell says something and does not begin with a question."""
    return bool(cell and cell.strip()) and not asks(cell_lines(cell or "")[0])


def doubtful(cells: Cells) -> Iterator[tuple[int, str]]:
    """Name cells that may be meant as questions: one that asks, or has the next number."""
    for gap in _gaps(cells):
        if gap.may_go_on:
            yield gap.between[0].place, "no question"
    for place, cell in enumerate(cells):
        before = next((one for one in reversed(cells[:place]) if one is None or one.strip()), None)
        lines = cell_lines(cell or "")
        # Right below a question, it is the answer.
        is_open = before is not None and "\n" not in before.strip() and _is_title(before.strip())
        if len(lines) > 1 and _asks_barely(lines[0]) and not is_open:
            yield place, "though it asks"


def cell_lines(source: str) -> list[str]:
    whole = source.strip()
    return source.split("\n") if "\n" in whole else [whole]


def _has_single(cells: Cells) -> bool:
    """Whether a cell is one line that asks."""
    return any(_is_single(cell) for cell in cells)


def _is_single(cell: str | None) -> bool:
    return bool(cell and "\n" not in cell.strip() and _asks_barely(cell))


def _gaps(cells: Cells) -> Iterator[_Gap]:
    """Give what stands before, between and behind the numbered cells of one line that ask."""
    numbered = list(_numbered(cells))
    asking = [each for each in numbered if each.asks]
    start, end = _Numbered(-1, 0), _Numbered(len(cells), None)
    for before, after in pairwise([start, *asking, end] if asking else []):
        between = [each for each in numbered if before.place < each.place < after.place]
        yield _Gap(before, between, after)


def _numbered(cells: Cells) -> Iterator[_Numbered]:
    for place, cell in enumerate(cells):
        text = (cell or "").strip()
        if "\n" not in text and (found := _COUNTED.match(text)):
            yield _Numbered(place, int(found[1]), _asks_barely(text))


def _question(
    first: str, *, is_alone: bool, is_bold: bool, is_open: bool, is_told: bool
) -> str | None:
    """Write a first line in bold where it is a question.

    Below an open one, which has no answer yet, several lines are its answer, though they may ask.
    """
    text = first.strip()
    if is_alone and _asks_barely(text):
        return f"**{text}**"
    if not is_bold or (not is_alone and (is_open or text.startswith(_NO_SENTENCE))):
        return None
    if marked := _MARK.match(text):
        return f"**{marked[2]}{marked[3]}**"
    return f"**{text}**" if is_told or named_line(text) else None


def _asks_barely(text: str) -> bool:
    """Whether a line asks without being marked as a heading, bold or an answer."""
    is_told = is_answer(text, short=True)
    return asks(text) and not is_told and not text.strip().startswith(("#", "*", "_"))


def _is_marked(text: str) -> bool:
    return any(read(text) is not None for read in (numbered_line, named_line, head_word))


def _is_title(text: str) -> bool:
    return asks(text) or is_answer(text) or _is_marked(text) or text.startswith(("#", "**"))
