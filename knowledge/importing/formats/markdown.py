"""Read Markdown: headings or bold lines are the questions, fences the code. Pure.

Where there is neither, the file is read as plain text is, by numbers and `Ans:`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.formats.text import answers_below, read_questions, stray_marks
from knowledge.importing.questionnaire import (
    Line,
    Lines,
    Questionnaire,
    is_filled,
    joined,
    numbered,
)
from knowledge.importing.questions import (
    ANSWERED,
    ASKED,
    Remark,
    Start,
    Text,
    asks,
    assembled,
    bare,
    mark,
    numbered_line,
    unmarked,
    unnumbered,
)
from knowledge.pages.problems import Problem, Refused

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t](.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_BOLD = re.compile(r"[ \t]*([-*+][ \t]+|\d{1,3}[.)][ \t]+)?(\*\*|__)(?=\S)(.+)\2[ \t]*$")
_ONLY_NUMBER = re.compile(rf"(?:{ASKED})?[ \t]*#?\d{{0,3}}[.:)]?$", re.IGNORECASE)
_ONLY_ANSWER = re.compile(rf"(?:{ANSWERED})[ \t]*\d*[ \t]*:?$", re.IGNORECASE)
_SHORT_QUESTION = re.compile(r"Q[ \t]*\d{1,4}\b", re.IGNORECASE)
# "2 axes" counts no questions.
_COUNTED = re.compile(r"(?:[^\W\d_]+\.?[ \t]*)?#?\(?\d{1,4}[.):]")
# Programs that export Markdown keep `1.` from being a list.
_ESCAPED = re.compile(r"^([ \t#*_>-]*(?:q(?:uestion)?[ \t]*)?\d{1,3})\\([.)])", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FOLD = re.compile(r"</?(?:details|summary)(?:\s[^<>]*)?>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary(?:\s[^<>]*)?>(.*?)</summary>", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:(?:click|tap)\b.*|(?:\w+\s+)?(?:the\s+)?(?:{ANSWERED}))?\W*$", re.IGNORECASE
)
# Stands for a line of a fence, which nothing is taken out of.
_FENCED = "\0"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title at the index of its first line; `end` is the index after its last, `level` 0 bold.

    `is_number` is whether it says no more than "Question 3", and the question itself is below,
    `is_told` whether text of its own is.
    """

    first: int
    end: int
    level: int
    title: str
    is_number: bool = False
    is_told: bool = False

    @property
    def number(self) -> int | None:
        said = unmarked(self.title)
        found = numbered_line(said) if _COUNTED.match(said) else None
        return found.number if found else None

    @property
    def asks(self) -> bool:
        return self.is_number or asks(self.title)


def read_markdown(path: str, written: str) -> Questionnaire | Refused:
    """Cut the file at its questions; the level of heading that asks is found out."""
    return read_markdown_lines(path, numbered(written))


def read_markdown_lines(
    path: str, lines: Lines, *, asking: Collection[int] = ()
) -> Questionnaire | Refused:
    """Do so with lines that come from elsewhere; the places of those `asking` are as if bold."""
    text, comments = _without_html(Text(lines, headed=True))
    found = _headings(text)
    chosen = _chosen(text, found, _bold_lines(text, asking))
    # Where headings are the questions, only what is bold may be meant as one, too.
    bold = _bold_lines(text, asking if chosen and not chosen[0].level else ())
    read = _cut(path, text, chosen, [*found, *bold]) if chosen else read_questions(path, text)
    if isinstance(read, Refused):
        return read
    notes = {*read.notes, *(Problem(path, *comment) for comment in comments)}
    return Questionnaire(read.questions, tuple(sorted(notes)))


def _without_html(text: Text) -> tuple[Text, list[Remark]]:
    """Empty comments, and name them; take off what folds, and make its title a bold line."""
    masked = [text.open.get(n, _FENCED) for n in range(len(text.lines))]
    # Behind the last end no comment is closed, and looking for one would take long.
    closed, end, rest = "\n".join(masked).rpartition("-->")
    blank = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), closed + end)
    kept: list[Line] = []
    remarks: list[Remark] = []
    for line, was, now in zip(text.lines, masked, f"{blank}{rest}".split("\n"), strict=True):
        unfolded = Line(line.number, _ESCAPED.sub(r"\1\2", _unfolded(now)))
        kept.append(line if now == _FENCED else unfolded)
        if was != now and line.text.strip() not in {"<!--", "-->"}:
            remarks.append((line.number, f"left out, it is a comment: {line.text.strip()!r}"))
    return replace(text, lines=kept), remarks


def _unfolded(text: str) -> str:
    """Keep a summary's words in bold, unless they are a mere label such as "Show answer"."""

    def told(found: re.Match[str]) -> str:
        said = found[1].strip()
        return "" if _LABEL.match(said) and not asks(said) else f"**{said}**"

    return _FOLD.sub("", _SUMMARY.sub(told, text)).rstrip() if _FOLD.search(text) else text


def _headings(text: Text) -> list[Heading]:
    """Find titles after `#` and titles that are underlined; those of answers are none."""
    found: list[Heading] = []
    asked: set[int] = set()
    short: set[int] = set()
    for one in _titles(text):
        title = unmarked(one.title)
        # Below a heading that asks, `Answer: This.` heads an answer, too.
        is_below = one.level in asked and not asks(title)
        if _ONLY_ANSWER.match(title) or (is_below and mark(title, short=one.level in short)):
            continue
        is_number = bool(title and _ONLY_NUMBER.match(title))
        if is_number and text.below(one.end) in text.counted:
            continue  # "Exercise 3" above questions with numbers
        short |= {one.level} if _SHORT_QUESTION.match(title) else set()
        asked |= {one.level} if is_number or one.asks or one.level in short else set()
        found.append(replace(one, is_number=is_number))
    ends = [*(one.first for one in found[1:]), len(text.lines)]
    return [
        replace(one, is_told=is_filled(text.lines[one.end : end]))
        for one, end in zip(found, ends, strict=False)
    ]


def _titles(text: Text) -> Iterator[Heading]:
    for place, said in text.open.items():
        below = _UNDERLINE.match(text.open.get(place + 1, ""))
        if atx := _ATX.match(said):
            yield Heading(place, place + 1, len(atx[1]), (atx[2] or "").strip())
        elif below and said.strip() and text.is_apart(place):
            yield Heading(place, place + 2, 1 if "=" in below[1] else 2, said.strip())


def _bold_lines(text: Text, asking: Collection[int]) -> list[Heading]:
    """Find lines that are bold from end to end, marks of answers aside."""
    found = []
    for place, said in text.open.items():
        bold = _BOLD.match(said)
        if (bold or place in asking) and not mark(said, short=False):
            title = f"{bold[1] or ''}{bold[3]}" if bold else said.strip()
            found.append(Heading(place, place + 1, 0, title))
    return found


def _chosen(text: Text, found: list[Heading], bold: list[Heading]) -> list[Heading]:
    """Choose headings that ask, then bold lines, then any headings with text below them.

    None where lines with numbers come first: above an answer key, or below the names of parts.
    """
    levels = Counter(one.level for one in found)
    asking = Counter(one.level for one in found if one.asks)
    told = Counter(one.level for one in found if one.is_told)
    asked = [level for level in sorted(levels) if asking[level] * 2 >= levels[level]]
    if asked:
        # A title may ask, too.
        return _at_level(found, asked[1 if len(asked) > 1 and levels[asked[0]] == 1 else 0])
    if answers_below(text):
        return []
    questions = _bold_questions(text, bold)
    known = {one.first for one in (*questions, *found)} | (text.counted.keys() & text.asking)
    # A title and the names of parts have no text of their own.
    level = next((level for level in sorted(told) if told[level] > 1), None)
    is_all_parts = {text.below(one.end) for one in found} <= {None, *known}
    return questions if level is None or is_all_parts else _at_level(found, level)


def _at_level(found: Sequence[Heading], level: int) -> list[Heading]:
    """Choose the headings of the level, and others that ask and have text of their own.

    These are above the level, or below a heading that only names a part of the file.
    """
    chosen: list[Heading] = []
    is_inside = False
    for one in found:
        if one.level <= level:
            is_inside = not one.is_told and (one.level < level or not one.asks)
        is_other = one.asks and one.is_told and (one.level < level or is_inside)
        if one.level == level or is_other:
            chosen.append(one)
    return chosen


def _bold_questions(text: Text, bold: Sequence[Heading]) -> list[Heading]:
    """Choose lines that ask, and beside them those with the next number or an answer's mark."""
    chosen: list[Heading] = []
    for place, one in enumerate(bold):
        until = next((each.number for each in bold[place + 1 :] if each.asks), None)
        last, number = chosen[-1] if chosen else None, one.number
        due = last.number if last else min(number or 0, (until or 0) - 1) - 1
        is_next = number is not None and number != until and due == number - 1
        is_new = last is None or not text.marks.keys().isdisjoint(range(last.end, one.first))
        if one.asks or is_next or (text.below(one.end) in text.marks and is_new):
            chosen.append(one)
    return chosen if any(one.asks for one in chosen) else []


def _cut(
    path: str, text: Text, chosen: Sequence[Heading], found: Sequence[Heading]
) -> Questionnaire | Refused:
    """Leave out the names of parts: headings above the questions', and those without a word."""
    level = max(one.level for one in chosen)
    known = {one.first for one in chosen}
    cuts = [one.first for one in found if one.first in known or 0 < one.level < (level or 7)]
    ends = dict(zip(cuts, [*cuts[1:], len(text.lines)], strict=True))
    starts = [
        _start(text, one)
        for one in chosen
        if one.asks or is_filled(text.lines[one.end : ends[one.first]])
    ]
    if not starts:
        return read_questions(path, text)
    inside = [one for one in found if one.first > starts[0].first and one.first not in ends]
    notes = (*_kept(text, starts, inside, is_bold=not level), *stray_marks(text, starts))
    return assembled(path, text.lines, starts, ends=cuts, notes=notes)


def _start(text: Text, heading: Heading) -> Start:
    """Begin behind the heading, behind the question below it, and behind the answer's mark."""
    question, body, end = bare(unnumbered(unmarked(heading.title))), heading.end, len(text.lines)
    if heading.is_number:
        first = text.below(body) or end
        body = text.end_of_paragraph(first, end)
        body = next((n for n in range(first, body) if text.lines[n].text.startswith("#")), body)
        question = unmarked(" ".join(joined(text.lines[first:body]).split()))
    place = text.below(body)
    found = None if place is None else mark(text.lines[place].text.lstrip(" #"))
    if place is None or found is None:
        return Start(heading.first, body, question)
    return Start(heading.first, place + 1, question, behind=found.behind)


def _kept(
    text: Text, starts: Sequence[Start], inside: Sequence[Heading], *, is_bold: bool
) -> Iterator[Remark]:
    """Name what an answer keeps, though it looks like a question; what comes twice is a label."""
    often = Counter(one.title for one in inside)
    known = {place for start in starts for place in range(start.first, start.body)}
    for one in inside:
        is_doubtful = one.asks or (is_bold and one.level == 0 and often[one.title] == 1)
        if is_doubtful and one.first not in known:
            why = "though it asks" if one.asks else "no question"
            yield text.lines[one.first].number, f"kept in the answer above, {why}: {one.title!r}"
