"""Which lines of a Markdown text are questions: its headings, or its bold lines. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.imported import Lines, first_filled
from knowledge.importing.marks import (
    ANSWERED,
    asks,
    is_answer,
    named_line,
    numbered_line,
    unmarked,
)
from knowledge.importing.text import Text

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t](.*))?$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_BOLD = re.compile(r"[ \t]*([-*+][ \t]+|\d{1,3}[.)][ \t]+)?(\*\*|__)(?=\S)(.+)\2[ \t]*$")
# "2 axes" counts no questions.
_COUNTED = re.compile(r"(?:[^\W\d_]+\.?[ \t]*)?#?\(?\d{1,4}[.):]")
_ANSWER = re.compile(rf"(?:{ANSWERED})[ \t]*\d*[ \t]*:?$", re.IGNORECASE)
# In short `A1`, which is an answer's where there is a `Q1`.
_SHORT_ANSWER = re.compile(r"A[ \t]*\d{1,4}[ \t]*(?:[.:)]|$)")
_SHORT_QUESTION = re.compile(r"Q[ \t]*\d{1,4}\b", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"(?:q(?:uestion)?)?[ \t]*#?\d{0,3}[.:)]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title, at the index of its first line; `end` is the index after its last.

    `begins` is what makes a bold line the item of a list: `-`, `3.`; `asked` and `short` are
    whether this heading or one above it at its level asks, or is such as `Q1`.
    """

    first: int
    end: int
    level: int
    title: str
    begins: str = ""
    asked: bool = False
    short: bool = False

    @property
    def number(self) -> int | None:
        """Read the 3 of a list's item or of the title itself."""
        said = f"{self.begins} {unmarked(self.title)}".strip()
        found = numbered_line(said) if _COUNTED.match(said) else None
        return found.number if found else None

    @property
    def is_answer(self) -> bool:
        title = unmarked(self.title)
        is_short = self.short and bool(_SHORT_ANSWER.match(title))
        is_told = self.asked and is_answer(title)
        return bool(_ANSWER.match(title)) or (not asks(title) and (is_short or is_told))

    @property
    def is_number(self) -> bool:
        """Whether it says no more than "Question 3": the question itself is below."""
        return bool(_ONLY_NUMBER.match(unmarked(self.title)))

    @property
    def asks(self) -> bool:
        return asks(self.title) or (self.is_number and bool(self.title.strip()))


def headings(text: Text) -> list[Heading]:
    """Find titles after `#` and titles that are underlined."""
    found = []
    for place in text.open:
        line = text.lines[place].text
        if atx := _ATX.match(line):
            found.append(Heading(place, place + 1, len(atx[1]), _unclosed(atx[2] or "")))
        elif _is_underlined(text, place):
            level = 1 if "=" in text.below(place) else 2
            found.append(Heading(place, place + 2, level, line))
    return list(_below_questions(found))


def _below_questions(found: Sequence[Heading]) -> Iterator[Heading]:
    """Tell each what it may be the answer to; a file's own title may be `Q1`."""
    asked: set[int] = set()
    short: set[int] = set()
    for one in found:
        is_short = bool(_SHORT_QUESTION.match(unmarked(one.title)))
        asked.update([one.level] if one.asks or is_short else [])
        short.update([one.level] if is_short else [])
        yield replace(one, asked=one.level in asked, short=one.level in short)


def _unclosed(title: str) -> str:
    """Take the marks off that some put behind a heading, too."""
    said = title.strip()
    bare = said.rstrip("#")
    return bare.strip() if not bare or bare.endswith((" ", "\t")) else said


def _is_underlined(text: Text, place: int) -> bool:
    """Whether a line of one paragraph has a rule right below it."""
    is_alone = bool(text.lines[place].text.strip()) and text.begins_paragraph(place)
    is_open = place + 1 not in text.fenced
    return is_alone and is_open and bool(_UNDERLINE.match(text.below(place)))


def asking_level(found: Sequence[Heading]) -> int | None:
    """Choose the level whose headings are the questions, where half of them or more ask."""
    levels = sorted({heading.level for heading in found})
    asking = [level for level in levels if _share(found, level) * 2 >= 1]
    if len(asking) > 1 and sum(heading.level == asking[0] for heading in found) == 1:
        return asking[1]  # a title may ask, too
    return asking[0] if asking else None


def told_level(found: Sequence[Heading], lines: Lines) -> int | None:
    """Choose, where none asks, the first level that has text right below its headings.

    Twice at least: a title and the names of parts have none.
    """
    levels = sorted({heading.level for heading in found})
    return next((level for level in levels if _told(found, level, lines) > 1), None)


def at_level(found: Sequence[Heading], level: int, lines: Lines) -> list[Heading]:
    """Choose the headings that are questions: those of the level, and two kinds of others.

    A heading of a higher level is a question, not the name of a part of the file, where it asks
    and has text of its own. A heading of a lower level is one where it asks and has text, and
    where the heading that it stands below only names a part.
    """
    chosen: list[Heading] = []
    inside = None
    for heading, end in zip(found, _ends(found, lines), strict=True):
        has_text = _is_filled(lines, heading.end, end)
        if heading.level <= level:
            is_part = heading.level < level or not heading.asks
            inside = None if has_text or not is_part else heading
        is_above = heading.level < level and asks(heading.title) and has_text
        is_inside = inside is not None and heading.level > level and heading.asks and has_text
        if heading.level == level or is_above or is_inside:
            chosen.append(heading)
    return chosen


def _share(found: Sequence[Heading], level: int) -> float:
    ours = [heading for heading in found if heading.level == level and not heading.is_answer]
    return sum(heading.asks for heading in ours) / max(len(ours), 1)


def _told(found: Sequence[Heading], level: int, lines: Lines) -> int:
    return sum(
        heading.level == level and _is_filled(lines, heading.end, end)
        for heading, end in zip(found, _ends(found, lines), strict=True)
    )


def _ends(found: Sequence[Heading], lines: Lines) -> list[int]:
    """Where the text below each heading ends, its own alone."""
    return [*(heading.first for heading in found[1:]), len(lines)] if found else []


def _is_filled(lines: Lines, start: int, end: int) -> bool:
    return any(line.text.strip() for line in lines[start:end])


def bold_lines(text: Text) -> list[Heading]:
    """Find lines that are bold from end to end, marks of answers aside."""
    return [
        Heading(place, place + 1, 0, bold[3], (bold[1] or "").strip())
        for place in text.open
        if (bold := _BOLD.match(text.lines[place].text)) and not is_answer(text.lines[place].text)
    ]


def bold_questions(bold: Sequence[Heading], lines: Lines) -> list[Heading]:
    """Choose lines that ask, and beside them those with the next number or an answer's mark."""
    asking = next((n for n, one in enumerate(bold) if asks(one.title)), None)
    if asking is None:
        return []
    chosen = [*_first_ones(bold[:asking], bold[asking], lines), bold[asking]]
    listed = 0
    for place, one in enumerate(bold[asking + 1 :], start=asking + 1):
        is_item = listed > 0 and one.number == listed + 1
        is_next = one.number is not None and chosen[-1].number == one.number - 1
        is_told = _is_marked(one, lines) and _has_mark(lines, chosen[-1].end, one.first)
        is_missing = is_next and not is_item and _is_missing(one, bold[place + 1 :], bold[asking])
        if asks(one.title) or is_missing or is_told:
            chosen.append(one)
            listed = 0
        else:
            listed = one.number or 0
    return chosen


def _is_missing(one: Heading, below: Sequence[Heading], asking: Heading) -> bool:
    """Whether a line looks like those that ask, none of which has its number."""
    following = next((other.number for other in below if asks(other.title)), None)
    return one.begins[-1:] == asking.begins[-1:] and one.number != following


def bold_others(bold: Sequence[Heading], chosen: Sequence[Heading]) -> list[Heading]:
    """Find what looks like the questions and is none of them; what comes twice is a label."""
    often = Counter(one.title for one in bold)
    looks = {one.begins[-1:] for one in chosen}
    known = {one.first for one in chosen}
    alone = (one for one in bold if often[one.title] == 1 and one.begins[-1:] in looks)
    return [one for one in alone if one.first not in known]


def _first_ones(before: Sequence[Heading], asking: Heading, lines: Lines) -> list[Heading]:
    """Choose among the lines above the first that asks: their numbers lead up to its own."""
    numbers = [one.number for one in before]
    last = asking.number
    if last is not None and numbers == [*range(last - len(before), last)]:
        return list(before)
    return [one for one in before if _is_marked(one, lines)]


def _has_mark(lines: Lines, start: int, end: int) -> bool:
    """Whether the question before has the mark of its own answer, so that another mark is new."""
    return any(is_answer(line.text) for line in lines[start:end])


def _is_marked(one: Heading, lines: Lines) -> bool:
    """Whether an answer's mark is right below."""
    below = first_filled(lines, range(one.end, len(lines)))
    return below is not None and is_answer(lines[below].text)


def bare(title: str) -> str:
    """Take number, "Question" and emphasis off a title."""
    title = unmarked(title)
    found = numbered_line(title)
    return (found.text if found else named_line(title)) or title
