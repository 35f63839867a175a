"""Read a Jupyter notebook: what Markdown cells ask and say, code cells with what they showed. Pure.

The cells become the lines of one Markdown text, in which code cells are fences.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.importing.answers import CELL_FENCE
from knowledge.importing.formats.markdown import read_markdown_lines
from knowledge.importing.questionnaire import Line, Questionnaire, excess, is_filled, plain
from knowledge.importing.questions import asks, mark, named_line, numbered_line
from knowledge.pages.problems import Problem, Refused

# A longer output was there to be looked at, not to be learnt.
MOST_SHOWN = 4000
# JSON escapes quotes inside strings, so this is a key.
_CELL = re.compile(r'(?<!\\)"cell_type"\s*:')
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Output(_Read):
    output_type: str
    name: str = ""
    text: str | list[str] = ""
    data: dict[str, Any] = {}
    ename: str = ""
    evalue: str = ""


class _Cell(_Read):
    cell_type: Literal["markdown", "code", "raw"]
    source: str | list[str]
    outputs: list[_Output] = []

    @property
    def lines(self) -> list[str]:
        """Its text, or its code and what that shows as fences."""
        source = _text(self.source).strip("\n")
        if self.cell_type != "code":
            return source.split("\n")
        shown = "\n".join(filter(None, map(_shown, self.outputs)))
        return [
            *(_fenced("python", source) if source.strip() else ()),
            *(_fenced("output", shown) if shown.strip() and len(shown) <= MOST_SHOWN else ()),
        ]


class _Notebook(_Read):
    nbformat: int
    cells: list[_Cell] = []


def read_notebook(path: str, text: str) -> Questionnaire | Refused:
    """Read format 4, which every Jupyter since 2015 writes."""
    try:
        notebook = _Notebook.model_validate_json(text)
    except ValidationError as error:
        return Refused.at(path, 1, _misshapen(error))
    if notebook.nbformat != 4:
        got = notebook.nbformat
        message = f"expected a notebook of format 4, got {got}: open it in Jupyter and save it"
        return Refused.at(path, 1, message)
    numbers = [text.count("\n", 0, found.start()) + 1 for found in _CELL.finditer(text)]
    if len(numbers) != len(notebook.cells):
        numbers = [1] * len(notebook.cells)
    lines: list[Line] = []
    words: dict[int, list[str]] = {}
    for number, cell in zip(numbers, notebook.cells, strict=True):
        said = cell.lines
        words |= {} if cell.cell_type == "code" else {len(lines): said}
        lines += (Line(number, each) for each in (*said, ""))
    if not is_filled(lines):
        return Refused.at(path, 1, "expected cells with questions, got an empty notebook")
    asking = _asking(words)
    read = excess(path, lines) or read_markdown_lines(path, lines, asking=asking)
    if isinstance(read, Refused):
        return read
    asked = {one.line for one in read.questions}
    doubtful = {
        Problem(path, lines[place].number, f"kept in the answer above, though it asks: {first!r}")
        for place, (first, *below) in words.items()
        if below and place not in asking and asks(first) and not first.startswith("#")
        # Right below a question it is its answer.
        and asked.isdisjoint({lines[place].number, lines[place - 1].number})
        and lines[place].number > min(asked)
    }  # fmt: skip
    return Questionnaire(read.questions, tuple(sorted({*read.notes, *doubtful})))


def _misshapen(error: ValidationError) -> str:
    first = error.errors()[0]
    where = "".join(f"{one + 1 if isinstance(one, int) else one} " for one in first["loc"][:3])
    return f"this is not a notebook as Jupyter writes it: {where}{first['msg']}"


def _asking(cells: Mapping[int, Sequence[str]]) -> set[int]:
    """Find cells that are one line and ask or have a number; else those that begin by asking.

    Headings, bold lines and answers' marks are read without help.
    """
    single = {place: lines[0] for place, lines in cells.items() if len(lines) == 1}
    if any(map(_asks_barely, single.values())):
        return {n for n, said in single.items() if _asks_barely(said) or numbered_line(said)}
    is_marked = any(mark(line) for lines in cells.values() for line in lines) or any(
        numbered_line(lines[0])
        or named_line(lines[0])
        or (asks(lines[0]) and lines[0].startswith(("#", "*", "_")))
        for lines in cells.values()
    )
    return {n for n, lines in cells.items() if _asks_barely(lines[0])} if not is_marked else set()


def _asks_barely(text: str) -> bool:
    return asks(text) and not text.startswith(("#", "*", "_")) and mark(text) is None


def _fenced(language: str, text: str) -> list[str]:
    return [f"{CELL_FENCE}{language}", *text.split("\n"), CELL_FENCE]


def _shown(output: _Output) -> str:
    """What an output shows as text; a picture shows nothing here, and a warning is no result."""
    match output.output_type:
        case "stream":
            return "" if output.name == "stderr" else _text(output.text).rstrip("\n")
        case "error":
            return _COLOUR.sub("", f"{output.ename}: {output.evalue}")
        case _ if any(kind.startswith("image/") for kind in output.data):
            return ""
        case _:
            return _text(output.data.get("text/plain", ""))


def _text(written: str | Sequence[str]) -> str:
    return plain(written if isinstance(written, str) else "".join(map(str, written)))
