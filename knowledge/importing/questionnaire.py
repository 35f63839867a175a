"""Read plain text: questions with numbers, answers behind `Ans:` or simply below. Pure.

An answer may hold lists whose items look like questions, and output that looks like numbers. So a
question is known by the mark of the answer that follows it, by its number being the next one, and
only where a file has no such marks by what it looks like.
"""

from knowledge.importing.assembly import Start, assembled
from knowledge.importing.bare_head import opened
from knowledge.importing.doubt import faults, notes, untold
from knowledge.importing.imported import Questionnaire, first_filled, joined, numbered
from knowledge.importing.lettered import respelled
from knowledge.importing.listed import interleaved, keyed
from knowledge.importing.marks import (
    Lead,
    answer_line,
    are_options,
    asks,
    head_word,
    is_bare_number,
    is_option,
    lead,
    named_line,
    number_of,
    numbered_line,
    requests,
    without_bullet,
)
from knowledge.importing.part_name import lines_of_name, part_above, part_names
from knowledge.importing.question_tail import asked, is_material, right_option
from knowledge.importing.text import Text
from knowledge.importing.unread import nothing
from knowledge.pages.problems import Refused

# A question may go on over so many lines, and show code or options for so many more.
QUESTION_LINES = 12
MATERIAL_LINES = 60


def read_text(path: str, written: str) -> Questionnaire | Refused:
    """Cut the file into questions; what is missing anywhere refuses all of it."""
    return read_questions(path, Text(numbered(written)))


def read_questions(path: str, text: Text) -> Questionnaire | Refused:
    """Do so with lines that come from elsewhere."""
    text = respelled(text)
    text = interleaved(text) or keyed(text) or text
    short = text.has_named_question
    text, titles = opened(text)
    search = _Search(text)
    marks = search.marks(short=short)
    starts = search.marked(marks) or search.unmarked()
    if not starts:
        return Refused.at(path, *nothing(text))
    names = part_names(text, starts)
    parts = (
        (text.lines[n].number, f"left out, the name of a part: {text.lines[n].text!r}")
        for n in names
    )
    return assembled(
        path,
        text.lines,
        starts,
        faults=faults(text, starts, marks),
        notes=(*notes(text, starts, marks), *untold(text, starts, titles), *parts),
        gone=frozenset(n for name in names for n in lines_of_name(text, name)),
    )


class _Search:
    """Where the questions of a text begin."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.lines = text.lines

    def marks(self, *, short: bool) -> list[int]:
        """Find the lines that begin an answer."""
        found = self.text.answers(short=short)
        # `A.` may be the first answer to choose from: then `B.` comes next.
        return [n for n in found if not are_options(self.lines[n].text, self.text.below(n))]

    def marked(self, marks: list[int]) -> list[Start]:
        """Find the questions whose answers have a mark."""
        starts: list[Start] = []
        leads = self._leads(marks)
        for place in marks:
            floor = starts[-1].body if starts else 0
            last = starts[-1].number if starts else None
            found = (
                self._above(place, floor, last)
                or self._alike(place, floor, leads)
                or self._far_above(place, floor, last)
            )
            if found:
                starts.append(found)
        return starts

    def unmarked(self) -> list[Start]:
        """Find lines that look like questions, where no answer has a mark."""
        starts: list[Start] = []
        listed = 0
        for place in self.text.open:
            found = numbered_line(self.lines[place].text)
            if not found:
                continue
            last = starts[-1].number if starts else None
            is_next = last is None or found.number == last + 1
            # After 1, 2, an item 3 goes on with the list and is no third question.
            is_item = listed > 0 and found.number == listed + 1 and not asks(found.text)
            is_own = is_next and (asks(found.text) or self._is_apart(place))
            if self._begins_part(place, found.number) or (is_own and not is_item):
                starts.append(Start(place, place + 1, found.number, found.text))
                listed = 0
            else:
                listed = found.number
        return starts if any(asks(start.question) for start in starts) else []

    def _begins_part(self, place: int, number: int) -> bool:
        """Whether counting begins anew here, below the name of a part."""
        above = part_above(self.text, place) if number == 1 else None
        if above is None:
            return False
        # "# Exercise 2" counts, so what it counts is asked, with a question mark or without.
        is_counted = head_word(self.lines[above].text.lstrip(" #")) is not None
        return is_counted or asks(self.lines[place].text)

    def _above(self, mark: int, floor: int, last: int | None) -> Start | None:
        """Find the question that the answer at `mark` belongs to."""
        above = self.text.paragraph_above(mark, floor, most=QUESTION_LINES)
        first, end = above.start, above.stop
        candidates = [n for n in range(first, end) if self._may_ask(n, end, last)]
        if candidates:
            return self._start(self._nearest(candidates, end, last), end, mark)
        said = joined(self.lines[first:end])
        is_whole = first == floor or self._is_apart(first)
        if said.strip() and is_whole and (asks(said) or self._has_options(first, end)):
            return self._start(first, end, mark)
        return None

    def _has_options(self, first: int, end: int) -> bool:
        """Whether a line asks, and all below it are answers to choose from, two at least."""
        below = self.lines[first + 1 : end]
        is_chosen = len(below) > 1 and all(is_option(line.text) for line in below)
        return is_chosen and asks(self.lines[first].text) and first not in self.text.fenced

    def _alike(self, mark: int, floor: int, leads: frozenset[Lead]) -> Start | None:
        """Take a line that asks nothing by its mark, `(b) Name it`, where others ask so."""
        place = self._filled_above(mark)
        if place is None or place < floor or place in self.text.fenced or not self._is_apart(place):
            return None
        text = self.lines[place].text
        # In an answer a list has bullets, too.
        is_alike = lead(text) in leads and (lead(text) is not Lead.BULLET or requests(text))
        return self._start(place, place + 1, mark) if is_alike else None

    def _leads(self, marks: list[int]) -> frozenset[Lead]:
        """Find what stands before the questions of this file that are right above their answers."""
        above = (self._filled_above(mark) for mark in marks)
        texts = [self.lines[place].text for place in above if place is not None]
        return frozenset(found for text in texts if asks(text) and (found := lead(text)))

    def _filled_above(self, place: int) -> int | None:
        near = reversed(range(max(0, place - MATERIAL_LINES), place))
        return first_filled(self.lines, near)

    def _far_above(self, mark: int, floor: int, last: int | None) -> Start | None:
        """Find a question with blank lines, options or code between it and its answer."""
        for place in reversed(range(max(floor, mark - MATERIAL_LINES), mark)):
            if place not in self.text.fenced and self._heads(place, last):
                end = self.text.end_of_paragraph(place, mark)
                is_below = is_material(self.lines[end:mark])
                return self._start(place, mark, mark) if is_below else None
        return None

    def _heads(self, place: int, last: int | None) -> bool:
        """Whether a question begins here, even far from its answer."""
        text = self.lines[place].text
        found = numbered_line(text)
        if not found:
            return named_line(text) is not None
        is_next = last is None or found.number == last + 1
        return is_next and self._is_apart(place) and (found.is_named or asks(found.text))

    def _nearest(self, candidates: list[int], end: int, last: int | None) -> int:
        """Choose the line with the next number; one that asks by itself gives way to the next."""
        expected = [n for n in candidates if self._number(n) == (last or 0) + 1]
        first = [n for n in candidates if last is None and self._is_apart(n)]
        chosen = self._whole(expected, end) if expected else (first or candidates)[-1]
        for place in candidates:
            before = self._number(chosen)
            follows = before is not None and self._number(place) == before + 1
            if place > chosen and follows and asks(self.lines[chosen].text):
                chosen = place
        is_lettered = self._number(chosen) is None and chosen - 1 in candidates
        # "2. Views" right above "(a) What is one?" is the head of it.
        return chosen - 1 if is_lettered and not asks(self.lines[chosen - 1].text) else chosen

    def _whole(self, expected: list[int], end: int) -> int:
        """Choose among lines with the right number: below a question, one may be part of it."""
        first, last = expected[0], expected[-1]
        goes_on = self._is_apart(first) and not any(
            asks(self.lines[n].text) and self._number(n + 1) != 1 for n in expected[1:]
        )
        has_options = asks(self.lines[first].text) and all(
            self._number(n) or is_option(self.lines[n].text) for n in range(first + 1, end)
        )
        return first if goes_on or has_options else last

    def _may_ask(self, place: int, end: int, last: int | None) -> bool:
        """Whether a line may be a question: a list's last item can stand above a mark, too."""
        text = self.lines[place].text
        if place in self.text.fenced:
            return False
        if named_line(text) is not None:
            return True
        found = numbered_line(text)
        if not found or is_bare_number(text):
            return place == end - 1 and asks(text) and lead(text) is not None
        is_next = last is None or found.number == last + 1
        return is_next or asks(found.text) or self._is_apart(place)

    def _start(self, first: int, end: int, mark: int) -> Start:
        text = self.lines[first].text
        found, named = numbered_line(text), named_line(without_bullet(text))
        head = found.text if found else named if named is not None else text.strip()
        question = asked(head, self.lines[first + 1 : end])
        behind = answer_line(self.lines[mark].text)
        if behind:
            behind = right_option(behind, self.lines[first + 1 : end])
        number = found.number if found else None
        return Start(first, mark + 1, number, question.text, behind, question.code)

    def _number(self, place: int) -> int | None:
        return number_of(self.lines[place].text)

    def _is_apart(self, place: int) -> bool:
        return self.text.begins_paragraph(place)
