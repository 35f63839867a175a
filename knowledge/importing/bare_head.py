"""Lines that say no more than "Question 3", and the question itself is below. Pure."""

from itertools import pairwise

from knowledge.importing.imported import Line, Lines, begins_paragraph, end_of_paragraph
from knowledge.importing.marks import answer_line, asks, head_word, lead, named_line, numbered_line
from knowledge.importing.question_tail import is_material


def opened(lines: Lines, fenced: frozenset[int]) -> tuple[Lines, list[int]]:
    """Write "Question 3:" right above the question; give the places of such lines without one."""
    heads = _heads(lines, fenced)
    ends = pairwise([*heads, len(lines)])
    below = {head: _question(lines, fenced, head, end) for head, end in ends}
    kept: list[Line] = []
    titles: list[int] = []
    asked_at = 0
    for place, line in enumerate(lines):
        question = below.get(place)
        if place in below and question is None:
            titles.append(len(kept))
        if question is not None:
            asked_at = question
            kept.append(Line(line.number, f"{line.text.rstrip()}:"))
        elif place >= asked_at:
            kept.append(line)
    return kept, titles


def _heads(lines: Lines, fenced: frozenset[int]) -> list[int]:
    """Find them in a file that begins with one: elsewhere `Task 1` is what a program shows."""
    places = [n for n in range(len(lines)) if n not in fenced]
    begun = next((n for n in places if _begins(lines[n].text)), len(lines))
    found = [n for n in places if head_word(lines[n].text) and begins_paragraph(lines, n)]
    if not found or found[0] > begun:
        return []
    word = head_word(lines[found[0]].text)
    return [n for n in found if head_word(lines[n].text) == word]


def _begins(text: str) -> bool:
    """Whether the first question or the first answer is here at the latest."""
    return asks(text) or answer_line(text, short=False) is not None or _has_mark(text)


def _question(lines: Lines, fenced: frozenset[int], head: int, end: int) -> int | None:
    """Find the paragraph below, with nothing but code and options between it and its answer."""
    below = [n for n in range(head + 1, end) if n not in fenced]
    mark = next((n for n in below if answer_line(lines[n].text, short=False) is not None), end)
    first = next((n for n in range(head + 1, mark) if lines[n].text.strip()), None)
    if mark == end or first is None or first in fenced or _is_counted(lines[first].text):
        return None
    last = end_of_paragraph(lines, first, mark)
    counted = [line.text for line in lines[first:mark] if _is_counted(line.text)]
    is_title = any(map(asks, counted)) or (
        bool(counted) and not any(asks(line.text) for line in lines[first:last])
    )
    return None if is_title or not is_material(lines[last:mark]) else first


def _is_counted(text: str) -> bool:
    return _has_mark(text) or lead(text) is not None


def _has_mark(text: str) -> bool:
    return numbered_line(text) is not None or named_line(text) is not None
