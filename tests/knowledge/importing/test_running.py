"""An answer's code, run: what fails, and what shows something else than the file says."""

from knowledge import session
from knowledge.importing.finding import Finding, Kind
from knowledge.importing.running import Ended, program_of, run_findings
from tests.fakes.execute import execute
from tests.knowledge.importing.reading import answered


async def ran(answer: str) -> list[Finding]:
    program = program_of(answered(answer).code)
    run = await execute(session.program(program.all, "MARK "))
    shown = session.reported(run.stdout, "MARK ")
    return list(run_findings(program, shown, Ended(Kind.FAILS, f"did not finish: {run.outcome}")))


async def test_code_that_shows_what_is_said_is_fine() -> None:
    assert await ran(">>> a = [1, 2]\n>>> a\n[1,2]\n\nThen:\n\nb = a[:]\nb[0]\nOutput:\n\n1") == []


async def test_another_output_is_found_with_its_line() -> None:
    [finding] = await ran(">>> a = [1, 2]\n>>> a[0] + 1\n3")

    assert (finding.kind, finding.line) == (Kind.OUTPUT, 4)
    assert finding.message == "`a[0] + 1` shows '2', the file says '3'"


async def test_an_error_is_found_with_its_line_and_not_what_follows_from_it() -> None:
    findings = await ran("import nowhere\na = nowhere.f()\nb = a + 1\nprint(1 / 0)")

    assert [(finding.kind, finding.line) for finding in findings] == [
        (Kind.FAILS, 3),
        (Kind.FAILS, 6),
    ]
    assert findings[0].message == (
        "`import nowhere`: ModuleNotFoundError: No module named 'nowhere'"
    )


async def test_an_error_that_is_announced_is_fine() -> None:
    error = "Traceback (most recent call last):\n  ...\nZeroDivisionError: division by zero"

    assert await ran(f">>> 1 / 0\n{error}") == []


async def test_imports_that_everybody_leaves_out_are_added_and_said() -> None:
    [finding] = await ran("a = np.arange(3)\na.sum()\nOutput: 3")

    assert finding.kind is Kind.MISSING_IMPORT
    assert "added 'import numpy as np'" in finding.message


async def test_names_of_its_own_are_not_imported() -> None:
    assert program_of(answered("F = 1\nnn = F + 1\nprint(F, nn)").code).imports == ()


async def test_code_that_is_no_python_is_found_and_not_run() -> None:
    [finding] = await ran("```python\na = 1\nb = = 2\n```")

    assert (finding.kind, finding.line) == (Kind.FAILS, 5)


async def test_code_nested_too_deeply_is_found_and_not_run() -> None:
    [finding] = await ran(f"```python\nx = {'-' * 9000}1\n```")

    assert (finding.kind, finding.line) == (Kind.FAILS, 4)


async def test_code_that_ends_the_run_is_found() -> None:
    [finding] = await ran("import os\nos._exit(3)\na = 1")

    assert str(finding) == "line 4: does not run: `os._exit(3)` did not finish: killed"


async def test_random_output_is_not_held_against_the_file() -> None:
    [finding] = await ran(">>> import random\n>>> random.random()\n0.5")

    assert "shows random numbers; set a seed" in finding.message
