"""Read plain text: questions with numbers, answers behind `Ans:` or simply below. Pure.

An answer may hold lists whose items look like questions, and output that looks like numbers. So a
question is known by the mark of the answer that follows it, by its number being the next one, and
only where a file has no such marks by what it looks like.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from textwrap import shorten
from typing import NamedTuple

from knowledge.importing.questionnaire import (
    Line,
    Lines,
    Questionnaire,
    joined,
    numbered,
)
from knowledge.importing.questions import (
    ANSWERED,
    Remark,
    Start,
    Text,
    asked_in,
    asks,
    assembled,
    bare,
    has_lead,
    mark,
    no_answer,
    requests,
    unnumbered,
    with_ends,
)
from knowledge.pages.problems import Refused

# What a question shows and says is no longer, up to its answer's mark.
SHOWN_LINES = 60
_TITLE = re.compile(
    rf"[ \t#*_]*(?:{ANSWERED}|(?:answer )?(?:key|sheet)|lösungen|soluciones)"
    r"[ \t]*(?:\([^()]*\))?[ \t*_:]*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[ \t]*[-*+•][ \t]+(?=\S)")
_EXPECTED = (
    "expected questions such as '1 How ...?', each with an answer behind 'Ans:' below it (or, in "
    "a file that ends in .md, headings that ask)"
)


def read_text(path: str, written: str) -> Questionnaire | Refused:
    """Cut the file into questions; what is missing anywhere refuses all of it."""
    return read_questions(path, Text(numbered(written)))


def read_questions(path: str, text: Text) -> Questionnaire | Refused:
    """Do so with lines that come from elsewhere."""
    text = answers_below(text) or text
    starts = _marked(text) or _unmarked(text)
    if not starts:
        return Refused.at(path, *_nothing(text))
    parts = (text.heading_above(start.first) for start in starts[1:])
    sure, doubtful = _hidden(text, starts)
    return assembled(
        path,
        text.lines,
        starts,
        ends=[place for place in parts if place is not None],
        faults=[*_crossed(text, starts), *sure],
        notes=[*_jumps(text, starts), *stray_marks(text, starts), *doubtful],
    )


def answers_below(text: Text) -> Text | None:
    """Put each answer below the question of its number, where a file has all questions first.

    The answers have marks with numbers, or bare numbers below a title such as "Answers".
    """
    titles = [n for n, said in text.open.items() if _TITLE.match(said)]
    told = {n: found.number for n, found in text.marks.items()}
    split = next(iter(text.marks), 0)
    if len(titles) == 1 and text.marks.keys() <= {*titles}:
        split = titles[0]
        told = {n: found.number for n, found in text.counted.items() if n > split}
    asked = {n: found.number for n, found in text.counted.items() if n < split}
    if len(told) < 2 or text.asking.isdisjoint(asked) or len({*told.values()}) < len(told):
        return None
    if sorted(number or 0 for number in told.values()) != [*asked.values()]:
        return None
    answers = dict(zip(told.values(), _blocks(text.lines, [*told], len(text.lines)), strict=True))
    end = text.end_of_paragraph([*asked][-1], split)
    pairs = [
        line
        for block, number in zip(_blocks(text.lines, [*asked], end), asked.values(), strict=True)
        for line in (*block, *_as_answer(answers[number]))
    ]
    # What stands between both lists belongs to no question.
    first, between = next(iter(asked)), text.lines[end : next(iter(told))]
    return replace(text, lines=[*text.lines[:first], *between, *pairs])


def _as_answer(block: Lines) -> Lines:
    (number, text), *rest = block
    return block if mark(text) else [Line(number, f"Ans: {unnumbered(text)}"), *rest]


def _blocks(lines: Lines, starts: Sequence[int], end: int) -> list[Lines]:
    return [lines[start:stop] for start, stop in pairwise([*starts, end])]


def _marked(text: Text) -> list[Start]:
    """Find the questions whose answers have a mark."""
    starts: list[Start] = []
    # The number of the next question: None for any, 0 where those above have none.
    due: int | None = None
    for place, found in text.marks.items():
        first = _head(text, place, starts[-1].body if starts else 0, due)
        if first is not None:
            head, *tail = text.lines[first:place]
            question, shown = asked_in([Line(head.number, unnumbered(head.text)), *tail])
            number = text.number(first)
            starts.append(Start(first, place + 1, question, number, found.behind, shown))
            due = number + 1 if number is not None else due or 0
    return starts


def _head(text: Text, place: int, floor: int, due: int | None) -> int | None:
    """Find where the question begins whose answer's mark is at `place`."""
    near = text.paragraph_above(place, floor)
    if heads := [n for n in near if _may_ask(text, n, due)]:
        return _nearest(text, heads, 1 if due is None else due)
    is_asked = bool(near) and near[-1] in text.asking
    far = _far_above(text, place, floor, due, is_asked=is_asked)
    if far is not None or not near or near[0] not in text.open:
        return far
    is_whole = near[0] == floor or text.is_apart(near[0])
    is_asked = is_asked or requests(text.open[near[0]]) or (not due and near[0] in text.asking)
    return near[0] if is_whole and is_asked else None


def _may_ask(text: Text, place: int, due: int | None) -> bool:
    """Whether a line may begin a question: a list's last item can stand above a mark, too."""
    is_asked, is_apart = place in text.asking, text.is_apart(place)
    if place in text.counted:
        return due in (None, text.number(place)) or is_asked or is_apart
    said = text.open.get(place, "")
    is_led = has_lead(said) and (is_asked or (is_apart and not _BULLET.match(said)))
    return place in text.named or is_led


def _nearest(text: Text, heads: Sequence[int], due: int) -> int:
    """Choose the line with the next number; one that asks by itself gives way to the next."""
    expected = [n for n in heads if text.number(n) == due] or heads
    clear = [n for n in expected if n in text.asking or text.is_apart(n)]
    chosen = (clear or expected)[-1]
    for place in heads:
        is_next = text.number(place) == (text.number(chosen) or 0) + 1
        if place > chosen and is_next and chosen in text.asking:
            chosen = place
    return chosen


def _far_above(text: Text, end: int, floor: int, due: int | None, *, is_asked: bool) -> int | None:
    """Find a question in several paragraphs, or with code between it and its answer.

    `is_asked` is whether the line above the answer asks, so that the head need not.
    """
    for place in reversed(range(max(floor, end - SHOWN_LINES), end)):
        found = text.counted.get(place)
        is_due = found is not None and due in (None, found.number)
        is_head = found and (found.is_named or (is_asked and found.is_marked))
        is_known = place in text.named or (is_due and (is_head or place in text.asking))
        if is_known and text.is_apart(place):
            return place
    return None


def _unmarked(text: Text) -> list[Start]:
    """Find lines that look like questions, where no answer has a mark."""
    starts: list[Start] = []
    listed = 0
    for place, found in text.counted.items():
        last = starts[-1].number if starts else None
        is_first = found.number == 1 and text.heading_above(place) is not None
        is_next = is_first or last in (None, found.number - 1)
        # After 1, 2, an item 3 goes on with the list and is no third question.
        is_item = listed > 0 and found.number == listed + 1
        is_clear = place in text.asking or (text.is_apart(place) and not is_item)
        if is_next and is_clear and found.text:
            starts.append(Start(place, place + 1, bare(found.text), found.number))
            listed = 0
        else:
            listed = found.number
    return starts if any(asks(start.question) for start in starts) else []


def _crossed(text: Text, starts: Sequence[Start]) -> Iterator[Remark]:
    """Find answers that say they belong to another question; all of one number say nothing."""
    marks = [text.marks.get(start.body - 1) for start in starts]
    numbers = [found.number if found else None for found in marks]
    for start, number in zip(starts, numbers, strict=True):
        if len(set(numbers)) > 1 and None not in (number, start.number) and number != start.number:
            message = f"expected answer {start.number} to {start.question!r}, got answer {number}"
            yield text.lines[start.body - 1].number, message


class _Span(NamedTuple):
    """From where to where an answer goes, its question's number, and the next number below."""

    begin: int
    end: int
    last: int | None
    until: int | None

    def is_due(self, number: int | None) -> bool:
        """Whether no question below has the number that comes next."""
        return self.last is not None and number == self.last + 1 != self.until


def _hidden(text: Text, starts: Sequence[Start]) -> tuple[list[Remark], list[Remark]]:
    """Find questions among answers: surely some, and others that may be part of the answer."""
    heads = [start.first for start in starts]
    is_named = not text.named.keys().isdisjoint(heads)
    is_led = any(has_lead(text.open[head]) for head in heads)
    sure: list[Remark] = []
    doubtful: list[Remark] = []
    for span in _spans(text, starts):
        items = _items(text, span)
        for place in (n for n in range(span.begin, span.end) if n in text.open):
            number, said = text.lines[place]
            is_asked, is_apart = place in text.asking, text.is_apart(place)
            if place in text.named and (is_named or is_asked):
                below = joined(text.lines[place + 1 : place + 2]).strip()
                sure.append((number, no_answer(text.named[place] or below)))
            elif place not in items and _is_missing(text, place, span):
                sure.append((number, no_answer(text.counted[place].text)))
            elif is_led and is_asked and is_apart and has_lead(said) and place not in text.counted:
                sure.append((number, no_answer(said.strip())))
            elif span.is_due(text.number(place)) and (place not in items or is_apart):
                message = f"kept in the answer above, no question: {said.strip()!r}"
                doubtful.append((number, message))
    return sure, doubtful


def _is_missing(text: Text, place: int, span: _Span) -> bool:
    """Whether a line asks and has the next number, or has one that is skipped else."""
    number = text.number(place)
    if number is None:
        return False
    if place in text.asking:
        return span.last is None or span.is_due(number)
    return text.is_apart(place) and (span.until or 0) > number and span.is_due(number)


def _items(text: Text, span: _Span) -> set[int]:
    """Find lines that go on with a list."""
    found: set[int] = set()
    listed = 0
    for place in (n for n in text.counted if span.begin <= n < span.end):
        number = text.counted[place].number
        is_item = listed > 0 and number == listed + 1
        found |= {place} if is_item else set()
        listed = number if is_item or number == 1 else 0
    return found


def _spans(text: Text, starts: Sequence[Start]) -> Iterator[_Span]:
    untils: list[int | None] = [None]
    for start in reversed(starts):
        untils.append(untils[-1] if start.number is None else start.number)
    yield _Span(0, starts[0].first, None, untils[-1])
    spans = zip(with_ends(starts, text.lines), reversed(untils[:-1]), strict=True)
    for (start, end), until in spans:
        yield _Span(start.body, end, start.number, until)


def _jumps(text: Text, starts: Sequence[Start]) -> Iterator[Remark]:
    for before, start in pairwise(starts):
        if before.number is not None and start.number not in (None, before.number + 1):
            message = f"expected question {before.number + 1} next, got {start.number}"
            yield text.lines[start.first].number, message


def stray_marks(text: Text, starts: Sequence[Start]) -> Iterator[Remark]:
    """Find the second mark within one answer, which may be that of another question."""
    for start, end in with_ends(starts, text.lines):
        inside = [n for n in text.marks if start.body <= n < end]
        for place in inside if start.behind is not None else inside[1:]:
            yield text.lines[place].number, "no question before this mark: kept in the answer"


def _nothing(text: Text) -> Remark:
    """Say what was expected, at the first line that asks."""
    line = text.lines[min(text.asking, default=0)]
    got = f"only {shorten(line.text, 60, placeholder=' ...')!r}" if text.asking else "none"
    return line.number, f"{_EXPECTED}, got {got}"
