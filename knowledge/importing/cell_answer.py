"""What notebooks' cells say once they are read: answers as written, and what may be none. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from textwrap import shorten

from knowledge.importing.cell_question import Cells, begins_nothing, cell_lines, doubtful
from knowledge.importing.imported import Imported, Part, Prose, Questionnaire
from knowledge.problem import Problem

_MOST_SAID = 60


def as_written(
    read: Questionnaire, cells: Cells, bold: Sequence[Sequence[str]]
) -> tuple[Imported, ...]:
    """Take the bold marks off again that `in_bold` gave to lines that are no questions."""
    written = {
        lines[0]: cell_lines(cell)[0] for cell, lines in zip(cells, bold, strict=True) if cell
    }
    own = {line for cell in cells if cell for line in cell.split("\n")}
    made = {line: was for line, was in written.items() if line != was and line not in own}
    return tuple(_restored(one, made) for one in read.questions)


def _restored(one: Imported, made: Mapping[str, str]) -> Imported:
    parts = tuple(_restored_part(part, made) for part in one.parts)
    return replace(one, answer=_restored_text(one.answer, made), parts=parts)


def _restored_part(part: Part, made: Mapping[str, str]) -> Part:
    return replace(part, text=_restored_text(part.text, made)) if isinstance(part, Prose) else part


def _restored_text(text: str, made: Mapping[str, str]) -> str:
    return "\n".join(made.get(line, line) for line in text.split("\n"))


def cell_notes(
    path: str, read: Questionnaire, cells: Cells, first_lines: Sequence[int], *, inside: bool
) -> Iterator[Problem]:
    """Name cells that were kept in an answer and may be a question of their own.

    `first_lines` says on which line of the file each cell begins.
    """
    asked = {one.line for one in read.questions}
    chosen = [cell for cell, line in zip(cells, first_lines, strict=True) if cell and line in asked]
    if len(set(first_lines)) < len(first_lines) or any(cell.startswith("#") for cell in chosen):
        return
    kept = [*_silent(cells)] if inside else [*doubtful(cells)]
    for n, why in kept:
        if first_lines[n] > min(asked) and first_lines[n] not in asked:
            said = shorten(cell_lines(cells[n] or "")[0], _MOST_SAID, placeholder=" ...")
            yield Problem(path, first_lines[n], f"kept in the answer above, {why}: {said!r}")


def _silent(cells: Cells) -> Iterator[tuple[int, str]]:
    return ((n, "it does not ask") for n, cell in enumerate(cells) if begins_nothing(cell))
