"""From where questions were found to questions with answers, whatever the format. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.importing.answers import CELL_FENCES, as_code, first_code, parts
from knowledge.importing.marks import bare
from knowledge.importing.questionnaire import (
    Imported,
    Line,
    Lines,
    Questionnaire,
    is_filled,
    joined,
    trimmed,
)
from knowledge.pages.problems import Problem, Refused

Remark = tuple[int, str]
_RULE = re.compile(r"[ \t]*(?:([-*_=])\1{2,}|([-*_])(?: \2){2,})[ \t]*$")


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


@dataclass(frozen=True, slots=True)
class Pair:
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
    path: str, pairs: Iterable[Pair], *, faults: Iterable[Remark] = (), notes: Iterable[Remark] = ()
) -> Questionnaire | Refused:
    """Do so with questions and answers that nothing had to be found of."""
    pairs = [*pairs]
    read = [*map(_imported, pairs)]
    found = [*faults, *((one.line, fault) for one in read if (fault := _fault(one)))]
    if found:
        return Refused(tuple(sorted({Problem(path, *remark) for remark in found})))
    shown = [pair.shown[0].number for pair in pairs if pair.shown]
    told = [*notes, *((line, "the code of this question begins its answer") for line in shown)]
    return Questionnaire(tuple(read), tuple(sorted({Problem(path, *remark) for remark in told})))


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
