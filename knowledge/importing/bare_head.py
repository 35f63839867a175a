"""Lines that say no more than "Question 3", and the question itself is below. Pure."""

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from knowledge.importing.imported import Line, first_filled
from knowledge.importing.marks import asks, head_word, is_answer, lead, named_line, numbered_line
from knowledge.importing.question_tail import is_material
from knowledge.importing.text import Text


def opened(text: Text) -> tuple[Text, list[int]]:
    """Write "Question 3:" right above the question; give the places of such lines without one."""
    heads = _heads(text)
    ends = pairwise([*heads, len(text.lines)])
    marks = frozenset(text.answers())
    below = {head: _question(text, marks, head, end) for head, end in ends}
    kept: list[Line] = []
    titles: list[int] = []
    asked_at = 0
    for place, line in enumerate(text.lines):
        question = below.get(place)
        if place in below and question is None:
            titles.append(len(kept))
        if question is not None:
            asked_at = question
            kept.append(Line(line.number, f"{line.text.rstrip()}:"))
        elif place >= asked_at:
            kept.append(line)
    return replace(text, lines=kept), titles


def _heads(text: Text) -> list[int]:
    """Find them in a file that begins with one: elsewhere `Task 1` is what a program shows."""
    words = {n: head_word(text.lines[n].text) for n in text.open if text.begins_paragraph(n)}
    found = [n for n, word in words.items() if word]
    begun = next((n for n in text.open if _begins(text.lines[n].text)), len(text.lines))
    if not found or found[0] > begun:
        return []
    return [n for n in found if words[n] == words[found[0]]]


def _begins(text: str) -> bool:
    """Whether the first question or the first answer is here at the latest."""
    return asks(text) or is_answer(text) or _has_mark(text)


def _question(text: Text, marks: Collection[int], head: int, end: int) -> int | None:
    """Find the paragraph below, with nothing but code and options between it and its answer."""
    mark = next((n for n in range(head + 1, end) if n in marks), end)
    first = first_filled(text.lines, range(head + 1, mark))
    if mark == end or first is None or first in text.fenced or _is_counted(text.lines[first].text):
        return None
    last = text.end_of_paragraph(first, mark)
    counted = [line.text for line in text.lines[first:mark] if _is_counted(line.text)]
    is_title = any(map(asks, counted)) or (
        bool(counted) and not any(asks(line.text) for line in text.lines[first:last])
    )
    return None if is_title or not is_material(text.lines[last:mark]) else first


def _is_counted(text: str) -> bool:
    return _has_mark(text) or lead(text) is not None


def _has_mark(text: str) -> bool:
    return numbered_line(text) is not None or named_line(text) is not None
