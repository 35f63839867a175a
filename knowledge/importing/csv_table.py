"""Read a table: a row a question, in columns that the first row names. Pure."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.importing.assembly import no_answer, shown_first
from knowledge.importing.cards import Deck, deck, of_deck, read_deck
from knowledge.importing.column_names import kind_of, plain_name
from knowledge.importing.imported import (
    Imported,
    Line,
    Lines,
    Questionnaire,
    joined,
    numbered,
    trimmed,
)
from knowledge.importing.marks import asks, requests
from knowledge.importing.pairs import as_code
from knowledge.importing.prose_or_code import parts
from knowledge.importing.question_tail import Asked, asked
from knowledge.pages.problems import Problem, Refused

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=([,;|\t])[ \t]*\n", re.IGNORECASE)
_EXPECTED = "expected a first row that names the columns question and answer (and code, if any)"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, and the line of the file on which the row begins."""

    line: int
    cells: Sequence[str]
    is_on_one_line: bool = False

    def lines(self, column: int) -> Lines:
        """Read a cell with its lines of the file: cells before it may have several."""
        if self.is_on_one_line:
            return trimmed([Line(self.line, text) for _, text in numbered(self.cells[column])])
        above = sum(cell.count("\n") for cell in self.cells[:column])
        return trimmed(numbered(self.cells[column], first=self.line + above))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns that matter stand; `code` may be missing."""

    names: Sequence[str]
    question: int
    answer: int
    code: int | None


def read_csv(path: str, text: str) -> Questionnaire | Refused:
    """Read every row; a row that cannot be used refuses all of them."""
    if text.lstrip().startswith("#separator:"):
        return read_deck(path, text)
    rows = _rows(path, text)
    if isinstance(rows, Refused):
        return rows
    is_named = bool(rows) and names_columns(rows[0].cells)
    found = None if is_named else _deck(text)
    return of_deck(path, found) if found else read_rows(path, rows)


def names_columns(cells: Sequence[str]) -> bool:
    """Whether a first row names a question and an answer."""
    return _columns(cells) is not None


def read_rows(path: str, rows: Sequence[Row]) -> Questionnaire | Refused:
    """Read rows of which the first names the columns."""
    columns = _columns(rows[0].cells) if rows else None
    if columns is None:
        got = ", ".join(rows[0].cells) if rows else "nothing"
        return Refused.at(path, 1, f"{_EXPECTED}, got {got!r}")
    if several := _several(columns):
        return Refused.at(path, 1, several)
    first, *below = rows
    again = [row for row in below if row.cells == first.cells]
    told = [row for row in below if row.cells != first.cells]
    if not told:
        return Refused.at(path, 1, "expected rows with questions below the first, got none")
    faults = [Problem(path, row.line, fault) for row in told if (fault := _fault(row, columns))]
    if faults:
        return Refused(tuple(faults))
    notes = [
        *((first.line, note) for note in _unread(columns, {_told(row, columns) for row in told})),
        *((row.line, "left out, the first row once more") for row in again),
        *shown_first(_asked(row, columns).code for row in told),
    ]
    return Questionnaire(
        tuple(_imported(row, columns) for row in told),
        tuple(sorted(Problem(path, *note) for note in notes)),
    )


def is_table(text: str) -> bool:
    """Whether the first line names the columns, with tabs between them as spreadsheets copy."""
    first = text.lstrip().split("\n", 1)[0]
    return "\t" in first and _columns(first.split("\t")) is not None


def _deck(text: str) -> Deck | None:
    """Read rows without names of columns, where the first cells are questions."""
    decks = (deck(text, delimiter) for delimiter in _DELIMITERS)
    cut = (found for found in decks if found and _are_cards(found))
    return next((found for found in cut if found.ask), None)


def _are_cards(found: Deck) -> bool:
    """Whether there are two at least, of more than a question: one may be a row of names."""
    first = found.rows[0][1] if len(found.rows) > 1 else ()
    return len(first) > 1 and (asks(first[0]) or requests(first[0]))


def _rows(path: str, text: str) -> list[Row] | Refused:
    """Split at the delimiter that the file names or whose first row names the columns."""
    told = _SEPARATOR.match(text)
    # Excel's own line is no row, and stays a line.
    text = "\n" + text[told.end() :] if told else text
    reader = csv.reader(
        io.StringIO(text), delimiter=told[1] if told else _delimiter(text), strict=True
    )
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return Refused.at(path, line, f"this row cannot be read as CSV: {_of_quotes(str(error))}")
    return rows


def _of_quotes(error: str) -> str:
    """Say what Python's reader means, as it is about quotes alone."""
    if error == "unexpected end of data":
        return "a quote that opens a cell is never closed"
    if error.endswith("expected after '\"'"):
        return "a quote in a quoted cell has to be doubled, or the one that ends it is missing"
    return error


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    rows = ((one, next(csv.reader([first], delimiter=one), [])) for one in _DELIMITERS)
    return next((one for one, cells in rows if _columns(cells)), ",")


def _columns(names: Sequence[str]) -> _Columns | None:
    # "A" beside "B" is one of the answers to choose from.
    has_options = "b" in map(plain_name, names)
    kinds = [None if has_options and plain_name(name) == "a" else kind_of(name) for name in names]
    if "question" not in kinds or "answer" not in kinds:
        return None
    code = kinds.index("code") if "code" in kinds else None
    return _Columns(names, kinds.index("question"), kinds.index("answer"), code)


def _several(columns: _Columns) -> str | None:
    """Say which columns have one name but for numbers: of such, no one is surely meant."""
    for kind, column in (("questions", columns.question), ("answers", columns.answer)):
        alike = [n for n in columns.names if plain_name(n) == plain_name(columns.names[column])]
        if len(alike) > 1:
            got = ", ".join(map(repr, alike))
            return f"expected one column of {kind}, got {got}: name the others otherwise"
    return None


def _fault(row: Row, columns: _Columns) -> str | None:
    if len(row.cells) != len(columns.names):
        return (
            f"expected {len(columns.names)} cells as in the first row, got {len(row.cells)}: "
            "a cell with a delimiter in it needs quotes around it"
        )
    question = row.cells[columns.question].strip()
    code = row.cells[columns.code] if columns.code is not None else ""
    if not question:
        return "expected a question in this row, got none"
    return None if (row.cells[columns.answer] + code).strip() else no_answer(question)


def _unread(columns: _Columns, told: Collection[int]) -> Iterator[str]:
    """Name columns that are not read; one with options may be the answer of some rows."""
    read = {columns.question, columns.answer, columns.code}
    for place, name in enumerate(columns.names):
        if place not in read:
            where = ", where it is not the answer" if place in told else ""
            yield f"left out, the column {name!r}{where}"


def _imported(row: Row, columns: _Columns) -> Imported:
    question = _asked(row, columns)
    told = row.lines(_told(row, columns))
    if question.code:
        told = trimmed([*question.code, Line(question.code[-1].number, ""), *told])
    code = row.lines(columns.code) if columns.code is not None else ()
    answer = "\n\n".join(joined(lines) for lines in (told, code) if lines)
    line = row.lines(columns.question)[0].number
    return Imported(line, question.text, answer, (*parts(told), *as_code(code)))


def _told(row: Row, columns: _Columns) -> int:
    """Find the column of the answer: where that is the letter of an option, the option's own."""
    said = row.cells[columns.answer].strip(" \t().").casefold()
    named = [" ".join(name.casefold().split()).removeprefix("option ") for name in columns.names]
    # "n" alone is as often a count.
    has_options = {"a", "b"}.issubset(named)
    is_letter = has_options and len(said) == 1 and said.isalpha() and named.count(said) == 1
    place = named.index(said) if is_letter else columns.answer
    return place if row.cells[place].strip() else columns.answer


def _asked(row: Row, columns: _Columns) -> Asked:
    """Read a cell as one line, but for the code below it, which one line would spoil."""
    head, *tail = row.lines(columns.question)
    read = asked(head.text, tail)
    return (
        read
        if _is_apart(read.code, tail)
        else Asked(" ".join(row.cells[columns.question].split()), ())
    )


def _is_apart(code: Lines, tail: Lines) -> bool:
    """Whether a fence, prompts or a blank line set the code apart: options look like code, too."""
    if not code:
        return False
    above = next((n for n in range(len(tail)) if tail[n] == code[0]), 0)
    is_below_blank = above > 0 and not tail[above - 1].text.strip()
    return is_below_blank or code[0].text.lstrip().startswith(("```", "~~~", ">>>"))
