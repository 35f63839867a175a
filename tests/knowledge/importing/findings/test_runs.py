"""An answer's code, run: what fails, and what shows something else than the file says."""

import json

import pytest

from knowledge.examples import sessions
from knowledge.importing.findings.runs import Ended, given, program_of, run_findings
from knowledge.importing.questionnaire import Finding, FindingKind
from tests.fakes.execute import execute
from tests.knowledge.importing.reading import answered, of


async def ran(answer: str) -> list[Finding]:
    program = program_of(answered(answer).code)
    run = await execute(sessions.program(program.all, "MARK "))
    shown = sessions.reported(run.stdout, "MARK ")
    return list(
        run_findings(program, shown, Ended(FindingKind.FAILS, f"did not finish: {run.outcome}"))
    )


async def test_code_that_shows_what_is_said_is_fine() -> None:
    assert await ran(">>> a = [1, 2]\n>>> a\n[1,2]\n\nThen:\n\nb = a[:]\nb[0]\nOutput:\n\n1") == []


async def test_another_output_is_found_with_its_line() -> None:
    [finding] = await ran(">>> a = [1, 2]\n>>> a[0] + 1\n3")

    assert (finding.kind, finding.line) == (FindingKind.OUTPUT, 4)
    assert finding.message == "`a[0] + 1` shows '2', the file says '3'"


async def test_an_error_is_found_with_its_line_and_not_what_follows_from_it() -> None:
    findings = await ran("import nowhere\na = nowhere.f()\nb = a + 1\nprint(1 / 0)")

    assert [(finding.kind, finding.line) for finding in findings] == [
        (FindingKind.FAILS, 3),
        (FindingKind.FAILS, 6),
    ]
    assert findings[0].message == (
        "`import nowhere`: ModuleNotFoundError: No module named 'nowhere'"
    )


async def test_an_error_that_is_announced_is_fine() -> None:
    error = "Traceback (most recent call last):\n  ...\nZeroDivisionError: division by zero"

    assert await ran(f">>> 1 / 0\n{error}") == []


async def test_imports_that_everybody_leaves_out_are_added_and_said() -> None:
    [finding] = await ran("a = np.arange(3)\na.sum()\nOutput: 3")

    assert finding.kind is FindingKind.MISSING_IMPORT
    assert "added 'import numpy as np'" in finding.message


@pytest.mark.parametrize(
    "code",
    [
        "F = 1\nnn = F + 1\nprint(F, nn)",
        "def F(x):\n    return x + 1\n\nF(3)",
        "async def F(x):\n    return x + 1\n\nF(3)",
        "class nn:\n    size = 3\n\nnn.size",
        "try:\n    1 / 0\nexcept ZeroDivisionError as F:\n    print(F)",
        "match [1, 2]:\n    case [F, *nn]:\n        print(F, nn)",
        "match {1: 2}:\n    case {1: int() as nn, **F}:\n        print(F, nn)",
    ],
)
def test_names_of_its_own_are_not_imported(code: str) -> None:
    assert program_of(answered(f"```python\n{code}\n```").code).imports == ()


def test_a_method_is_no_name_of_its_own() -> None:
    """`x.numpy()` needs an object before it; numpy alone is still the module."""
    code = "class Box:\n    def numpy(self):\n        return numpy.ones(2)\n\nBox().numpy()"

    assert program_of(answered(f"```python\n{code}\n```").code).imports == ("import numpy",)


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    a = f()\nexcept ValueError as error:\n    print(error)",
        "def a(x):\n    n = x + 1\n    return n",
        "class a:\n    size = 3\n\n    def f(self):\n        n = 1\n        return n",
        "a = [n for n in range(3)]",
    ],
)
def test_what_does_not_outlive_its_block_is_not_given(code: str) -> None:
    """An earlier question would be named for a name that its code never had outside."""
    assert [*given(answered(f"```python\n{code}\n```").code)] == ["a"]


@pytest.mark.parametrize(
    "code",
    [
        "print(b := 3)",
        "print([b := n for n in range(3)])",
        "print({n: (b := n) for n in range(3)})",
        "print(any((b := n) for n in range(3) if [m for m in range(n)]))",
    ],
)
def test_what_is_given_a_value_on_the_way_is_given(code: str) -> None:
    """Python lets `:=` in a comprehension name what is around it."""
    assert [*given(answered(f"```python\n{code}\n```").code)] == ["b"]


@pytest.mark.parametrize(
    "body",
    [
        "global b\n    b = 1",
        "global b\n    for b in range(3):\n        pass",
        "global b, c\n    [b := n for n in range(3)]",
    ],
)
def test_what_a_function_names_as_global_is_given(body: str) -> None:
    code = f"def a():\n    {body}\n\na()"

    assert sorted(given(answered(f"```python\n{code}\n```").code)) == ["a", "b"]


def test_what_is_given_on_the_way_in_a_function_stays_there() -> None:
    code = "def a(x):\n    n = [m := y for y in x]\n    return lambda: (k := 1)"

    assert [*given(answered(f"```python\n{code}\n```").code)] == ["a"]


async def test_code_that_is_no_python_is_found_and_not_run() -> None:
    [finding] = await ran("```python\na = 1\nb = = 2\n```")

    assert (finding.kind, finding.line) == (FindingKind.FAILS, 5)


async def test_code_nested_too_deeply_is_found_and_not_run() -> None:
    [finding] = await ran(f"```python\nx = {'-' * 9000}1\n```")

    assert (finding.kind, finding.line) == (FindingKind.FAILS, 4)


async def test_code_that_ends_the_run_is_found() -> None:
    [finding] = await ran("import os\nos._exit(3)\na = 1")

    assert str(finding) == "line 4: does not run: `os._exit(3)` did not finish: killed"


async def test_random_output_is_not_held_against_the_file() -> None:
    [finding] = await ran(">>> import random\n>>> random.random()\n0.5")

    assert "shows random numbers; set a seed" in finding.message


async def test_what_only_notebooks_have_is_named_as_such() -> None:
    [finding] = await ran("x = [1, 2]\ndisplay(x)\ndisplay(x[0])")

    assert finding.message == (
        "`display(x)` needs a notebook, and an entry is none: let the last line be the value, "
        "or print it"
    )


async def test_code_behind_word_s_line_breaks_knows_its_line() -> None:
    """An editor counts line feeds alone; a row of a table would be taken for another one's."""
    findings = await ran("x = 1\x0bprint(1 / 0)\u2028print(a)\nprint(b)\n\n>>> c\x0b>>> d")

    assert [finding.line for finding in findings] == [3, 3, 4, 6, 6]


async def test_what_is_no_python_behind_word_s_line_breaks_knows_its_line() -> None:
    [finding] = await ran("```python\na = 1\x0bb = = 2\nc = 3\n```")

    assert finding.line == 4


def test_code_of_a_row_is_on_the_line_of_its_row() -> None:
    read = of("a.csv", 'question,answer,code\nWhat?,This.,"a = 1\u2028b = 2\u2028b"\nHow?,So.,\n')

    assert [each.line for each in program_of(read.questions[0].code).examples] == [2, 2, 2]


def test_code_of_a_cell_is_on_the_line_of_its_cell() -> None:
    """All of a notebook may be one line."""
    cells = [
        {"cell_type": "markdown", "source": "## What?"},
        {"cell_type": "code", "source": "a = 1\nb = 2\nb", "outputs": []},
    ]

    read = of("a.ipynb", json.dumps({"cells": cells, "nbformat": 4}))

    assert [each.line for each in program_of(read.questions[0].code).examples] == [1, 1, 1]
