"""Files that have all questions first and the answers, with their numbers, below. Pure."""

import re
from collections.abc import Sequence

from knowledge.importing.imported import Line, Lines, end_of_paragraph
from knowledge.importing.marks import (
    ANSWERED,
    answer_line,
    answer_number,
    asks,
    behind_number,
    has_named_question,
    number_of,
    numbered_line,
)

_TITLE = re.compile(rf"(?:{ANSWERED}|answer (?:key|sheet)|key|lösungen|soluciones)$", re.IGNORECASE)


def interleaved(lines: Lines, fenced: frozenset[int]) -> Lines | None:
    """Put each answer below the question of its number; None where the file is not of this kind.

    What stands between both lists goes before the first question, as it belongs to none.
    """
    short = has_named_question(lines, fenced)
    unfenced = [n for n in range(len(lines)) if n not in fenced]
    marks = [n for n in unfenced if answer_line(lines[n].text, short=short) is not None]
    if len(marks) <= 1:
        return None
    questions = [n for n in unfenced if n < marks[0] and _asks(lines[n].text)]
    numbers = [number_of(lines[n].text) for n in questions]
    told = [answer_number(lines[n].text, short=short) for n in marks]
    if len(set(told)) < len(told) or len(numbers) < len(set(numbers)) or set(told) != set(numbers):
        return None
    last = end_of_paragraph(lines, questions[-1], marks[0])
    answers = dict(zip(told, _blocks(lines, marks, len(lines)), strict=True))
    paired = [
        line
        for number, block in zip(numbers, _blocks(lines, questions, last), strict=True)
        for line in (*block, *answers[number])
    ]
    return [*lines[: questions[0]], *lines[last : marks[0]], *paired]


def keyed(lines: Lines, fenced: frozenset[int]) -> Lines | None:
    """Do the same where bare numbers stand below a title such as "Answers"."""
    unfenced = [n for n in range(len(lines)) if n not in fenced]
    titles = [n for n in unfenced if _TITLE.match(lines[n].text.strip(" \t#*_:"))]
    marks = [n for n in unfenced if answer_line(lines[n].text, short=False) is not None]
    if len(titles) != 1 or set(marks) - set(titles):
        return None
    [title] = titles
    counted = [n for n in unfenced if number_of(lines[n].text) is not None]
    questions = [n for n in counted if n < title]
    answers = [n for n in counted if n > title]
    if not _is_counted(lines, questions, answers):
        return None
    last = end_of_paragraph(lines, questions[-1], title)
    paired = [
        line
        for question, answer in zip(
            _blocks(lines, questions, last), _blocks(lines, answers, len(lines)), strict=True
        )
        for line in (*question, *_marked(answer))
    ]
    return [*lines[: questions[0]], *lines[last : answers[0]], *paired]


def _is_counted(lines: Lines, questions: Sequence[int], answers: Sequence[int]) -> bool:
    """Whether both lists have the same numbers in a row, two at least, and one asks."""
    numbers = [number_of(lines[n].text) for n in questions]
    first = numbers[0] if numbers else None
    return (
        first is not None
        and len(numbers) > 1
        and numbers == [*range(first, first + len(numbers))]
        and numbers == [number_of(lines[n].text) for n in answers]
        and any(_asks(lines[n].text) for n in questions)
    )


def _marked(answer: Lines) -> Lines:
    first, *rest = answer
    return [Line(first.number, f"Ans: {behind_number(first.text)}"), *rest]


def _asks(text: str) -> bool:
    found = numbered_line(text)
    return bool(found and (found.is_named or asks(found.text)))


def _blocks(lines: Lines, starts: Sequence[int], end: int) -> list[Lines]:
    ends = [*starts[1:], end]
    return [lines[start:stop] for start, stop in zip(starts, ends, strict=True)]
