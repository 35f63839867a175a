import json
from typing import Any

import pytest

from tests.knowledge.importing.reading import FILES, asked, of, read, refused, told


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": outputs, "source": [source]}


def notebook(*cells: dict[str, Any], nbformat: int = 4) -> str:
    return json.dumps({"cells": cells, "nbformat": nbformat, "nbformat_minor": 5}, indent=1)


def test_a_question_knows_the_line_of_its_cell() -> None:
    lines = (FILES / "shapes.ipynb").read_text("utf-8").splitlines()

    for one in read("shapes.ipynb").questions:
        assert "cell_type" in lines[one.line - 1]


def test_a_cell_that_is_one_line_and_asks_is_a_question() -> None:
    text = notebook(markdown("What is it?"), markdown("This."), markdown("1. Why?"), code("x = 1"))

    found = of("a.ipynb", text)

    assert asked(found) == ["What is it?", "Why?"]
    assert told(found.questions[1]) == [("code", "x = 1", "")]


def test_outputs_are_what_the_code_shows() -> None:
    outputs = (
        {"output_type": "stream", "name": "stdout", "text": ["one\n", "two\n"]},
        {"output_type": "execute_result", "data": {"text/plain": ["tensor(3)"]}},
        {"output_type": "display_data", "data": {"image/png": "aGk=", "text/plain": "<Figure>"}},
    )
    error = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "\x1b[31mno\x1b[0m",
        "traceback": [],
    }

    found = of("a.ipynb", notebook(markdown("## What?"), code("f()", *outputs), code("g()", error)))

    assert told(found.questions[0]) == [
        ("code", "f()", "one\ntwo\ntensor(3)"),
        ("code", "g()", "ValueError: no"),
    ]


def test_code_before_the_first_question_is_named_without_our_own_fences() -> None:
    found = of("a.ipynb", notebook(code("n = 5"), markdown("# What is n?"), markdown("Five.")))

    assert [str(note) for note in found.notes] == [
        "a.ipynb:4: left out, it stands before the first question: 'n = 5'"
    ]


def test_an_output_without_an_end_is_left_out() -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "word " * 5000}

    found = of("a.ipynb", notebook(markdown("## What?"), code("f()", output)))

    assert told(found.questions[0]) == [("code", "f()", "")]


def test_a_cell_that_no_person_wrote_is_named() -> None:
    [problem] = refused("a.ipynb", notebook(markdown("# What?"), markdown("a" * 10_001)))

    assert problem == "a.ipynb:9: expected at most 10000 characters, got 10001"


def test_a_fence_in_a_code_cell_ends_nothing() -> None:
    source = '"""\n```\n# What?\n~~~\n"""'

    found = of("a.ipynb", notebook(markdown("# How?"), code(source)))

    assert told(found.questions[0]) == [("code", source, "")]


def test_half_a_surrogate_pair_is_replaced() -> None:
    found = of("a.ipynb", notebook(markdown("# How?"), markdown("So \ud800.")))

    assert found.questions[0].answer == "So ?."


def test_a_question_without_an_answer_is_named_with_the_line_of_its_cell() -> None:
    text = notebook(markdown("# What?"), markdown("# How?"), markdown("So."))

    [problem] = refused("a.ipynb", text)

    assert problem == "a.ipynb:4: the question 'What?' has no answer"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "a.ipynb:1: this is not a notebook: Expecting property name"),
        ("[" * 100_000, "a.ipynb:1: this is not a notebook: it is nested too deeply"),
        ("[]", "a.ipynb:1: expected a notebook with cells, as Jupyter writes it, got a list of 0"),
        ('{"nbformat": 3, "worksheets": []}', "a.ipynb:1: expected a notebook of format 4, got 3"),
        (notebook(), "a.ipynb:1: expected cells with questions, got an empty notebook"),
        (notebook(markdown("")), "a.ipynb:1: expected cells with questions, got an empty"),
        (
            notebook({"cell_type": "moon", "source": ""}),
            "a.ipynb:1: expected cell 1 to hold Markdown, code or raw text, got 'moon'",
        ),
        (
            notebook(markdown("# What?"), {"cell_type": "markdown", "source": None}),
            "a.ipynb:1: expected text in cell 2, got nothing",
        ),
        (
            json.dumps({"nbformat": 4, "cells": [7]}),
            "a.ipynb:1: cell 1: expected a cell of a notebook as Jupyter writes it, got 7",
        ),
    ],
)
def test_what_is_no_notebook_is_refused(text: str, problem: str) -> None:
    [found] = refused("a.ipynb", text)

    assert found.startswith(problem)


def test_a_warning_is_no_part_of_what_code_shows() -> None:
    warning = {"output_type": "stream", "name": "stderr", "text": "UserWarning: deprecated\n"}
    result = {"output_type": "execute_result", "data": {"text/plain": ["tensor([0., 0.])"]}}

    found = of("a.ipynb", notebook(markdown("## What?"), code("x.T", warning, result)))

    assert told(found.questions[0]) == [("code", "x.T", "tensor([0., 0.])")]


def test_a_number_alone_may_be_bold() -> None:
    cells = (markdown("**Exercise 1**: What?"), code("1"), markdown("**Q2** - Why?"), code("2"))
    one = (markdown("1. What?"), code("1"), markdown("**2**: Name it."), code("2"))

    assert asked(of("a.ipynb", notebook(*cells))) == ["What?", "Why?"]
    assert asked(of("a.ipynb", notebook(*one, markdown("3. Why?"), code("3")))) == [
        "What?",
        "Name it.",
        "Why?",
    ]


@pytest.mark.parametrize("name", ["a.ipynb", "a.md"])
def test_where_headings_are_read_it_is_not_advised_to_name_the_file_otherwise(name: str) -> None:
    text = {"a.md": "Make one.\n", "a.ipynb": notebook(markdown("Make one."), code("1"))}[name]

    [problem] = refused(name, text)

    assert "expected questions such as" in problem
    assert "in .md" not in problem
