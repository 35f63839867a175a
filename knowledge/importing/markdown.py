"""Read Markdown: headings or bold lines are the questions, fences the code. Pure.

Where there is neither, the file is read as plain text is, by numbers and `Ans:`.
"""

from collections.abc import Iterator

from knowledge.importing.assembly import Remark, Start, assembled
from knowledge.importing.fence import inside_fences
from knowledge.importing.headings import Heading, bare, bold_lines, headings, question_level
from knowledge.importing.imported import Lines, Questionnaire, numbered
from knowledge.importing.marks import answer_line, unmarked
from knowledge.importing.questionnaire import read_lines
from knowledge.problem import Refused


def read_markdown(path: str, text: str) -> Questionnaire | Refused:
    """Cut the file at its questions; the level of heading that asks is found out."""
    return read_markdown_lines(path, numbered(text))


def read_markdown_lines(path: str, lines: Lines) -> Questionnaire | Refused:
    """Do so with lines that come from elsewhere, cells of a notebook say."""
    fenced = inside_fences(lines)
    found = headings(lines, fenced)
    level = question_level(found, lines)
    bold = list(bold_lines(lines, fenced))
    if level is None and not bold:
        return read_lines(path, lines)
    chosen = bold if level is None else [one for one in found if one.level == level]
    asked = [one for one in chosen if not one.is_answer]
    above = [one for one in found if level is None or one.level < level]
    return _cut(path, lines, asked, above)


def _cut(
    path: str, lines: Lines, asked: list[Heading], above: list[Heading]
) -> Questionnaire | Refused:
    """Leave out the names of parts: headings above the questions', and those without a word."""
    idle = {one.first for one in asked if not one.asks and not _has_text(lines, one, asked, above)}
    parts = [one for one in (*asked, *above) if one in above or one.first in idle]
    starts = [_start(lines, one) for one in asked if one.first not in idle]
    if not starts:
        return read_lines(path, lines)
    first = starts[0].first
    notes = (_left_out(lines, part) for part in parts if part.first > first)
    gone = {place for part in parts if part.first > first for place in range(part.first, part.end)}
    return assembled(path, *_without(lines, starts, gone), notes=notes)


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


def _without(lines: Lines, starts: list[Start], gone: set[int]) -> tuple[Lines, list[Start]]:
    """Take lines out, and move the starts by as many as were above them."""
    kept = [line for place, line in enumerate(lines) if place not in gone]
    shift = list(_shifts(len(lines), gone))
    moved = [
        Start(one.first - shift[one.first], one.body - shift[one.body], None, one.question,
              one.behind)
        for one in starts
    ]  # fmt: skip
    return kept, moved


def _shifts(count: int, gone: set[int]) -> Iterator[int]:
    """For each index, how many lines before it are taken out."""
    taken = 0
    for place in range(count + 1):
        yield taken
        taken += place in gone
