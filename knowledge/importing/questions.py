"""How people mark questions and answers, and what becomes of those that were found. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from knowledge.importing.answers import CELL_FENCES, as_code, first_code, inside_fences, parts
from knowledge.importing.questionnaire import (
    Imported,
    Line,
    Lines,
    Questionnaire,
    first_filled,
    is_filled,
    joined,
    trimmed,
)
from knowledge.pages.problems import Problem, Refused

Remark = tuple[int, str]
# A question may go on over so many lines.
QUESTION_LINES = 12
ASKED = r"q(?:ues(?:tion)?|n)?|exercise|problem|task|frage|aufgabe|pregunta|ejercicio"
ANSWERED = (
    r"ans(?:wer)?s?|solutions?|sol(?=[ \t]*[.:])|antwort(?:en)?|lösung|respuestas?|solución|réponse"
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_RULE = re.compile(r"[ \t]*(?:([-*_=])\1{2,}|([-*_])(?: \2){2,})[ \t]*$")
_SOFT = r"[ \t]*(?:[*_]{1,3}[ \t]*)?"
_NUMBERED = re.compile(
    rf"{_SOFT}(?:({ASKED})\.?(?![^\W\d_])[ \t]*)?(?:[#(]|n[°º])?(\d{{1,4}})"
    r"(?:[*_]{1,3}(?=[ \t]*(?:[.):]|[-–—][ \t]))|[*_]{1,3}(?=[ \t]+\S.*\?))?"
    r"(?:[ \t]*([.):°º]+-?)(?:[ \t]+|(?=[^\W\d])|[*_]+[ \t]*)|[ \t]+)(\S.*)$",
    re.IGNORECASE,
)
_HEAD = re.compile(rf"{_SOFT}(?:{ASKED})[ \t]*#?(\d{{1,4}})[*_]*[ \t]*$", re.IGNORECASE)
# "Problem: ..." without a number is as often a sentence of an answer.
_NAMED = re.compile(
    rf"(?:[ \t]*[-*+•][ \t]+)?{_SOFT}"
    rf"(?:(?:{ASKED})[ \t]*\d{{1,4}}|q(?:ues(?:tion)?)?|frage|pregunta)"
    r"[*_]*[ \t]*[:.)][*_]*[ \t]*(.*)$",
    re.IGNORECASE,
)
# The word may stand alone on its line, too. In "Ans. 6" the number is the answer.
_ANSWER = re.compile(
    rf"{_SOFT}(?:{ANSWERED})(?:\.(?=:))?[ \t]*(\d{{1,4}})?[*_]*[ \t]*"
    rf"(?:(?::[*_]*|(?:\.|-|–|—|\))[*_]*(?=\s|$))[ \t]*(.*))?$",
    re.IGNORECASE,
)
# `A.` is as often the first of the answers to choose from.
_SHORT_ANSWER = re.compile(
    rf"{_SOFT}A[ \t]*(?:(\d{{1,4}})[*_]*[ \t]*(?:[:.)]|$)|[*_]*[ \t]*:)[*_]*[ \t]*(.*)$"
)
# What stands before a question where no number does: 1.1, (a), I., a bullet.
_LEAD = re.compile(
    r"^[ \t]*(?:\d{1,3}(?:\.\d{1,3})+[.):]*[ \t]+|\(?(?:[a-z]|[ivx]{2,4})\)[ \t]*"
    r"|\(?[IVXLC]+[.)][ \t]+|[-*+•‣◦–—][ \t]+)(?=\S)"
)
# "Use it" is as often advice.
_REQUEST = re.compile(
    r"(?:name|explain|describe|define|state|list|compare|discuss|give|show|write|implement|compute"
    r"|calculate|convert|sketch|prove|derive|find|determine|nenne|erkläre|beschreibe|explica)\b",
    re.IGNORECASE,
)
_WORTH = (
    r"[ \t]*[(\[][ \t]*\d+(?:[.,]\d+)?[ \t]*"
    r"(?:points?|pts?\.?|marks?|punkte?|puntos?|p\.?)[ \t]*[)\]][*_]*[ \t]*"
)
_POINTS = re.compile(rf"^{_WORTH}[.:–—-]*[ \t]*(?=\S)|{_WORTH}$", re.IGNORECASE)
# Of `**What** is it?`, not of `f(**given)`.
_INNER_END = re.compile(r"(?<=[^\s*`(,])\*\*")
_BEHIND = " \t)\"'*_\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_ENDS = ("?", "\N{FULLWIDTH QUESTION MARK}", "\N{ARABIC QUESTION MARK}")


class Numbered(NamedTuple):
    """A line that begins with a number, and the text behind it as it stands.

    `is_marked` is whether a point or the like follows the number, `is_named` a word goes before.
    """

    number: int
    text: str
    is_marked: bool
    is_named: bool


class Mark(NamedTuple):
    """The mark of an answer: the 3 of `Answer 3:`, and what stands behind it."""

    number: int | None
    behind: str


def numbered_line(text: str) -> Numbered | None:
    """Read `3 How`, `3. How`, `(3) How`, `Q3: How`, and `Question 3` alone on its line."""
    if head := _HEAD.match(text):
        return Numbered(int(head[1]), "", is_marked=True, is_named=True)
    found = _NUMBERED.match(text)
    if not found:
        return None
    is_marked = bool(found[3])
    return Numbered(int(found[2]), found[4], is_marked, is_marked and bool(found[1]))


def named_line(text: str) -> str | None:
    """Read what stands behind `Q:` or `Question:`, a bullet before it aside; it may be nothing."""
    found = _NAMED.match(text)
    return found[1] if found else None


def unnumbered(text: str) -> str:
    """Take number and name off a question."""
    found, named = numbered_line(text), named_line(text)
    return found.text if found else text if named is None else named


def mark(text: str, *, short: bool = True) -> Mark | None:
    """Read `Ans:` in its variants, and `A:` where `short`."""
    found = _ANSWER.match(text) or (_SHORT_ANSWER.match(text) if short else None)
    return Mark(int(found[1]) if found[1] else None, found[2] or "") if found else None


def has_lead(text: str) -> bool:
    """Whether it begins as people count questions, but with no number of its own: `(b) Why?`."""
    return bool(_LEAD.match(text))


def asks(text: str) -> bool:
    """Whether a line ends as a question does; brackets, quotes and points behind it aside."""
    return _POINTS.sub("", text.rstrip()).rstrip(_BEHIND).endswith(_ENDS)


def requests(text: str) -> bool:
    """Whether a line tells somebody to answer, without asking: `Name it.`, `(b) Explain why.`."""
    return bool(_REQUEST.match(bare(text))) and not text.rstrip().endswith(":")


def bare(text: str) -> str:
    """Take off what a question has around it: `(a)`, `- `, emphasis, `(2 points)`."""
    return unmarked(_POINTS.sub("", _LEAD.sub("", text, count=1)))


def unmarked(text: str) -> str:
    """Take Markdown's emphasis off both ends, with its own end where that stands further in."""
    whole = text.strip()
    said = whole.strip("*_").strip()
    is_begun = whole.startswith("**") and not whole.endswith("**")
    return _INNER_END.sub("", said, count=1) if is_begun else said


@dataclass(frozen=True)
class Text:
    """Lines, named by their places; `headed` ones have Markdown's headings, comments elsewhere.

    What stands in a fence asks and answers nothing.
    """

    lines: Lines
    headed: bool = False

    @cached_property
    def open(self) -> Mapping[int, str]:
        """What the lines say that stand in no fence."""
        fenced = inside_fences(self.lines)
        return {n: line.text for n, line in enumerate(self.lines) if n not in fenced}

    @cached_property
    def counted(self) -> Mapping[int, Numbered]:
        return {n: found for n, said in self.open.items() if (found := numbered_line(said))}

    @cached_property
    def named(self) -> Mapping[int, str]:
        """What stands behind `Q:`."""
        read = ((n, named_line(said)) for n, said in self.open.items())
        return {n: said for n, said in read if said is not None}

    @cached_property
    def marks(self) -> Mapping[int, Mark]:
        """What begins an answer; `A:` does so only where questions begin with `Q:`."""
        short = bool(self.named)
        return {n: found for n, said in self.open.items() if (found := mark(said, short=short))}

    @cached_property
    def asking(self) -> frozenset[int]:
        return frozenset(n for n, said in self.open.items() if asks(said))

    def number(self, place: int) -> int | None:
        found = self.counted.get(place)
        return found.number if found else None

    def is_apart(self, place: int) -> bool:
        """Whether a paragraph begins here."""
        return place == 0 or not self.lines[place - 1].text.strip()

    def below(self, place: int) -> int | None:
        """Find the next line with something on it."""
        return first_filled(self.lines, range(place, len(self.lines)))

    def end_of_paragraph(self, start: int, limit: int) -> int:
        return next((n for n in range(start, limit) if not self.lines[n].text.strip()), limit)

    def heading_above(self, place: int) -> int | None:
        """Find a heading with nothing but blank lines between it and this line."""
        above = first_filled(self.lines, reversed(range(place)))
        is_heading = above is not None and _HEADING.match(self.open.get(above, ""))
        return above if self.headed and is_heading else None

    def paragraph_above(self, place: int, floor: int) -> range:
        """The last lines of the paragraph above, as many as a question may have."""
        last = first_filled(self.lines, reversed(range(floor, place)))
        first = end = floor if last is None else last + 1
        while first > floor and end - first < QUESTION_LINES and not self.is_apart(first):
            first -= 1
        return range(first, end)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a question was found: the index of its first line, and of the first one behind it.

    `behind` is what stands on the last line of the question, behind the mark of its answer. A
    draft's question is one line, so what it shows below its words, `shown`, begins the answer.
    """

    first: int
    body: int
    question: str
    number: int | None = None
    behind: str | None = None
    shown: Lines = ()


class Pair(NamedTuple):
    """A question, what it shows below its words, and its answer; there may be a place for code."""

    line: int
    question: str
    shown: Lines
    answer: Lines
    code: Lines = ()


def assembled(
    path: str,
    lines: Lines,
    starts: Sequence[Start],
    *,
    ends: Iterable[int] = (),
    faults: Iterable[Remark] = (),
    notes: Iterable[Remark] = (),
) -> Questionnaire | Refused:
    """Take what stands between a question and the next as its answer; one fault refuses all.

    From one of the `ends` to the next question, lines belong to no answer.
    """
    spans = [*with_ends(starts, lines, ends)]
    pairs = [
        Pair(lines[start.first].number, start.question, start.shown, _body(lines, start, end))
        for start, end in spans
    ]
    left = [*lines[: starts[0].first]]
    for (_, end), (_, after) in zip(spans, with_ends(starts, lines), strict=True):
        left += lines[end:after]
    return paired(path, pairs, faults=faults, notes=[*_left_out(left, pairs[0].line), *notes])


def paired(
    path: str, pairs: Sequence[Pair], *, faults: Iterable[Remark] = (), notes: Iterable[Remark] = ()
) -> Questionnaire | Refused:
    """Do so with questions and answers that nothing had to be found of."""
    read = tuple(map(_imported, pairs))
    found = [*faults, *((one.line, fault) for one in read if (fault := _fault(one)))]
    if found:
        return Refused(tuple(sorted({Problem(path, *remark) for remark in found})))
    shown = [pair.shown[0].number for pair in pairs if pair.shown]
    told = [*notes, *((line, "the code of this question begins its answer") for line in shown)]
    return Questionnaire(read, tuple(sorted({Problem(path, *remark) for remark in told})))


def with_ends(
    starts: Sequence[Start], lines: Lines, ends: Iterable[int] = ()
) -> Iterator[tuple[Start, int]]:
    """Give each question with the place where its answer ends: at the next one, or before."""
    cuts = sorted({*ends, *(start.first for start in starts), len(lines)})
    return ((start, cuts[bisect_left(cuts, start.body)]) for start in starts)


def asked_in(lines: Lines) -> tuple[str, Lines]:
    """Put the words of a question on one line; from its code on, all stays lines."""
    lines = trimmed(lines)
    cut = max(first_code(lines), 1)
    words = (line.text.strip() for line in lines[:cut])
    return bare(" ".join(filter(None, words))), trimmed(lines[cut:])


def no_answer(question: str) -> str:
    return f"the question {question!r} has no answer"


def _fault(one: Imported) -> str | None:
    if not one.question:
        return "this question has no words"
    said = [line for line in one.answer.split("\n") if line.strip()]
    return None if one.parts and not all(map(_RULE.match, said)) else no_answer(one.question)


def _imported(pair: Pair) -> Imported:
    told, code = trimmed(pair.answer), trimmed(pair.code)
    if pair.shown and (told or code):  # else it is not answered
        told = trimmed([*pair.shown, Line(pair.shown[-1].number, ""), *told])
    answer = "\n\n".join(joined(part) for part in (told, code) if part)
    read = (*parts(told), *(as_code(code) if code else ()))
    return Imported(pair.line, pair.question, answer, read)


def _body(lines: Lines, start: Start, end: int) -> Lines:
    """Drop the rules that people draw between questions; one right below words underlines them."""
    behind = [Line(lines[start.body - 1].number, start.behind)] if start.behind else []
    kept = trimmed([*behind, *lines[start.body : end]])
    while kept and _RULE.match(kept[-1].text) and not is_filled(kept[-2:-1]):
        kept = trimmed(kept[:-1])
    return kept


def _left_out(lines: Lines, first: int) -> Iterator[Remark]:
    """Name what belongs to no answer."""
    for line in lines:
        if line.text.strip() and line.text not in CELL_FENCES:
            why = "stands before the first" if line.number <= first else "belongs to no"
            yield line.number, f"left out, it {why} question: {line.text.strip()!r}"
