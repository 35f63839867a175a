"""Read Markdown: headings or bold lines are the questions, fences the code. Pure.

Where there is neither, the file is read as plain text is, by numbers and `Ans:`.
"""

from collections.abc import Sequence

from knowledge.importing.assembly import Remark, Start, assembled
from knowledge.importing.fence import inside_fences
from knowledge.importing.headings import (
    Heading,
    asking_level,
    at_level,
    bare,
    bold_lines,
    headings,
    told_level,
)
from knowledge.importing.html import without_html
from knowledge.importing.imported import Lines, Questionnaire, numbered
from knowledge.importing.marks import answer_line, asks, numbered_line, unmarked
from knowledge.importing.questionnaire import read_lines
from knowledge.problem import Problem, Refused


def read_markdown(path: str, text: str) -> Questionnaire | Refused:
    """Cut the file at its questions; the level of heading that asks is found out."""
    return read_markdown_lines(path, numbered(text))


def read_markdown_lines(path: str, lines: Lines) -> Questionnaire | Refused:
    """Do so with lines that come from elsewhere, cells of a notebook say."""
    lines, comments = without_html(lines, inside_fences(lines))
    read = _read(path, lines)
    if isinstance(read, Refused):
        return read
    notes = (*read.left_out, *(Problem(path, *comment) for comment in comments))
    return Questionnaire(read.questions, tuple(sorted(notes)))


def _read(path: str, lines: Lines) -> Questionnaire | Refused:
    """Ask headings that ask, then bold lines, then lines with numbers, then any headings."""
    fenced = inside_fences(lines)
    found = headings(lines, fenced)
    level = asking_level(found)
    bold = list(bold_lines(lines, fenced))
    if level is not None:
        chosen = at_level(found, level, lines)
        below = [one for one in found if one.level > level and asks(one.title)]
        kept = [one for one in below if one not in chosen]
        return _cut(path, lines, chosen, _above(found, chosen, level), kept=kept)
    told = told_level(found, lines)
    begins = [one for one in found if one.level == told]
    if bold and (told is None or _are_parts(lines, found, {one.first for one in bold})):
        return _cut(path, lines, bold, found)
    if told is None or _are_parts(lines, found, _numbered(lines, fenced)):
        return read_lines(path, lines, headed=True)
    return _cut(path, lines, begins, _above(found, begins, told), kept=bold)


def _above(found: list[Heading], chosen: list[Heading], level: int) -> list[Heading]:
    return [one for one in found if one.level < level and one not in chosen]


def _numbered(lines: Lines, fenced: frozenset[int]) -> set[int]:
    """Find lines that have a number and ask."""
    open_lines = ((n, numbered_line(line.text)) for n, line in enumerate(lines) if n not in fenced)
    return {place for place, said in open_lines if said and asks(said.text)}


def _are_parts(lines: Lines, found: list[Heading], questions: set[int]) -> bool:
    """Whether headings only name parts: the first thing below each of them is a question."""
    heads = {one.first for one in found}
    below = (
        next((n for n in range(one.end, len(lines)) if lines[n].text.strip()), None)
        for one in found
    )
    filled = [place for place in below if place is not None and place not in heads]
    return bool(filled) and questions.issuperset(filled)


def _cut(
    path: str,
    lines: Lines,
    asked: list[Heading],
    above: list[Heading],
    *,
    kept: Sequence[Heading] = (),
) -> Questionnaire | Refused:
    """Leave out the names of parts: headings above the questions', and those without a word."""
    asked = [one for one in asked if not one.is_answer]
    idle = {one.first for one in asked if not one.asks and not _has_text(lines, one, asked, above)}
    parts = [one for one in (*asked, *above) if one in above or one.first in idle]
    starts = [_start(lines, one) for one in asked if one.first not in idle]
    if not starts:
        return read_lines(path, lines, headed=True)
    first = starts[0].first
    notes = [
        *(_left_out(lines, part) for part in parts if part.first > first),
        *(_odd(lines, one) for one in asked if one.first not in idle and _is_odd(one, asked)),
        *(_kept(lines, one) for one in kept if one.first > first),
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
    return lines[one.first].number, f"kept in the answer above, though it asks: {one.title!r}"


def _has_text(lines: Lines, heading: Heading, asked: list[Heading], above: list[Heading]) -> bool:
    later = [one.first for one in (*asked, *above) if one.first > heading.first]
    end = min(later, default=len(lines))
    return any(line.text.strip() for line in lines[heading.end : end])


def _start(lines: Lines, heading: Heading) -> Start:
    """Begin behind the heading, behind the question below it, and behind the answer's mark."""
    question, body = bare(heading.title), heading.end
    if heading.is_number:
        question, body = _paragraph(lines, body)
    place = next((n for n in range(body, len(lines)) if lines[n].text.strip()), None)
    if place is None:
        return Start(heading.first, body, None, question)
    text = lines[place].text.lstrip(" #")
    behind = answer_line(text, short=True)
    if behind is None and not (text and Heading(0, 0, 0, text).is_answer):
        return Start(heading.first, body, None, question)
    return Start(heading.first, place + 1, None, question, behind)


def _paragraph(lines: Lines, start: int) -> tuple[str, int]:
    place = start
    while place < len(lines) and not lines[place].text.strip():
        place += 1
    end = place
    while end < len(lines) and lines[end].text.strip(" #") == lines[end].text.strip() != "":
        end += 1
    return unmarked(" ".join(line.text.strip() for line in lines[place:end])), end


def _left_out(lines: Lines, part: Heading) -> Remark:
    return lines[part.first].number, f"left out, the name of a part: {part.title.strip()!r}"
