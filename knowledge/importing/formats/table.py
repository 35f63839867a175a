"""Read a table as spreadsheets export it: a row a question, in columns that the first row names."""

import csv
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.importing.questionnaire import Lines, Questionnaire, numbered, trimmed
from knowledge.importing.questions import Pair, asked_in, paired
from knowledge.pages.problems import Refused

_QUESTION = frozenset("question questions q prompt asked frage fragen pregunta preguntas".split())
_ANSWER = frozenset(
    "answer answers ans a response solution antwort antworten lösung respuesta respuestas solución "
    "réponse réponses".split()
)
_CODE = frozenset("code example snippet python".split())
_ODD = re.compile(r"[\W_\d]+")
_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=([,;|\t])[ \t]*\n", re.IGNORECASE)
_QUOTES = "a quote in a quoted cell has to be doubled, and one that opens a cell to be closed"
_EXPECTED = "expected a first row that names the columns question and answer (and code, if any)"


class _Row(NamedTuple):
    """Cells, and the line of the file on which the row begins."""

    line: int
    cells: Sequence[str]

    def lines(self, column: int | None) -> Lines:
        """Read a cell with its lines of the file: cells before it may have several."""
        if column is None:
            return []
        above = sum(cell.count("\n") for cell in self.cells[:column])
        return trimmed(numbered(self.cells[column], first=self.line + above))


class _Columns(NamedTuple):
    """Where the columns that matter stand; `code` may be missing."""

    question: int
    answer: int
    code: int | None


def read_table(path: str, text: str) -> Questionnaire | Refused:
    """Read every row; a row that cannot be used refuses all of them."""
    rows = _rows(path, text)
    if isinstance(rows, Refused):
        return rows
    first, *told = rows or [_Row(1, ["nothing"])]
    columns = _columns(first.cells)
    if columns is None:
        return Refused.at(path, 1, f"{_EXPECTED}, got {', '.join(first.cells)!r}")
    if alike := [
        name
        for column in (columns.question, columns.answer)
        for name in _alike(first.cells, column)
    ]:
        got = f"{', '.join(map(repr, alike))}: name the others otherwise"
        message = f"expected one column of questions and one of answers, got {got}"
        return Refused.at(path, first.line, message)
    if not told:
        return Refused.at(path, 1, "expected rows with questions below the first, got none")
    faults = {row.line: fault for row in told if (fault := _fault(row, first, columns))}
    return paired(
        path,
        [_pair(row, columns) for row in told if row.line not in faults],
        faults=faults.items(),
        notes=[
            (first.line, f"left out, the column {name!r}")
            for place, name in enumerate(first.cells)
            if place not in columns
        ],
    )


def _rows(path: str, text: str) -> list[_Row] | Refused:
    """Split at the delimiter that the file names or whose first row names the columns."""
    told = _SEPARATOR.match(text)
    # Excel's own line is no row, and stays a line.
    text = "\n" + text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(text)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_Row(line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return Refused.at(path, line, f"this row cannot be read as CSV: {_QUOTES} ({error})")
    return rows


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    rows = ((one, next(csv.reader([first], delimiter=one), [])) for one in _DELIMITERS)
    return next((one for one, cells in rows if _columns(cells)), ",")


def _plain(name: str) -> str:
    """Write `Answer 2:` as `answer`."""
    return _ODD.sub("", name).casefold()


def _columns(names: Sequence[str]) -> _Columns | None:
    plain = [_plain(name) for name in names]
    # "A" beside "B" is one of the answers to choose from.
    plain = ["" if name == "a" and "b" in plain else name for name in plain]
    question, answer, code = (
        next((place for place, name in enumerate(plain) if name in known), None)
        for known in (_QUESTION, _ANSWER, _CODE)
    )
    return None if question is None or answer is None else _Columns(question, answer, code)


def _alike(names: Sequence[str], column: int) -> list[str]:
    """Find columns of one name but for numbers: of such, no one is surely meant."""
    found = [name for name in names if _plain(name) == _plain(names[column])]
    return found if len(found) > 1 else []


def _fault(row: _Row, first: _Row, columns: _Columns) -> str | None:
    if len(row.cells) == len(first.cells):
        return None if row.lines(columns.question) else "expected a question in this row, got none"
    return (
        f"expected {len(first.cells)} cells as in the first row, got {len(row.cells)}: "
        "a cell with a delimiter in it needs quotes around it"
    )


def _pair(row: _Row, columns: _Columns) -> Pair:
    question = row.lines(columns.question)
    answer, code = row.lines(columns.answer), row.lines(columns.code)
    return Pair(question[0].number, *asked_in(question), answer, code)
