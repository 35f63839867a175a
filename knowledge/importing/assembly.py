"""From where questions were found to questions with answers, whatever the format. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.importing.fence import CELL_FENCES, inside_fences
from knowledge.importing.imported import (
    Code,
    Imported,
    Line,
    Lines,
    Questionnaire,
    joined,
    trimmed,
)
from knowledge.importing.prose_or_code import parts
from knowledge.pages.problems import Problem, Refused

Remark = tuple[int, str]
_RULE = re.compile(r"[ \t]*(?:([-*_=])\1{2,}|([-*_])(?: \2){2,})[ \t]*$")

_OPTION = re.compile(r"(?:[-*+] )?\(?([A-Ja-j])[).:]\s")
_RIGHT = re.compile(r"\((?:correct|right|richtig|correcta|vrai)\)|[✓✔✅]", re.IGNORECASE)
_UNTICKED = re.compile(r"[-*+] \[ \]\s")


@dataclass(frozen=True, slots=True)
class Start:
    """Where a question was found: the index of its first line, and of the first one behind it.

    `behind` is what stands on the last line of the question, behind the mark of its answer, and
    `code` what the question shows below itself: a draft's question is one line, so it goes to the
    head of the answer.
    """

    first: int
    body: int
    number: int | None
    question: str
    behind: str | None = None
    code: Lines = ()


def assembled(
    path: str,
    lines: Lines,
    starts: Sequence[Start],
    *,
    faults: Iterable[Remark] = (),
    notes: Iterable[Remark] = (),
    gone: Collection[int] = (),
) -> Questionnaire | Refused:
    """Take what stands between a question and the next as its answer; one fault refuses all.

    Lines whose indices are `gone` belong to no answer.
    """
    read = [_imported(lines, start, end, gone) for start, end in with_ends(starts, lines)]
    unanswered = ((one.line, no_answer(one.question)) for one in read if not _says_anything(one))
    unasked = ((one.line, "this question has no words") for one in read if not one.question)
    problems = {Problem(path, *remark) for remark in (*faults, *unanswered, *unasked)}
    if problems:
        return Refused(tuple(sorted(problems)))
    remarks = (
        *_before(lines[: starts[0].first], read[0].line),
        *shown_first(start.code for start in starts),
        *_unchosen(read),
        *notes,
    )
    return Questionnaire(tuple(read), tuple(sorted(Problem(path, *one) for one in remarks)))


def _unchosen(read: Iterable[Imported]) -> Iterator[Remark]:
    """Find answers that are options to choose from, of which the file marks none."""
    for one in read:
        said = [line.strip() for line in one.answer.split("\n") if line.strip()]
        letters = "".join(found[1] for line in said if (found := _OPTION.match(line))).lower()
        is_list = len(letters) == len(said) and "abcdefghij".startswith(letters)
        is_marked = any(map(_RIGHT.search, said))
        if len(said) > 1 and not is_marked and (is_list or all(map(_UNTICKED.match, said))):
            yield one.line, "its answer is a list of options, and none is marked as the right one"


def _says_anything(one: Imported) -> bool:
    """Whether an answer is more than rules, which show nothing."""
    said = [line for line in one.answer.split("\n") if line.strip()]
    return bool(one.parts) and not all(map(_RULE.match, said))


def with_ends(starts: Sequence[Start], lines: Lines) -> Iterator[tuple[Start, int]]:
    """Give each question with the place where its answer ends: at the next one."""
    return zip(starts, [*(start.first for start in starts[1:]), len(lines)], strict=True)


def no_answer(question: str) -> str:
    return f"the question {question!r} has no answer"


def _imported(lines: Lines, start: Start, end: int, gone: Collection[int]) -> Imported:
    body = [lines[place] for place in range(start.body, end) if place not in gone]
    if start.behind:
        body.insert(0, Line(lines[start.body - 1].number, start.behind))
    if start.code and any(line.text.strip() for line in body):  # else it is not answered
        body = [*start.code, Line(start.code[-1].number, ""), *body]
    kept = _without_rules(body)
    line = lines[start.first].number
    return Imported(line, start.question, joined(kept), parts(kept))


def _without_rules(body: Lines) -> Lines:
    """Drop blank lines at both ends, and the rules that people draw between questions."""
    kept = trimmed(body)
    while kept and _RULE.match(kept[-1].text) and not _goes_with_text(kept):
        kept = trimmed(kept[:-1])
    return kept


def _goes_with_text(lines: Lines) -> bool:
    """Whether the rule at the end underlines a title, closes a table, or was printed."""
    above = trimmed(lines[:-1])
    if not above or lines[-2].text.strip():
        return bool(above)
    last = len(above) - 1
    return last not in inside_fences(above) and isinstance(parts(above)[-1], Code)


def _before(lines: Lines, first: int) -> Iterable[Remark]:
    """Name what was left out; of a list of questions the head stays above that of the answers."""
    for line in lines:
        if line.text.strip() and line.text not in CELL_FENCES:
            where = "before the first question" if line.number <= first else "between the questions"
            yield line.number, f"left out, it stands {where}: {line.text.strip()!r}"


def shown_first(codes: Iterable[Lines]) -> Iterable[Remark]:
    """Say which questions' code was moved to the head of their answers."""
    return (
        (code[0].number, "the code and options of this question begin its answer")
        for code in codes
        if code
    )
