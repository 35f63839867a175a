"""Whatever a file holds: reading it ends, and every word of it is in a draft or in a remark."""

import json

from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.imported import Questionnaire
from knowledge.importing.reading import read_file
from knowledge.problem import Refused

# Pieces of what the readers look for, so that chance finds its way into them.
PIECES = st.sampled_from(
    [
        "1 What is it?", "2. Why?", "3) How", "12", "Q: What?", "Question 4", "Ans:", "ans: so",
        "A: yes", "Answer", "## What?", "# Part", "### Answer", "What?", "=====", "---",
        "**Why?**", "1. **How?**", "```", "```python", "~~~", ">>> x", ">>> f(", "... y",
        "In [1]: x", "Out[1]: 2", "Output:", "x = 1", "x = (", "]", "def f():", "    return 1",
        "# remark", "tensor([1,", "2])", "tensor(3)", "Traceback (most recent call last):",
        "ValueError: no", "Some words that go on and on.", "1. one", "2. two", "a) b", "",
        " ", "\t", "import torch", "x.item()", "'''", '"', "question,answer", "What?,This", ";",
        "\\", "@f", "else:", "\u2028", "\x0c", "…",
    ]
)  # fmt: skip
LINES = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=24)


def written(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "replace")


NAMES = st.sampled_from(["a.txt", "a.md", "a.csv", "a.tsv", "a.ipynb", "a"])


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
def test_no_line_is_lost(name: str, lines: list[str]) -> None:
    text = "\n".join(lines).encode("utf-8", "replace").decode().replace("\r", "\n")

    found = read_file(name, text.encode())

    if isinstance(found, Questionnaire):
        remarked = {note.line for note in found.left_out}
        for number, line in enumerate(text.split("\n"), start=1):
            assert number in remarked or kept(line, found), (number, line)


@given(st.sampled_from(["a.txt", "a.md"]), LINES)
def test_no_line_is_in_two_answers(name: str, lines: list[str]) -> None:
    """Marked by a number of its own, each line is found once at most."""
    text = "\n".join(f"{line} §{n}§" if line.strip() else line for n, line in enumerate(lines))

    found = read_file(name, text.encode("utf-8", "replace"))

    if isinstance(found, Questionnaire):
        whole = "\n".join(f"{one.question}\n{one.answer}" for one in found.questions)
        assert all(whole.count(f"§{n}§") <= 1 for n in range(len(lines)))


@given(LINES)
def test_no_word_of_a_part_is_made_up(lines: list[str]) -> None:
    """What the parts hold is what the answer holds, without prompts, fences and labels."""
    text = "1 What?\nAns:\n" + "\n".join(lines)

    found = read_file("a.txt", text.encode("utf-8", "replace"))

    if isinstance(found, Questionnaire):
        for one in found.questions:
            for part in one.parts:
                said = part.text if hasattr(part, "text") else f"{part.source}\n{part.output or ''}"
                assert all(line.strip() in one.answer for line in said.split("\n"))


@given(st.lists(st.tuples(st.sampled_from(["markdown", "code", "raw"]), LINES), max_size=6))
def test_every_notebook_is_read_or_refused(cells: list[tuple[str, list[str]]]) -> None:
    content = {
        "nbformat": 4,
        "cells": [{"cell_type": kind, "source": "\n".join(lines)} for kind, lines in cells],
    }

    found = read_file("a.ipynb", json.dumps(content, indent=1).encode())

    assert isinstance(found, Questionnaire | Refused)


def kept(line: str, found: Questionnaire) -> bool:
    """Whether what a line says, marks aside, is in a question or an answer."""
    bare = line.strip()
    whole = " ".join(f"{one.question} {one.answer}" for one in found.questions)
    said = (
        bare.strip("#*_=-~ \t")
        .removeprefix("Q:")
        .removeprefix("Question")
        .strip("0123456789.): *_")
    )
    if is_mark(said):
        return True
    return said in whole


def is_mark(said: str) -> bool:
    """Whether a line only says that an answer follows."""
    return not said or said.rstrip(": ").lower() in {"ans", "answer", "a", "q"}
