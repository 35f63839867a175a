"""What is wrong or odd about where questions were found in a text. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.importing.assembly import Remark, Start, no_answer
from knowledge.importing.imported import Lines
from knowledge.importing.marks import answer_number, asks, lead, named_line, numbered_line


def faults(
    lines: Lines, fenced: frozenset[int], starts: Sequence[Start], marks: Sequence[int]
) -> Iterator[Remark]:
    """Find questions that nobody answered, and answers that nobody asked for."""
    gaps = _Gaps(lines, fenced, starts)
    answered = {start.question for start in starts}
    for place, question in gaps.unanswered(0, starts[0].first, None, starts[0].number):
        if question not in answered:  # else the questions are listed before they are answered
            yield lines[place].number, no_answer(question)
    for start, end, until in _sections(lines, starts):
        for place, question in gaps.unanswered(start.body, end, start.number, until):
            far = next((n for n in marks if place < n < end), None)
            told = no_answer(question) if far is None else _too_far(question, lines[far].number)
            yield lines[place].number, told
    yield from _crossed(lines, starts)


def notes(
    lines: Lines, fenced: frozenset[int], starts: Sequence[Start], marks: Sequence[int]
) -> Iterator[Remark]:
    """Say what is odd but was read all the same."""
    for before, start in pairwise(starts):
        if before.number is not None and start.number not in (None, before.number + 1):
            message = f"expected question {before.number + 1} next, got {start.number}"
            yield lines[start.first].number, message
    known = {start.body - 1 for start in starts}
    for place in marks:
        if place not in known and place > starts[0].first:
            yield lines[place].number, "no question before this mark: kept in the answer"
    yield from _swallowed(lines, fenced, starts)


def _sections(lines: Lines, starts: Sequence[Start]) -> Iterator[tuple[Start, int, int | None]]:
    """Give each question with the end of its answer, and the number of the next one."""
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        yield (
            start,
            following.first if following else len(lines),
            (following.number if following else None),
        )


def _too_far(question: str, line: int) -> str:
    return (
        f"expected the answer to {question!r} right below it, or below nothing but its code and "
        f"options; got other text, and the mark of an answer only in line {line}"
    )


def _crossed(lines: Lines, starts: Sequence[Start]) -> Iterator[Remark]:
    """Find answers that say they belong to another question; all of one number say nothing."""
    told = [answer_number(lines[start.body - 1].text, short=True) for start in starts]
    if len(set(told)) == 1:
        return
    for start, number in zip(starts, told, strict=True):
        if number is not None and start.number is not None and number != start.number:
            message = f"expected answer {start.number} to {start.question!r}, got answer {number}"
            yield lines[start.body - 1].number, message


def _swallowed(lines: Lines, fenced: frozenset[int], starts: Sequence[Start]) -> Iterator[Remark]:
    """Find lines with the number of the next question that do not ask: one may be meant."""
    for start, end, until in _sections(lines, starts):
        listed = 0
        for place in range(start.body, end):
            found = None if place in fenced else numbered_line(lines[place].text)
            if not found:
                continue
            is_next = start.number is not None and found.number == start.number + 1 != until
            if is_next and not listed:
                said = lines[place].text.strip()
                yield lines[place].number, f"kept in the answer above, no question: {said!r}"
            listed = found.number


class _Gaps:
    """The text between questions that were found, where others may hide."""

    def __init__(self, lines: Lines, fenced: frozenset[int], starts: Sequence[Start]) -> None:
        self._lines = lines
        self._fenced = fenced
        heads = [lines[start.first].text for start in starts]
        self._leads = {lead(head) for head in heads} - {None}
        self._is_named = any(named_line(head) is not None for head in heads)

    def unanswered(
        self, start: int, end: int, last: int | None, until: int | None
    ) -> Iterator[tuple[int, str]]:
        """Find questions among an answer's lines: by a missing number, `?`, or a mark like `Q:`."""
        listed = 0
        for place in range(start, end):
            if place in self._fenced:
                continue
            text = self._lines[place].text
            found, said = numbered_line(text), self._marked(place)
            if said is not None:
                yield place, said
            if not found:
                continue
            is_item = listed > 0 and found.number == listed + 1
            is_missing = last is not None and found.number == last + 1 != until
            is_skipped = is_missing and (until or 0) > found.number and self._is_apart(place)
            is_alone = not any(line.text.strip() for line in self._lines[place + 1 : end])
            is_asked = asks(found.text) and (is_missing or is_alone or last is None)
            if said is None and not is_item and (is_asked or is_skipped):
                yield place, found.text
            listed = found.number if is_item or found.number == 1 else 0

    def _marked(self, place: int) -> str | None:
        """Read a question marked in the manner of this file's others."""
        text = self._lines[place].text
        named = named_line(text)
        if named is not None and (self._is_named or asks(named)):
            following = self._lines[place + 1].text.strip() if place + 1 < len(self._lines) else ""
            return named or following
        is_like_others = lead(text) in self._leads and asks(text) and self._is_apart(place)
        return text.strip() if is_like_others else None

    def _is_apart(self, place: int) -> bool:
        return place == 0 or not self._lines[place - 1].text.strip()
