"""From questions that a file's format keeps apart to what is imported. Pure.

In such a file nothing has to be found: each question comes with its answer, or with its fault.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.importing.assembly import Remark, no_answer
from knowledge.importing.decoding import excess
from knowledge.importing.imported import (
    Code,
    Imported,
    Line,
    Lines,
    Questionnaire,
    joined,
    numbers,
    trimmed,
)
from knowledge.importing.prose_or_code import parts
from knowledge.importing.question_tail import asked
from knowledge.pages.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer; `code` is what the file calls so.

    `fault` says why it cannot be read, `notes` what was left out of it.
    """

    line: int
    question: Lines
    answer: Lines
    code: Lines = ()
    fault: str | None = None
    notes: tuple[str, ...] = ()


def paired(
    path: str, pairs: Sequence[Pair], notes: Iterable[Remark] = ()
) -> Questionnaire | Refused:
    """Take in all of them, or name the fault of each that has one."""
    read = [None if pair.fault else _imported(pair) for pair in pairs]
    found = [(pair.line, pair.fault or _fault(one)) for pair, one in zip(pairs, read, strict=True)]
    faults = [Problem(path, line, fault) for line, fault in found if fault]
    if faults:
        return Refused(tuple(sorted(set(faults))))
    lines = [line for pair in pairs for line in (*pair.question, *pair.answer, *pair.code)]
    if too_much := excess(path, lines):
        return too_much
    told = [*notes, *((pair.line, note) for pair in pairs for note in pair.notes)]
    return Questionnaire(
        tuple(one for one in read if one), tuple(sorted(Problem(path, *one) for one in told))
    )


def alike(line: int, text: str) -> list[Line]:
    """Give all lines of a text one place, where the file has it on one line or says no more."""
    return [Line(line, each) for each in text.split("\n")]


def as_code(lines: Lines) -> tuple[Code, ...]:
    """Take what the file calls code at its word, but for prompts and output in it."""
    if not lines:
        return ()
    read = parts(lines)
    found = [part for part in read if isinstance(part, Code)]
    if len(found) == len(read):
        return tuple(found)
    return (Code(lines[0].number, joined(lines), at=numbers(lines)),)


def _fault(one: Imported | None) -> str | None:
    if one is None or not one.question:
        return "this question has no words"
    return None if one.parts else no_answer(one.question)


def _imported(pair: Pair) -> Imported:
    head, *tail = trimmed(pair.question) or [Line(pair.line, "")]
    question = asked(head.text, tail)
    told = trimmed(pair.answer)
    if question.code and any(line.text.strip() for line in (*told, *pair.code)):
        told = trimmed([*question.code, Line(question.code[-1].number, ""), *told])
    code = trimmed(pair.code)
    answer = "\n\n".join(joined(lines) for lines in (told, code) if lines)
    return Imported(pair.line, question.text, answer, (*parts(told), *as_code(code)))
