"""What is wrong or odd about where questions were found in a text. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.importing.assembly import Remark, Start, no_answer, with_ends
from knowledge.importing.imported import Line, Lines, first_filled, trimmed
from knowledge.importing.listed import is_list_title
from knowledge.importing.marks import (
    answer_line,
    answer_number,
    asks,
    lead,
    mark_word,
    named_line,
    numbered_line,
    requests,
)
from knowledge.importing.text import Text

_ASK = "if it is one, begin it with 'Q:'; if not, take the mark off"


def faults(text: Text, starts: Sequence[Start], marks: Sequence[int]) -> Iterator[Remark]:
    """Find questions that nobody answered, and answers that nobody asked for."""
    found = sorted(
        {
            *_unanswered(text, starts, marks),
            *_crossed(text.lines, starts),
            *_several(text, starts),
        }
    )
    # A mark too far from its question is named with the question.
    yield from found or _unasked(text, starts, marks)


def _several(text: Text, starts: Sequence[Start]) -> Iterator[Remark]:
    """Find several questions above one title such as "Answers", which nothing pairs."""
    for start in starts:
        above = [text.lines[n].text for n in range(start.first, start.body - 1)]
        said = [each for each in above if each.strip()]
        if (
            len(said) > 1
            and all(map(asks, said))
            and is_list_title(text.lines[start.body - 1].text)
        ):
            message = (
                f"expected one question above this list of answers, got {len(said)}: give each "
                "question and its answer the same number"
            )
            yield text.lines[start.body - 1].number, message


def _unanswered(text: Text, starts: Sequence[Start], marks: Sequence[int]) -> Iterator[Remark]:
    gaps, lines = _Gaps(text, starts), text.lines
    answered = {start.question for start in starts}
    numbers = _next_numbers(starts)
    for place, question in gaps.unanswered(0, starts[0].first, None, numbers[0]):
        if question not in answered:  # else the questions are listed before they are answered
            yield lines[place].number, _no_answer(question, starts[0])
    below = zip(with_ends(starts, lines), numbers[1:], [*starts[1:], None], strict=True)
    for (start, end), until, following in below:
        for place, question in gaps.unanswered(start.body, end, start.number, until):
            far = next((n for n in marks if place < n < end), None)
            told = (
                _no_answer(question, following) if far is None else _too_far(question, lines[far])
            )
            yield lines[place].number, told


def notes(text: Text, starts: Sequence[Start], marks: Sequence[int]) -> Iterator[Remark]:
    """Say what is odd but was read all the same."""
    lines = text.lines
    for before, start in pairwise(starts):
        if before.number is not None and start.number not in (None, before.number + 1):
            message = f"expected question {before.number + 1} next, got {start.number}"
            yield lines[start.first].number, message
    known = {start.body - 1 for start in starts}
    for place in marks:
        if place not in known and place > starts[0].first:
            yield lines[place].number, "no question before this mark: kept in the answer"
    yield from _swallowed(text, starts)


def untold(text: Text, starts: Sequence[Start], titles: Sequence[int]) -> Iterator[Remark]:
    """Name lines such as "Exercise 3" that are in an answer: a title and what is below it."""
    asked = {place for start in starts for place in range(start.first, start.body)}
    for place in titles:
        if place > starts[0].first and place not in asked:
            number, said = text.lines[place]
            yield number, f"kept in the answer above, it may be a title: {said.strip()!r}"


def _next_numbers(starts: Sequence[Start]) -> list[int | None]:
    """Give the first number from each question on, and None behind the last."""
    found: list[int | None] = [None]
    for start in reversed(starts):
        found.append(found[-1] if start.number is None else start.number)
    return found[::-1]


def _no_answer(question: str, following: Start | None) -> str:
    """Say so; a question without a number below may be the rest of it."""
    if following is None or following.number is not None or asks(question):
        return no_answer(question)
    return f"{no_answer(question)}; if it goes on in other paragraphs, put it into one paragraph"


def _unasked(text: Text, starts: Sequence[Start], marks: Sequence[int]) -> Iterator[Remark]:
    """Find marks below words that tell somebody to answer, which may be a question."""
    lines = text.lines
    known = {start.body - 1 for start in starts}
    used = {mark_word(lines[place].text) for place in known}
    # Where all questions have numbers or marks, words without are none.
    is_bare = any(_is_bare(lines[start.first].text) for start in starts)
    leads = {lead(said) for said in _right_above(text, starts) if asks(said)} - {None}
    for before, place in zip([-1, *marks], marks, strict=False):
        if place in known or not _says_answer(lines[place].text):
            continue
        words = [n for n in text.paragraph_above(place, before + 1) if n not in text.fenced]
        if not words:
            continue
        first, last = lines[words[0]].text, lines[words[-1]].text
        is_alike = lead(last) in leads
        is_apart = is_bare and _is_apart(lines, words[0], before)
        is_told = requests(last if is_alike else first)
        is_used = mark_word(lines[place].text) in used
        if is_told and is_used and (is_alike or is_apart):
            message = f"expected a question above this mark, got {first.strip()!r}: {_ASK}"
            yield lines[place].number, message


def _is_bare(text: str) -> bool:
    return numbered_line(text) is None and named_line(text) is None and lead(text) is None


def _right_above(text: Text, starts: Sequence[Start]) -> Iterator[str]:
    """Give what stands right above the answer of each question."""
    for start in starts:
        place = first_filled(text.lines, reversed(range(start.first, start.body - 1)))
        if place is not None:
            yield text.lines[place].text


def _says_answer(text: str) -> bool:
    """Whether a mark is more than a word, which may be a title."""
    return bool(answer_line(text)) or ":" in text


def _is_apart(lines: Lines, first: int, before: int) -> bool:
    """Whether a paragraph begins here, and what the mark before says is above it; -1 is none."""
    if before < 0:
        return True
    told, between = answer_line(lines[before].text), lines[before + 1 : first]
    return bool(trimmed(between)) or (bool(told) and bool(between))


def _too_far(question: str, mark: Line) -> str:
    return (
        f"expected the answer to {question!r} right below it, or below nothing but its code and "
        f"options; got other text, and the mark of an answer only in line {mark.number}"
    )


def _crossed(lines: Lines, starts: Sequence[Start]) -> Iterator[Remark]:
    """Find answers that say they belong to another question; all of one number say nothing."""
    told = [answer_number(lines[start.body - 1].text) for start in starts]
    if len(set(told)) == 1:
        return
    for start, number in zip(starts, told, strict=True):
        if number is not None and start.number is not None and number != start.number:
            message = f"expected answer {start.number} to {start.question!r}, got answer {number}"
            yield lines[start.body - 1].number, message


def _swallowed(text: Text, starts: Sequence[Start]) -> Iterator[Remark]:
    """Find lines with the number of the next question that do not ask: one may be meant."""
    untils = [*(start.number for start in starts[1:]), None]
    for (start, end), until in zip(with_ends(starts, text.lines), untils, strict=True):
        listed = 0
        for place in range(start.body, end):
            number, said = text.lines[place]
            found = None if place in text.fenced else numbered_line(said)
            if not found:
                continue
            is_next = start.number is not None and found.number == start.number + 1 != until
            if is_next and (not listed or text.begins_paragraph(place)):
                yield number, f"kept in the answer above, no question: {said.strip()!r}"
            listed = found.number


class _Gaps:
    """The text between questions that were found, where others may hide."""

    def __init__(self, text: Text, starts: Sequence[Start]) -> None:
        self._text = text
        self._lines = text.lines
        heads = [text.lines[start.first].text for start in starts]
        self._leads = {lead(head) for head in heads} - {None}
        self._is_first_loose = starts[0].number is None
        self._is_named = any(named_line(head) is not None for head in heads)

    def unanswered(
        self, start: int, end: int, last: int | None, until: int | None
    ) -> Iterator[tuple[int, str]]:
        """Find questions among an answer's lines: by a missing number, `?`, or a mark like `Q:`."""
        listed = 0
        # Of a question in pieces only the end was found.
        is_first_loose = last is None and self._is_first_loose
        for place in range(start, end):
            if place in self._text.fenced:
                continue
            text = self._lines[place].text
            found, said = numbered_line(text), self._marked(place)
            if said is not None:
                yield place, said
            if not found:
                continue
            is_apart = self._text.begins_paragraph(place)
            is_item = listed > 0 and found.number == listed + 1
            is_missing = last is not None and found.number == last + 1 != until
            is_skipped = is_missing and (until or 0) > found.number and is_apart
            is_alone = not any(line.text.strip() for line in self._lines[place + 1 : end])
            is_before = is_first_loose and until == found.number + 1 and is_apart
            is_asked = asks(found.text) and (is_missing or is_alone or last is None)
            is_doubtful = is_asked or is_skipped or is_before
            if said is None and not is_item and is_doubtful:
                yield place, found.text
            listed = found.number if is_item or found.number == 1 else 0

    def _marked(self, place: int) -> str | None:
        """Read a question marked in the manner of this file's others."""
        text = self._lines[place].text
        named = named_line(text)
        if named is not None and (self._is_named or asks(named)):
            return named or self._text.below(place).strip()
        is_like_others = lead(text) in self._leads and asks(text)
        return text.strip() if is_like_others and self._text.begins_paragraph(place) else None
