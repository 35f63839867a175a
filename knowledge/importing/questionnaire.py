"""Read plain text: questions with numbers, answers behind `Ans:` or simply below. Pure.

An answer may hold lists whose items look like questions, and output that looks like numbers. So a
question is known by the mark of the answer that follows it, by its number being the next one, and
only where a file has no such marks by what it looks like.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from knowledge.importing.assembly import Start, assembled, no_answer
from knowledge.importing.fence import inside_fences
from knowledge.importing.imported import Line, Lines, Questionnaire, joined, numbered
from knowledge.importing.marks import (
    answer_line,
    asks,
    is_bare_number,
    named_line,
    numbered_line,
)
from knowledge.problem import Problem, Refused

# A question may go on over so many lines before its answer is marked.
QUESTION_LINES = 4
_NOTHING = (
    "expected questions such as '1 How ...?', each with an answer behind 'Ans:', got none; "
    "a Markdown file is read by its headings where its name ends in .md"
)


def read_text(path: str, text: str) -> Questionnaire | Refused:
    """Cut the file into questions; what is missing anywhere refuses all of it."""
    return read_lines(path, numbered(text))


def read_lines(path: str, lines: Lines) -> Questionnaire | Refused:
    """Do so with lines that come from elsewhere, cells of a notebook say."""
    kept = _Text(lines, inside_fences(lines))
    starts = kept.marked() or kept.unmarked()
    if not starts:
        return Refused((Problem(path, 1, _NOTHING),))
    return assembled(path, lines, starts, kept.faults(starts), kept.notes(starts))


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of a file, and the indices of those that are inside fences."""

    lines: Lines
    fenced: frozenset[int]

    def marked(self) -> list[Start]:
        """Find the questions whose answers have a mark."""
        starts: list[Start] = []
        for place in self._marks():
            floor = starts[-1].body if starts else 0
            found = self._above(place, floor, starts[-1].number if starts else None)
            if found:
                starts.append(found)
        return starts

    def unmarked(self) -> list[Start]:
        """Find lines that look like questions, where no answer has a mark."""
        starts: list[Start] = []
        listed = 0
        for place, line in self._open():
            found = numbered_line(line.text)
            if not found:
                continue
            last = starts[-1].number if starts else None
            is_next = last is None or found.number == last + 1
            # After 1, 2, an item 3 goes on with the list and is no third question.
            is_item = listed > 0 and found.number == listed + 1 and not asks(found.text)
            if is_next and not is_item and (asks(found.text) or self._is_apart(place)):
                starts.append(Start(place, place + 1, found.number, found.text))
                listed = 0
            else:
                listed = found.number
        return starts if any(asks(start.question) for start in starts) else []

    def faults(self, starts: list[Start]) -> Iterator[tuple[int, str]]:
        """Find questions that nobody answered, and answers that nobody asked for."""
        answered = {start.question for start in starts}
        for line, question in self._unanswered(0, starts[0].first, None, starts[0].number):
            if question not in answered:  # else the questions are listed before they are answered
                yield line, no_answer(question)
        for start, following in zip(starts, [*starts[1:], None], strict=True):
            end = following.first if following else len(self.lines)
            until = following.number if following else None
            for line, question in self._unanswered(start.body, end, start.number, until):
                yield line, no_answer(question)

    def notes(self, starts: list[Start]) -> Iterator[tuple[int, str]]:
        """Say what was left out, and what is odd but was read all the same."""
        yield from self._odd_numbers(starts)
        known = {start.body - 1 for start in starts}
        for place in self._marks():
            if place not in known and place > starts[0].first:
                yield self.lines[place].number, "no question before this mark: kept in the answer"

    def _marks(self) -> list[int]:
        """Find the lines that begin an answer; `A:` counts only where there is a `Q:`."""
        short = any(named_line(line.text) is not None for _, line in self._open())
        return [n for n, line in self._open() if answer_line(line.text, short=short) is not None]

    def _open(self) -> Iterator[tuple[int, Line]]:
        return ((n, line) for n, line in enumerate(self.lines) if n not in self.fenced)

    def _above(self, mark: int, floor: int, last: int | None) -> Start | None:
        """Find the question that the answer at `mark` belongs to."""
        end = mark
        while end > floor and not self.lines[end - 1].text.strip():
            end -= 1
        first = end
        while first > floor and end - first < QUESTION_LINES and self.lines[first - 1].text.strip():
            first -= 1
        candidates = [n for n in range(first, end) if self._may_ask(n, last)]
        if candidates:
            return self._start(self._nearest(candidates, last), end, mark)
        said = joined(self.lines[first:end])
        is_whole = first == floor or not self.lines[first - 1].text.strip()
        if said.strip() and asks(said) and is_whole:
            return self._start(first, end, mark)
        return None

    def _nearest(self, candidates: list[int], last: int | None) -> int:
        """Choose the line with the next number; one that asks by itself gives way to the next."""
        expected = [n for n in candidates if self._number(n) == (last or 0) + 1]
        chosen = (expected or candidates)[-1]
        for place in candidates:
            before = self._number(chosen)
            follows = before is not None and self._number(place) == before + 1
            if place > chosen and follows and asks(self.lines[chosen].text):
                chosen = place
        return chosen

    def _may_ask(self, place: int, last: int | None) -> bool:
        """Whether a line may be a question: a list's last item can stand above a mark, too."""
        text = self.lines[place].text
        if named_line(text):
            return True
        found = numbered_line(text)
        if not found or is_bare_number(text):
            return False
        is_next = last is None or found.number == last + 1
        return is_next or asks(found.text) or self._is_apart(place)

    def _start(self, first: int, end: int, mark: int) -> Start:
        text = self.lines[first].text
        found, named = numbered_line(text), named_line(text)
        head = found.text if found else named or text.strip()
        question = " ".join([head, *(line.text.strip() for line in self.lines[first + 1 : end])])
        behind = answer_line(self.lines[mark].text, short=True)
        return Start(first, mark + 1, found.number if found else None, question, behind)

    def _number(self, place: int) -> int | None:
        found = numbered_line(self.lines[place].text)
        return found.number if found else None

    def _is_apart(self, place: int) -> bool:
        return place == 0 or not self.lines[place - 1].text.strip()

    def _unanswered(
        self, start: int, end: int, last: int | None, until: int | None
    ) -> Iterator[tuple[int, str]]:
        """Find questions among the lines of an answer: by a number that is missing, or by `?`."""
        listed = 0
        for place in range(start, end):
            found = None if place in self.fenced else numbered_line(self.lines[place].text)
            if not found:
                continue
            is_item = listed > 0 and found.number == listed + 1
            is_missing = last is not None and found.number == last + 1 != until
            is_skipped = is_missing and (until or 0) > found.number and self._is_apart(place)
            is_alone = not any(line.text.strip() for line in self.lines[place + 1 : end])
            is_asked = asks(found.text) and (is_missing or is_alone or last is None)
            if not is_item and (is_asked or is_skipped):
                yield self.lines[place].number, found.text
            listed = found.number if is_item or found.number == 1 else 0

    def _odd_numbers(self, starts: list[Start]) -> Iterator[tuple[int, str]]:
        for before, start in pairwise(starts):
            if before.number is None or start.number in (None, before.number + 1):
                continue
            message = f"expected question {before.number + 1} next, got {start.number}"
            yield self.lines[start.first].number, message
