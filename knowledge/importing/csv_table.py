"""Read a table: a row a question, in columns that the first row names. Pure."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.importing.assembly import no_answer
from knowledge.importing.imported import Code, Imported, Questionnaire, joined, numbered, trimmed
from knowledge.importing.prose_or_code import parts
from knowledge.problem import Problem, Refused

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=([,;|\t])[ \t]*\n", re.IGNORECASE)
_NAMES = {
    "question": frozenset({"question", "questions", "q", "prompt", "asked"}),
    "answer": frozenset({"answer", "answers", "ans", "a", "response", "solution"}),
    "code": frozenset({"code", "example", "snippet", "python"}),
}
_ODD = re.compile(r"[\W_\d]+")
_EXPECTED = "expected a first row that names the columns question and answer (and code, if any)"


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells, and the line of the file on which the row begins."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns that matter stand; `code` may be missing."""

    names: Sequence[str]
    question: int
    answer: int
    code: int | None


def read_csv(path: str, text: str) -> Questionnaire | Refused:
    """Read every row; a row that cannot be used refuses all of them."""
    rows = _rows(text)
    if isinstance(rows, Problem):
        return Refused((Problem(path, rows.line, rows.message),))
    columns = _columns(rows[0].cells) if rows else None
    if columns is None:
        got = ", ".join(rows[0].cells) if rows else "nothing"
        return Refused((Problem(path, 1, f"{_EXPECTED}, got {got!r}"),))
    faults = [Problem(path, row.line, fault) for row in rows[1:] if (fault := _fault(row, columns))]
    if not rows[1:]:
        faults = [Problem(path, 1, "expected rows with questions below the first, got none")]
    if faults:
        return Refused(tuple(faults))
    notes = tuple(Problem(path, rows[0].line, note) for note in _unread(columns))
    return Questionnaire(tuple(_imported(row, columns) for row in rows[1:]), notes)


def _rows(text: str) -> list[_Row] | Problem:
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
                rows.append(_Row(line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return Problem("", line, f"this row cannot be read as CSV: {error}")
    return rows


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    rows = ((one, next(csv.reader([first], delimiter=one), [])) for one in _DELIMITERS)
    return next((one for one, cells in rows if _columns(cells)), ",")


def _columns(names: Sequence[str]) -> _Columns | None:
    kinds = [_kind(name) for name in names]
    if "question" not in kinds or "answer" not in kinds:
        return None
    code = kinds.index("code") if "code" in kinds else None
    return _Columns(names, kinds.index("question"), kinds.index("answer"), code)


def _kind(name: str) -> str | None:
    plain = _ODD.sub("", name).casefold()
    return next((kind for kind, names in _NAMES.items() if plain in names), None)


def _fault(row: _Row, columns: _Columns) -> str | None:
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


def _unread(columns: _Columns) -> Iterator[str]:
    read = {columns.question, columns.answer, columns.code}
    return (f"left out, the column {n!r}" for i, n in enumerate(columns.names) if i not in read)


def _imported(row: _Row, columns: _Columns) -> Imported:
    told = trimmed(numbered(row.cells[columns.answer], first=row.line))
    found = parts(told)
    code = row.cells[columns.code].strip("\n") if columns.code is not None else ""
    if code.strip():
        found = (*found, *_code(code, row.line))
    question = " ".join(row.cells[columns.question].split())
    answer = "\n\n".join(part for part in (joined(told), code) if part.strip())
    return Imported(row.line, question, answer, found)


def _code(text: str, line: int) -> tuple[Code, ...]:
    """Take a cell of the code column at its word, but for prompts and output in it."""
    read = parts([*numbered(text, first=line)])
    found = [part for part in read if isinstance(part, Code)]
    return tuple(found) if len(found) == len(read) else (Code(line, text),)
