"""Files that have all questions first and the answers, with their numbers, below. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.importing.imported import Line, Lines
from knowledge.importing.marks import (
    ANSWERED,
    answer_number,
    asks,
    behind_number,
    number_of,
    numbered_line,
)
from knowledge.importing.text import Text

_TITLE = re.compile(
    rf"(?:{ANSWERED}|answer (?:key|sheet)|key|lösungen|soluciones)[ \t]*(?:\([^()]*\))?$",
    re.IGNORECASE,
)


_PLURAL = re.compile(
    r"(?:answers|solutions|antworten|lösungen|respuestas|soluciones)", re.IGNORECASE
)


def is_list_title(text: str) -> bool:
    """Whether a line is the title of several answers."""
    return bool(_PLURAL.match(text.strip(" \t#*_:")) and _TITLE.match(text.strip(" \t#*_:")))


def interleaved(text: Text) -> Text | None:
    """Put each answer below the question of its number; None where it is not of this kind."""
    short = text.has_named_question
    marks = text.answers(short=short)
    if len(marks) <= 1:
        return None
    questions = [n for n in text.open if n < marks[0] and _asks(text.lines[n].text)]
    numbers = _numbers(text, questions)
    told = [answer_number(text.lines[n].text) for n in marks]
    if len(set(told)) < len(told) or len(numbers) < len(set(numbers)) or set(told) != set(numbers):
        return None
    answers = dict(zip(told, _blocks(text.lines, marks, len(text.lines)), strict=True))
    last = text.end_of_paragraph(questions[-1], marks[0])
    return _paired(text, questions, last, marks[0], [answers[number] for number in numbers])


def keyed(text: Text) -> Text | None:
    """Do the same where bare numbers stand below a title such as "Answers"."""
    titles = [n for n in text.open if _TITLE.match(text.lines[n].text.strip(" \t#*_:"))]
    if len(titles) != 1 or set(text.answers()) - set(titles):
        return None
    [title] = titles
    counted = [n for n in text.open if number_of(text.lines[n].text) is not None]
    questions = [n for n in counted if n < title]
    answers = [n for n in counted if n > title]
    if not _is_counted(text, questions, answers):
        return None
    last = text.end_of_paragraph(questions[-1], title)
    told = map(_marked, _blocks(text.lines, answers, len(text.lines)))
    return _paired(text, questions, last, answers[0], told)


def _is_counted(text: Text, questions: Sequence[int], answers: Sequence[int]) -> bool:
    """Whether both lists have the same numbers in a row, two at least, and one asks."""
    numbers = _numbers(text, questions)
    first = numbers[0] if numbers else None
    return (
        first is not None
        and len(numbers) > 1
        and numbers == [*range(first, first + len(numbers))]
        and numbers == _numbers(text, answers)
        and any(_asks(text.lines[n].text) for n in questions)
    )


def _numbers(text: Text, places: Sequence[int]) -> list[int | None]:
    return [number_of(text.lines[n].text) for n in places]


def _paired(
    text: Text, questions: Sequence[int], end: int, first: int, answers: Iterable[Lines]
) -> Text:
    """Put each answer below its question.

    What stands between both lists, from `end` to the `first` answer, goes before the first
    question, as it belongs to none.
    """
    pairs = zip(_blocks(text.lines, questions, end), answers, strict=True)
    paired = [line for pair in pairs for block in pair for line in block]
    return replace(text, lines=[*text.lines[: questions[0]], *text.lines[end:first], *paired])


def _marked(answer: Lines) -> Lines:
    first, *rest = answer
    return [Line(first.number, f"Ans: {behind_number(first.text)}"), *rest]


def _asks(text: str) -> bool:
    found = numbered_line(text)
    return bool(found and (found.is_named or asks(found.text)))


def _blocks(lines: Lines, starts: Sequence[int], end: int) -> list[Lines]:
    ends = [*starts[1:], end]
    return [lines[start:stop] for start, stop in zip(starts, ends, strict=True)]
