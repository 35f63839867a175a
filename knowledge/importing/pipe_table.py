"""A table of Markdown with a question in each row. Pure."""

import re

from knowledge.importing.csv_table import Row, names_columns, read_rows
from knowledge.importing.imported import Line, Lines, Questionnaire, numbered
from knowledge.pages.problems import Problem, Refused

_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_RULE = re.compile(r"[ \t]*\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|[ \t]*$")
_BORDER = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)


def is_pipe_table(text: str) -> bool:
    """Whether the file is one table that names its columns, with at most words above it."""
    lines = [line for line in numbered(text) if line.text.strip()]
    first = next((n for n, line in enumerate(lines) if _ROW.match(line.text)), len(lines))
    table = lines[first:]
    return (
        len(table) > 2
        and bool(_RULE.match(table[1].text))
        and all(_ROW.match(line.text) for line in table)
        and names_columns(_cells(table[0].text))
    )


def read_pipe_table(path: str, text: str) -> Questionnaire | Refused:
    """Read every row, as those of a CSV file are read."""
    lines = [line for line in numbered(text) if line.text.strip()]
    above = [line for line in lines if not _ROW.match(line.text)]
    read = read_rows(path, _rows([line for line in lines if _ROW.match(line.text)]))
    if isinstance(read, Refused):
        return read
    notes = (
        Problem(path, n, f"left out, it stands above the table: {said!r}") for n, said in above
    )
    return Questionnaire(read.questions, tuple(sorted((*read.notes, *notes))))


def _rows(lines: Lines) -> list[Row]:
    kept: list[Line] = [line for line in lines if not _RULE.match(line.text)]
    return [Row(line.number, _cells(line.text), is_on_one_line=True) for line in kept]


def _cells(text: str) -> list[str]:
    inside = text.strip().removeprefix("|").removesuffix("|")
    return [_BREAK.sub("\n", cell.strip().replace("\\|", "|")) for cell in _BORDER.split(inside)]
