"""From where questions were found to questions with answers, whatever the format. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.importing.imported import Imported, Line, Lines, Questionnaire, joined, trimmed
from knowledge.importing.prose_or_code import parts
from knowledge.problem import Problem, Refused

Remark = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a question was found: the index of its first line, and of the first one behind it.

    `behind` is what stands on the last line of the question, behind the mark of its answer.
    """

    first: int
    body: int
    number: int | None
    question: str
    behind: str | None = None


def assembled(
    path: str,
    lines: Lines,
    starts: Sequence[Start],
    faults: Iterable[Remark] = (),
    notes: Iterable[Remark] = (),
) -> Questionnaire | Refused:
    """Take what stands between a question and the next as its answer; one fault refuses all."""
    ends = [start.first for start in starts[1:]] + [len(lines)]
    read = [_imported(lines, start, end) for start, end in zip(starts, ends, strict=True)]
    unanswered = ((one.line, no_answer(one.question)) for one in read if not one.parts)
    unasked = ((one.line, "this question has no words") for one in read if not one.question)
    problems = {Problem(path, *remark) for remark in (*faults, *unanswered, *unasked)}
    if problems:
        return Refused(tuple(sorted(problems)))
    remarks = (*_before(lines[: starts[0].first]), *notes)
    return Questionnaire(tuple(read), tuple(sorted(Problem(path, *one) for one in remarks)))


def no_answer(question: str) -> str:
    return f"the question {question!r} has no answer"


def _imported(lines: Lines, start: Start, end: int) -> Imported:
    body = list(lines[start.body : end])
    if start.behind:
        body.insert(0, Line(lines[start.body - 1].number, start.behind))
    kept = trimmed(body)
    line = lines[start.first].number
    return Imported(line, start.question, joined(kept), parts(kept))


def _before(lines: Lines) -> Iterable[Remark]:
    return (
        (line.number, f"left out, it stands before the first question: {line.text.strip()!r}")
        for line in lines
        if line.text.strip()
    )
