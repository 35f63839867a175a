"""Files that have all questions first and the answers, with their numbers, below. Pure."""

from collections.abc import Sequence

from knowledge.importing.imported import Lines
from knowledge.importing.marks import answer_line, answer_number, asks, named_line, numbered_line


def interleaved(lines: Lines, fenced: frozenset[int]) -> Lines | None:
    """Put each answer below the question of its number; None where the file is not of this kind.

    What stands between both lists goes before the first question, as it belongs to none.
    """
    short = any(named_line(line.text) is not None for line in lines)
    unfenced = [n for n in range(len(lines)) if n not in fenced]
    marks = [n for n in unfenced if answer_line(lines[n].text, short=short) is not None]
    if len(marks) <= 1:
        return None
    questions = [n for n in unfenced if n < marks[0] and _asks(lines[n].text)]
    numbers = [_number(lines[n].text) for n in questions]
    told = [answer_number(lines[n].text, short=short) for n in marks]
    if len(set(told)) < len(told) or len(numbers) < len(set(numbers)) or set(told) != set(numbers):
        return None
    last = _end_of_paragraph(lines, questions[-1], marks[0])
    answers = dict(zip(told, _blocks(lines, marks, len(lines)), strict=True))
    paired = [
        line
        for number, block in zip(numbers, _blocks(lines, questions, last), strict=True)
        for line in (*block, *answers[number])
    ]
    return [*lines[: questions[0]], *lines[last : marks[0]], *paired]


def _asks(text: str) -> bool:
    found = numbered_line(text)
    return bool(found and (found.is_named or asks(found.text)))


def _number(text: str) -> int | None:
    found = numbered_line(text)
    return found.number if found else None


def _blocks(lines: Lines, starts: Sequence[int], end: int) -> list[Lines]:
    ends = [*starts[1:], end]
    return [lines[start:stop] for start, stop in zip(starts, ends, strict=True)]


def _end_of_paragraph(lines: Lines, start: int, limit: int) -> int:
    return next((n for n in range(start, limit) if not lines[n].text.strip()), limit)
