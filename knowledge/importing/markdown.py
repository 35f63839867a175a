"""Read Markdown: headings or bold lines are the questions, fences the code. Pure.

Where there is neither, the file is read as plain text is, by numbers and `Ans:`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.assembly import Remark, Start, assembled, with_ends
from knowledge.importing.callouts import unquoted
from knowledge.importing.headings import (
    Heading,
    asking_level,
    at_level,
    bare,
    bold_lines,
    bold_others,
    bold_questions,
    headings,
    told_level,
)
from knowledge.importing.html import without_html
from knowledge.importing.imported import Line, Lines, Questionnaire, first_filled, numbered
from knowledge.importing.listed import interleaved, keyed
from knowledge.importing.marks import (
    answer_line,
    are_options,
    asks,
    head_word,
    number_of,
    numbered_line,
    unmarked,
)
from knowledge.importing.questionnaire import read_questions
from knowledge.importing.text import Text
from knowledge.pages.problems import Problem, Refused

_ESCAPED_NUMBER = re.compile(
    r"^([ \t#*_>-]*(?:q(?:uestion)?[ \t]*)?\d{1,3})\\([.)])", re.IGNORECASE
)


def read_markdown(path: str, written: str) -> Questionnaire | Refused:
    """Cut the file at its questions; the level of heading that asks is found out."""
    return read_markdown_lines(path, numbered(written))


def read_markdown_lines(path: str, lines: Lines) -> Questionnaire | Refused:
    """Do so with lines that come from elsewhere, cells of a notebook say."""
    text, comments = without_html(unquoted(_unescaped(Text(lines, headed=True))))
    read = _read(path, text)
    if isinstance(read, Refused):
        return read
    notes = (*read.notes, *(Problem(path, *comment) for comment in comments))
    return Questionnaire(read.questions, tuple(sorted(notes)))


def _unescaped(text: Text) -> Text:
    r"""Write `1\.` as people mean it: programs that export Markdown keep it from being a list."""
    return replace(
        text,
        lines=[
            line
            if place in text.fenced
            else Line(line.number, _ESCAPED_NUMBER.sub(r"\1\2", line.text))
            for place, line in enumerate(text.lines)
        ],
    )


def _read(path: str, text: Text) -> Questionnaire | Refused:
    """Cut at headings or bold lines; without questions among them, read as plain text is."""
    chosen = _chosen(text)
    cut = _cut(path, text, chosen) if chosen else None
    return read_questions(path, text) if cut is None else cut


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Headings or bold lines: the questions, names of parts, and what an answer keeps."""

    asked: list[Heading]
    above: list[Heading]
    kept: Sequence[Heading]


def _chosen(text: Text) -> _Chosen | None:
    """Choose headings that ask, then bold lines, then any headings with text.

    None where lines with numbers come first: above an answer key, or below the names of parts.
    """
    lines = text.lines
    found = headings(text)
    level = asking_level(found)
    bold = bold_lines(text)
    bold_asked = bold_questions(bold, lines)
    if level is not None:
        asked = at_level(found, level, lines)
        below = [one for one in found if one.level > level]
        kept = [one for one in (*below, *bold) if asks(one.title) and one not in asked]
        return _Chosen(asked, _above(found, asked, level), kept)
    if keyed(text) or interleaved(text):
        return None
    told = told_level(found, lines)
    begins = [one for one in found if one.level == told]
    if begins and all(head_word(one.title) for one in begins):
        if any(_is_counted_below(lines, one) for one in begins):
            return None
        # "Exercise 3" says no more than "Question 3": what is asked stands below.
        begins = [replace(one, title=f"Question {one.title.split()[-1]}") for one in begins]
    kept = [one for one in bold if asks(one.title)]
    if bold_asked and (told is None or _are_parts(lines, found, {one.first for one in bold_asked})):
        return _Chosen(bold_asked, found, bold_others(bold, bold_asked))
    if told is None or _are_parts(lines, found, _numbered(text)):
        return None
    return _Chosen(begins, _above(found, begins, told), kept)


def _is_counted_below(lines: Lines, heading: Heading) -> bool:
    """Whether what stands below it has numbers of its own."""
    below = first_filled(lines, range(heading.end, len(lines)))
    return below is not None and number_of(lines[below].text) is not None


def _above(found: list[Heading], chosen: list[Heading], level: int) -> list[Heading]:
    return [one for one in found if one.level < level and one not in chosen]


def _numbered(text: Text) -> set[int]:
    """Find lines that have a number and ask."""
    said = ((n, numbered_line(text.lines[n].text)) for n in text.open)
    return {place for place, found in said if found and asks(found.text)}


def _are_parts(lines: Lines, found: list[Heading], questions: set[int]) -> bool:
    """Whether headings only name parts: the first thing below each of them is a question."""
    heads = {one.first for one in found}
    below = (first_filled(lines, range(one.end, len(lines))) for one in found)
    filled = [place for place in below if place is not None and place not in heads]
    return bool(filled) and questions.issuperset(filled)


def _cut(path: str, text: Text, chosen: _Chosen) -> Questionnaire | Refused | None:
    """Leave out the names of parts: headings above the questions', and those without a word."""
    lines, above = text.lines, chosen.above
    asked = [one for one in chosen.asked if not one.is_answer]
    idle = {one.first for one in asked if not one.asks and not _has_text(lines, one, asked, above)}
    parts = [one for one in (*asked, *above) if one in above or one.first in idle]
    starts = [_start(text, one) for one in asked if one.first not in idle]
    if not starts:
        return None
    first = starts[0].first
    known = {place for start in starts for place in range(start.first, start.body)}
    notes = [
        *(_left_out(lines, part) for part in parts if part.first > first),
        *(_odd(lines, one) for one in asked if one.first not in idle and _is_odd(one, asked)),
        *(_kept(lines, one) for one in chosen.kept if one.first > first and one.first not in known),
        *_marks_below(text, starts),
    ]
    gone = {place for part in parts if part.first > first for place in range(part.first, part.end)}
    return assembled(path, lines, starts, notes=notes, gone=gone)


def _is_odd(one: Heading, asked: list[Heading]) -> bool:
    """Whether all other questions ask or have a number, "Summary" does not."""
    others = [other for other in asked if not _stands_out(other)]
    return _stands_out(one) and len(others) == len(asked) - 1 > 0


def _stands_out(one: Heading) -> bool:
    return not one.asks and numbered_line(unmarked(one.title)) is None


def _odd(lines: Lines, one: Heading) -> Remark:
    return lines[one.first].number, f"taken for a question, as it has text: {one.title.strip()!r}"


def _kept(lines: Lines, one: Heading) -> Remark:
    why = "though it asks" if asks(one.title) else "a bold line"
    return lines[one.first].number, f"kept in the answer above, {why}: {one.title!r}"


def _marks_below(text: Text, starts: Sequence[Start]) -> Iterator[Remark]:
    """Find the second mark within one answer, which may be that of another question."""
    marks = frozenset(text.answers())
    for start, end in with_ends(starts, text.lines):
        inside = [n for n in range(start.body, end) if n in marks]
        for place in inside if start.behind is not None else inside[1:]:
            yield text.lines[place].number, "no question before this mark: kept in the answer"


def _has_text(lines: Lines, heading: Heading, asked: list[Heading], above: list[Heading]) -> bool:
    later = [one.first for one in (*asked, *above) if one.first > heading.first]
    end = min(later, default=len(lines))
    return any(line.text.strip() for line in lines[heading.end : end])


def _start(text: Text, heading: Heading) -> Start:
    """Begin behind the heading, behind the question below it, and behind the answer's mark."""
    lines, question, body = text.lines, bare(heading.title), heading.end
    if heading.is_number:
        question, body = _paragraph(lines, body)
    place = first_filled(lines, range(body, len(lines)))
    if place is None:
        return Start(heading.first, body, None, question)
    mark = lines[place].text.lstrip(" #")
    behind = None if are_options(mark, text.below(place)) else answer_line(mark)
    if behind is None and not (mark and replace(heading, title=mark).is_answer):
        return Start(heading.first, body, None, question)
    return Start(heading.first, place + 1, None, question, behind)


def _paragraph(lines: Lines, start: int) -> tuple[str, int]:
    place = first_filled(lines, range(start, len(lines)))
    end = place = len(lines) if place is None else place
    while end < len(lines) and lines[end].text.strip(" #") == lines[end].text.strip() != "":
        end += 1
    return unmarked(" ".join(line.text.strip() for line in lines[place:end])), end


def _left_out(lines: Lines, part: Heading) -> Remark:
    return lines[part.first].number, f"left out, the name of a part: {part.title.strip()!r}"
