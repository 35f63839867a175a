"""Rows without names of columns, as Quizlet and Anki export cards: a question, its answer. Pure."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importing.assembly import Remark
from knowledge.importing.html_text import as_markdown, unread
from knowledge.importing.imported import Questionnaire, numbered
from knowledge.importing.marks import asks, requests
from knowledge.importing.pairs import Pair, paired
from knowledge.pages.problems import Refused

_DIRECTIVE = re.compile(
    r"#(separator|html|columns|(?:tags|deck|notetype|guid) column|[a-z ]+):(.*)$"
)
_TAG = re.compile(r"<[^<>]*>")
_APART = re.compile(r"(tags|deck|notetype|guid) column$")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}


@dataclass(frozen=True, slots=True)
class Deck:
    """Rows with their lines, and what the head of Anki's file says of them."""

    rows: Sequence[tuple[int, Sequence[str]]]
    is_html: bool
    left_out: tuple[str, ...]

    @property
    def ask(self) -> bool:
        """Whether most first cells ask, and no second one does."""
        asking = sum(_is_question(cells[0]) for _, cells in self.rows)
        is_told = not any(asks(cells[1]) for _, cells in self.rows if len(cells) > 1)
        return asking * 2 > len(self.rows) and is_told


def _is_question(text: str) -> bool:
    said = _TAG.sub("", text)
    return asks(said) or requests(said)


def is_deck(text: str) -> bool:
    """Whether a text names a separator as Anki does, or each line is a question, tab, answer."""
    if text.lstrip().startswith("#separator:"):
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    is_even = len(lines) > 1 and all(line.strip().count("\t") == 1 for line in lines)
    if not is_even or any(not line.split("\t")[0].strip() for line in lines):
        return False
    return all(_is_question(line.split("\t")[0]) for line in lines)


def deck(text: str, delimiter: str) -> Deck | None:
    """Cut a text into cards; None where its quotes do not allow it."""
    told: dict[str, str] = {}
    lines = text.split("\n")
    start = 0
    while start < len(lines) and (found := _DIRECTIVE.match(lines[start].strip())):
        told[found[1]] = found[2].strip()
        start += 1
    named = told.get("separator", "").casefold()
    delimiter = _SEPARATORS.get(named, named) or delimiter
    apart = {
        int(number) - 1: key[1]
        for name, number in told.items()
        # "²" is a digit as well, and no number.
        if (key := _APART.match(name)) and number.isdecimal()
    }
    rows: list[tuple[int, Sequence[str]]] = []
    reader = csv.reader(io.StringIO("\n".join(lines[start:])), delimiter=delimiter[:1], strict=True)
    line = start + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [cell for n, cell in enumerate(cells) if n not in apart]))
            line = start + reader.line_num + 1
    except csv.Error:
        return None
    return Deck(rows, told.get("html") == "true", tuple(sorted(apart.values())))


def read_deck(path: str, text: str) -> Questionnaire | Refused:
    """Read what Anki or Quizlet exported."""
    found = deck(text, "\t")
    if found is None:
        return Refused.at(path, 1, "expected rows of a question and an answer, got an open quote")
    return of_deck(path, found)


def of_deck(path: str, found: Deck) -> Questionnaire | Refused:
    """Make each card a question, where most of them ask."""
    if fault := _odd(found):
        return Refused.at(path, *fault)
    pairs = [_pair(line, cells, is_html=found.is_html) for line, cells in found.rows]
    first = pairs[0].line
    notes = [
        *((first, f"left out, the column of the {name}") for name in found.left_out),
        *(
            (line, f"taken for a question, though it does not ask: {cells[0]!r}")
            for line, cells in found.rows
            if not _is_question(cells[0])
        ),
    ]
    return paired(path, pairs, notes)


def _odd(found: Deck) -> Remark | None:
    if not found.rows:
        return 1, "expected cards below the head of the file, got none"
    odd = next(((line, cells) for line, cells in found.rows if len(cells) != 2), None)
    if odd:
        return odd[0], (
            f"expected a question and an answer in this row, got {len(odd[1])} cells: export front "
            "and back alone, or name the columns in the first row: question, answer"
        )
    if not found.ask:
        line, cells = found.rows[0]
        return line, (
            f"expected a card that asks, as most should, got {cells[0]!r}: if it is a question all "
            "the same, name the columns in the first row: question, answer"
        )
    return None


def _pair(line: int, cells: Sequence[str], *, is_html: bool) -> Pair:
    seen = next(filter(None, map(unread, cells)), None) if is_html else None
    if seen:
        return Pair(line, [], [], fault=f"expected words on this card, got {seen}: say it in words")
    front, back = map(as_markdown, cells) if is_html else cells
    return Pair(
        line, numbered(front, first=line), numbered(back, first=line + cells[0].count("\n"))
    )
