"""Cells such as "Exercise 3: Stack them." above those that solve them, without a heading. Pure."""

import re
from collections.abc import Sequence

from knowledge.importing.cell_question import Cells, cell_lines
from knowledge.importing.marks import asks, head_word, is_answer

_NAMED = re.compile(
    r"[*_]*(?:q(?:uestion)?|exercise|problem|task|frage|aufgabe|übung|pregunta|ejercicio)"
    r"[ \t]*#?(\d{1,3})(?:[*_]*[ \t]*(?:[.:)]|[-–—][ \t])|[*_]*[ \t]*$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[*_]*\(?(\d{1,3})[.)][*_]*[ \t]+\S")


def exercises(cells: Cells) -> list[int]:
    """Find them by their words or numbers, which go up by one; nothing where anything is in doubt.

    A cell of code is None. Doubt is a heading or a question between them, the mark of an answer,
    and numbers that stand above words, which may be the steps of an answer.
    """
    named = _counted(cells, _NAMED)
    found = named or _counted(cells, _COUNTED)
    if len(found) < 2:
        return []
    between = [cell for n, cell in enumerate(cells) if n > found[0] and n not in found and cell]
    is_doubtful = any(map(_begins_other, between)) or any(
        is_answer(line) for cell in cells if cell for line in cell_lines(cell)
    )
    is_solved = bool(named) or all(_is_code_below(cells, place) for place in found)
    return found if is_solved and not is_doubtful else []


def exercise_text(cell: str) -> list[str]:
    """Give the lines of an exercise as one question begins: its name and its words on one line."""
    first, *below = cell.strip().split("\n")
    rest = [line for n, line in enumerate(below) if line.strip() or n]
    if head_word(first) and rest:
        return [f"{first.strip(' *_')}: {rest[0].strip()}", *rest[1:]]
    return [first, *below]


def _counted(cells: Cells, mark: re.Pattern[str]) -> list[int]:
    found = [(n, mark.match(cell.strip().split("\n")[0])) for n, cell in enumerate(cells) if cell]
    counted = [(n, int(one[1])) for n, one in found if one]
    numbers = [number for _, number in counted]
    is_row = bool(numbers) and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    return [n for n, _ in counted] if is_row else []


def _begins_other(cell: str) -> bool:
    return cell.lstrip().startswith("#") or asks(cell_lines(cell)[0])


def _is_code_below(cells: Sequence[str | None], place: int) -> bool:
    return place + 1 < len(cells) and cells[place + 1] is None
