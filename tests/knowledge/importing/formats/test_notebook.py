import json
from typing import Any

import pytest

from tests.knowledge.importing.reading import FILES, of, read, refused, told


def markdown(source: str | None) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": outputs, "source": [source]}


def notebook(*cells: Any, nbformat: int = 4) -> str:
    return json.dumps({"cells": cells, "nbformat": nbformat, "nbformat_minor": 5}, indent=1)


def stream(text: str | list[str], name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def test_a_question_knows_the_line_of_its_cell() -> None:
    lines = (FILES / "shapes.ipynb").read_text("utf-8").splitlines()

    for one in read("shapes.ipynb").questions:
        assert "cell_type" in lines[one.line - 1]


def test_outputs_are_what_the_code_shows() -> None:
    """A picture and a warning show nothing, and what has no end was not there to be learnt."""
    outputs = (
        stream(["one\n", "two\n"]),
        stream("UserWarning: deprecated\n", "stderr"),
        {"output_type": "execute_result", "data": {"text/plain": ["tensor(3)"]}},
        {"output_type": "display_data", "data": {"image/png": "aGk=", "text/plain": "<Figure>"}},
    )
    error = {"output_type": "error", "ename": "ValueError", "evalue": "\x1b[31mno\x1b[0m"}
    cells = (code("f()", *outputs), code("g()", error), code("h()", stream("word " * 5000)))

    found = of("a.ipynb", notebook(markdown("## What?"), *cells))

    assert told(found.questions[0]) == [
        ("code", "f()", "one\ntwo\ntensor(3)"),
        ("code", "g()", "ValueError: no"),
        ("code", "h()", ""),
    ]


def test_a_cell_that_no_person_wrote_is_named() -> None:
    [problem] = refused("a.ipynb", notebook(markdown("# What?"), markdown("a" * 10_001)))

    assert problem == "a.ipynb:9: expected at most 10000 characters, got 10001"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "Invalid JSON: EOF while parsing an object"),
        ("[" * 100_000, "Invalid JSON: recursion limit exceeded"),
        ("[]", "Input should be an object"),
        ('{"nbformat": 3, "worksheets": []}', "expected a notebook of format 4, got 3"),
        (notebook(), "expected cells with questions, got an empty notebook"),
        (notebook(markdown("")), "expected cells with questions, got an empty notebook"),
        (notebook({"cell_type": "moon", "source": ""}), "cells 1 cell_type Input should be 'mark"),
        (notebook(markdown("# What?"), markdown(None)), "cells 2 source Input should be a valid"),
        (notebook(7), "cells 1 Input should be an object"),
    ],
)
def test_what_is_no_notebook_is_refused(text: str, problem: str) -> None:
    [found] = refused("a.ipynb", text)

    assert problem in found
