"""Whatever a file holds: reading it ends, and every word of it is in a draft or in a remark."""

import json

from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.drafts import draft_text
from knowledge.importing.findings.claims import claims_of
from knowledge.importing.findings.form import form_findings
from knowledge.importing.findings.runs import program_of
from knowledge.importing.questionnaire import Questionnaire
from knowledge.importing.reading import ENDINGS, read_file
from knowledge.pages.problems import Refused

# Pieces of what the readers look for, so that chance finds its way into them; a brace is where a
# line's own word goes.
PIECES = st.sampled_from(
    [
        "1 What is {}?", "2. Why {}?", "3) How {}", "12", "Q: {}?", "Question 4", "Ans:",
        "ans: {}", "A: {}", "Answer", "## {}?", "# Part {}", "### Answer", "{}?", "=====", "---",
        "**Why {}?**", "1. **{}?**", "**{}**", "```", "```python", "~~~", ">>> {}", ">>> f({}",
        "... {}", "In [1]: {}", "Out[1]: {}", "Output:", "Output: {}", "x = {}", "x = ({}", "]",
        "def {}():", "    return {}", "# {}", "tensor([1,", "2])", "tensor(3)", "{}",
        "Traceback (most recent call last):", "ValueError: {}", "Some words that go on with {}.",
        "1. {}", "2. {}", "a) {}", "", " ", "\t", "import {}", "{}.item()", "'''", '"',
        "question,answer", "What {}?,This", ";", "\\", "@{}", "else:", "\u2028", "\x0c", "…",
        "Q1: {}?", "Q2: {}?", "A1: {}", "A2: {}", "Part 2", "(a) {}?", "A) {}", "- {}?", "\xa0",
        "::t:: w", "=w","F: {}?", "P: {}?", "R: {}", "> [!question] {}?", "> {}",
        "| Question | Answer |", "|---|---|", "**1** {}?", "1\\. {}?", "Answers", "- question: {}?",
        "<!-- {}", "-->", "<details>", "<summary>{}</summary>",
    ]
)  # fmt: skip
LINES = st.lists(
    st.one_of(PIECES, st.text(st.characters(exclude_characters="{}"), max_size=12)), max_size=24
)


def named(lines: list[str]) -> list[str]:
    """Give each line that can have one a word of its own."""
    return [line.replace("{}", f"w{number}w") for number, line in enumerate(lines, start=1)]


def written(lines: list[str]) -> bytes:
    return "\n".join(named(lines)).encode("utf-8", "replace")


NAMES = st.sampled_from(["a", *(f"a{ending}" for ending in ENDINGS), "a.rst", "a.html"])


@given(
    NAMES,
    st.one_of(
        st.binary(max_size=200),
        LINES.map(lambda lines: "\n".join(lines).encode("utf-8", "replace")),
    ),
)
def test_every_file_is_read_or_refused(name: str, data: bytes) -> None:
    found = read_file(name, data)

    match found:
        case Questionnaire(questions=questions):
            assert questions
            assert all(one.question.strip() and one.parts for one in questions)
        case Refused(problems=problems):
            assert problems
            assert all(problem.line >= 1 and problem.path == name for problem in problems)


@given(st.sampled_from(["a.txt", "a.md"]), LINES)
def test_every_line_is_in_one_draft_or_in_a_remark(name: str, lines: list[str]) -> None:
    found = read_file(name, written(lines))

    if isinstance(found, Questionnaire):
        whole = "\n".join(f"{one.question}\n{one.answer}" for one in found.questions)
        # What is kept and only named stands in a draft as well.
        remarks = [str(one) for one in found.notes if "kept in the answer" not in str(one)]
        left_out = "\n".join(remarks)
        for word in (f"w{n}w" for n, line in enumerate(lines, start=1) if "{}" in line):
            assert whole.count(word) + left_out.count(word) == 1, word


@given(LINES)
def test_no_word_of_a_part_is_made_up(lines: list[str]) -> None:
    """What the parts hold is what the answer holds, without prompts, fences and labels."""
    found = read_file("a.txt", b"1 What?\nAns:\n" + written(lines))

    if isinstance(found, Questionnaire):
        for one in found.questions:
            for part in one.parts:
                said = part.text if hasattr(part, "text") else f"{part.source}\n{part.output or ''}"
                assert all(line.strip() in one.answer for line in said.split("\n"))


@given(st.lists(st.tuples(st.sampled_from(["markdown", "code", "raw"]), LINES), max_size=6))
def test_every_notebook_is_read_or_refused(cells: list[tuple[str, list[str]]]) -> None:
    content = {
        "nbformat": 4,
        "cells": [{"cell_type": kind, "source": "\n".join(named(lines))} for kind, lines in cells],
    }

    found = read_file("a.ipynb", json.dumps(content, indent=1).encode())

    assert isinstance(found, Questionnaire | Refused)


@given(st.sampled_from(["a.txt", "a.md", "a.csv"]), LINES)
def test_whatever_was_read_can_be_looked_at(name: str, lines: list[str]) -> None:
    found = read_file(name, written(lines))

    for one in found.questions if isinstance(found, Questionnaire) else ():
        program = program_of(one.code)
        findings = [*form_findings(one), *program.broken]
        claims = claims_of(one)
        assert all(finding.line >= one.line for finding in findings)
        assert all(claim.sources for claim in claims)
        assert draft_text(one.parts, program).answer.strip()
