"""Read a Jupyter notebook: what Markdown cells ask and say, code cells with what they showed. Pure.

The cells become the lines of one Markdown text, in which code cells are fences.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.importing.assembly import Start, assembled
from knowledge.importing.cell_question import (
    Cells,
    begins_nothing,
    cell_lines,
    doubtful,
    has_answers_inside,
    in_bold,
)
from knowledge.importing.decoding import excess, plain
from knowledge.importing.exercise_cells import exercise_text, exercises
from knowledge.importing.fence import CELL_FENCE
from knowledge.importing.imported import Imported, Line, Prose, Questionnaire
from knowledge.importing.markdown import read_markdown_lines
from knowledge.importing.marks import numbered_line
from knowledge.importing.question_tail import asked
from knowledge.pages.problems import Problem, Refused

# A longer output was there to be looked at, not to be learnt.
MOST_SHOWN = 4000
# JSON escapes quotes inside strings, so this is a key.
_CELL = re.compile(r'(?<!\\)"cell_type"\s*:')
_MOST_SAID = 60
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
    def is_code(self) -> bool:
        return self.cell_type == "code"


class _Notebook(_Read):
    nbformat: int
    cells: list[_Cell] = []


def read_notebook(path: str, text: str) -> Questionnaire | Refused:
    """Read format 4, which every Jupyter since 2015 writes."""
    notebook = _notebook(path, text)
    if isinstance(notebook, Refused):
        return notebook
    first_lines = [text.count("\n", 0, found.start()) + 1 for found in _CELL.finditer(text)]
    if len(first_lines) != len(notebook.cells):
        first_lines = [1] * len(notebook.cells)
    texts = [None if cell.is_code else _text(cell.source).strip("\n") for cell in notebook.cells]
    inside = has_answers_inside(texts)
    read = _read(path, notebook, first_lines, texts, inside=inside)
    if inside and isinstance(read, Questionnaire) and not _is_inside(read, first_lines, texts):
        read = _read(path, notebook, first_lines, texts, inside=False)
    places = exercises(texts) if isinstance(read, Refused) else []
    return _exercises(path, notebook, first_lines, texts, places) if places else read


def _exercises(
    path: str, notebook: _Notebook, first_lines: Sequence[int], texts: Cells, places: Sequence[int]
) -> Questionnaire | Refused:
    """Read the cells at `places` as questions, and those below each as its answer."""
    lines: list[Line] = []
    starts: list[Start] = []
    for place, (number, cell) in enumerate(zip(first_lines, notebook.cells, strict=True)):
        said = texts[place] or ""
        if place in places:
            head, *tail = (Line(number, each) for each in exercise_text(said))
            question = asked(_unnumbered(head.text), tail)
            starts.append(
                Start(len(lines), len(lines) + 1, None, question.text, None, question.code)
            )
            lines += [Line(number, question.text), Line(number, "")]
        else:
            lines += (
                Line(number, each)
                for each in (*(_code(cell) if cell.is_code else said.split("\n")), "")
            )
    return excess(path, lines) or assembled(path, lines, starts)


def _unnumbered(text: str) -> str:
    found = numbered_line(text)
    return found.text if found else text


def _read(
    path: str, notebook: _Notebook, first_lines: Sequence[int], texts: Cells, *, inside: bool
) -> Questionnaire | Refused:
    bold = [*in_bold(texts, inside=inside)]
    lines = [
        Line(number, each)
        for number, cell, said in zip(first_lines, notebook.cells, bold, strict=True)
        for each in (*(_code(cell) if cell.is_code else said), "")
    ]
    if not any(line.text.strip() for line in lines):
        return Refused.at(path, 1, "expected cells with questions, got an empty notebook")
    too_much = excess(path, lines)
    if too_much:
        return too_much
    read = read_markdown_lines(path, lines)
    if isinstance(read, Refused):
        return read
    doubts = _doubts(path, read, texts, first_lines, inside=inside)
    notes = tuple(sorted({*read.notes, *doubts}))
    return Questionnaire(_as_written(read, texts, bold), notes)


def _is_inside(read: Questionnaire, first_lines: Sequence[int], texts: Cells) -> bool:
    """Whether every question was one that begins the cell of its answer."""
    bold = zip(texts, in_bold(texts, inside=True), first_lines, strict=True)
    begun = {line for text, said, line in bold if text and said[0] != cell_lines(text)[0]}
    return begun.issuperset(one.line for one in read.questions)


def _as_written(
    read: Questionnaire, cells: Cells, bold: Sequence[Sequence[str]]
) -> tuple[Imported, ...]:
    """Take the bold marks off again that `in_bold` gave to lines that are no questions."""
    written = {
        lines[0]: cell_lines(cell)[0] for cell, lines in zip(cells, bold, strict=True) if cell
    }
    own = {line for cell in cells if cell for line in cell.split("\n")}
    made = {line: was for line, was in written.items() if line != was and line not in own}

    def restored(text: str) -> str:
        return "\n".join(made.get(line, line) for line in text.split("\n"))

    def whole(one: Imported) -> Imported:
        parts = (
            replace(part, text=restored(part.text)) if isinstance(part, Prose) else part
            for part in one.parts
        )
        return replace(one, answer=restored(one.answer), parts=tuple(parts))

    return tuple(map(whole, read.questions))


def _doubts(
    path: str, read: Questionnaire, cells: Cells, first_lines: Sequence[int], *, inside: bool
) -> Iterator[Problem]:
    """Name cells that were kept in an answer and may be a question of their own.

    `first_lines` says on which line of the file each cell begins.
    """
    asked = {one.line for one in read.questions}
    chosen = [cell for cell, line in zip(cells, first_lines, strict=True) if cell and line in asked]
    if len(set(first_lines)) < len(first_lines) or any(cell.startswith("#") for cell in chosen):
        return
    silent = ((n, "it does not ask") for n, cell in enumerate(cells) if begins_nothing(cell))
    for n, why in silent if inside else doubtful(cells):
        if first_lines[n] > min(asked) and first_lines[n] not in asked:
            said = shorten(cell_lines(cells[n] or "")[0], _MOST_SAID, placeholder=" ...")
            yield Problem(path, first_lines[n], f"kept in the answer above, {why}: {said!r}")


def _notebook(path: str, text: str) -> _Notebook | Refused:
    try:
        notebook = _Notebook.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        return Refused.at(path, error.lineno, f"this is not a notebook: {error.msg}")
    except RecursionError:
        return Refused.at(path, 1, "this is not a notebook: it is nested too deeply")
    except ValidationError as error:
        first = error.errors()[0]
        return Refused.at(path, 1, _misshapen(first["loc"], first["input"]))
    except ValueError:
        return Refused.at(path, 1, "this is not a notebook: it has a number of thousands of digits")
    if notebook.nbformat != 4:
        got = notebook.nbformat
        message = f"expected a notebook of format 4, got {got}: open it in Jupyter and save it"
        return Refused.at(path, 1, message)
    return notebook


def _misshapen(where: tuple[int | str, ...], got: object) -> str:
    """Say in an instructor's words what a notebook lacks."""
    came = "nothing" if got is None else f"a list of {len(got)}" if isinstance(got, list) else None
    came = came or shorten(repr(got), _MOST_SAID, placeholder=" ...")
    match where:
        case ("cells", int(number), "source", *_):
            return f"expected text in cell {number + 1}, got {came}"
        case ("cells", int(number), "cell_type"):
            return f"expected cell {number + 1} to hold Markdown, code or raw text, got {came}"
        case ("cells", int(number), *rest):
            what = f"its {rest[0]}" if rest else "a cell of a notebook"
            return f"cell {number + 1}: expected {what} as Jupyter writes it, got {came}"
        case _:
            return f"expected a notebook with cells, as Jupyter writes it, got {came}"


def _code(cell: _Cell) -> Iterator[str]:
    """Write a cell of code and what it shows as fences."""
    source = _text(cell.source).strip("\n")
    if source.strip():
        yield from (f"{CELL_FENCE}python", *source.split("\n"), CELL_FENCE)
    output = "\n".join(filter(None, map(_shown, cell.outputs)))
    if output.strip() and len(output) <= MOST_SHOWN:
        yield from (f"{CELL_FENCE}output", *output.split("\n"), CELL_FENCE)


def _shown(output: _Output) -> str:
    """What an output shows as text; a picture shows nothing here."""
    if output.output_type == "stream":
        # A warning is no result, and another version of torch gives another one.
        if output.name == "stderr":
            return ""
        return _text(output.text).rstrip("\n")
    if output.output_type == "error":
        return _COLOUR.sub("", f"{output.ename}: {output.evalue}")
    plain: str | Sequence[str] = output.data.get("text/plain", "")
    is_figure = any(kind.startswith("image/") for kind in output.data)
    return "" if is_figure else _text(plain)


def _text(written: str | Sequence[str]) -> str:
    whole = written if isinstance(written, str) else "".join(map(str, written))
    # JSON can carry half a surrogate pair, which nothing that stores text takes.
    text = plain(whole.encode("utf-8", "replace").decode("utf-8"))
    return text.replace("\r\n", "\n").replace("\r", "\n")
