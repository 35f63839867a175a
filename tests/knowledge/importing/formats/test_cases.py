"""What is a question in a file, and what only looks like one: `cases/`, each with what it becomes.

Below a case's text stand its questions and answers, `=> What? => This.`, or why it is refused, and
the remarks on its lines. Cells of a notebook stand below `%%`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.importing.questionnaire import Questionnaire
from knowledge.importing.reading import read_file

CASES = Path(__file__).parent / "cases"
NAMES = {"text": "a.txt", "markdown": "a.md", "notebook": "a.ipynb"}
EXPECTED = re.compile(r"(?:=> |refused \d+: |note \d+: ).*")


def _cases() -> Iterator[object]:
    for kind, name in NAMES.items():
        whole = (CASES / f"{kind}.txt").read_text("utf-8")
        for case in re.split(r"^#### ", whole, flags=re.MULTILINE)[1:]:
            why, *lines = case.rstrip("\n").split("\n")
            expected = [line for line in lines if EXPECTED.fullmatch(line)]
            text = "\n".join(lines[: len(lines) - len(expected)])
            data = _notebook(text) if kind == "notebook" else f"{text}\n"
            yield pytest.param(name, data, expected, id=f"{kind}: {why}")


def _notebook(text: str) -> str:
    cells = [
        {
            "cell_type": "code" if cell.startswith(" code") else "markdown",
            "outputs": [],
            "source": cell.split("\n", 1)[1].rstrip("\n"),
        }
        for cell in text.split("%%")[1:]
    ]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def _written(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


@pytest.mark.parametrize(("name", "text", "expected"), list(_cases()))
def test_a_file_becomes_what_its_case_says(name: str, text: str, expected: list[str]) -> None:
    found = read_file(name, text.encode())

    if isinstance(found, Questionnaire):
        told = [f"=> {one.question} => {_written(one.answer)}" for one in found.questions]
        told += [f"note {note.line}: {_written(note.message)}" for note in found.notes]
    else:
        told = [f"refused {each.line}: {_written(each.message)}" for each in found.problems]
    assert told == expected
