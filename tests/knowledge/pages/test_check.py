import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.pages import curriculum
from knowledge.pages.check import CONCURRENT_RUNS, Execute, check, verified_elsewhere
from knowledge.pages.curriculum import Curriculum
from tests.fakes.execute import Run, execute
from tests.knowledge.writing import SHORT, line_of, write, write_topics


async def problems_of(root: Path, run: Execute = execute) -> list[str]:
    """What `check` finds wrong, as an author reads it."""
    content = curriculum.read(root)
    assert isinstance(content, Curriculum), content
    return [str(found) async for proof in check(content, run) for found in proof.problems]


def short(block: str) -> str:
    return f"It is so.\n\n```pycon\n{block}\n```"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_topics(tmp_path)
    return tmp_path


async def test_true_examples_pass(root: Path) -> None:
    raised = "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero"
    more = f"```pycon\n>>> a\n20\n>>> a / 0\n{raised}\n```"
    write(root, "one", f"{SHORT}\n\n## More\n\n{more}")

    assert await problems_of(root) == []


async def test_pages_that_name_other_releases_than_ran_them_are_told(root: Path) -> None:
    """Who copies a page copies the claim, and the site repeats it."""

    async def releases(_code: str) -> Run:
        return Run("ok", "2.13.0 2.4.6\n", None, None)

    write(root, "one")
    write(root, "two", verified={"torch": "1.0", "numpy": "banana"})
    write(root, "words", "In words.", example="none", verified={"torch": "1", "numpy": "1"})
    content = curriculum.read(root)
    assert isinstance(content, Curriculum)

    assert await verified_elsewhere(content, releases) == (
        "run here with torch 2.13.0 and NumPy 2.4.6, which is not what `verified` says in: two"
    )
    assert await verified_elsewhere(replace(content, pages=content.pages[:1]), releases) is None


async def test_every_example_is_counted(root: Path) -> None:
    write(root, "one")
    content = curriculum.read(root)
    assert isinstance(content, Curriculum)

    assert [proof.examples async for proof in check(content, execute)] == [2]


async def test_wrong_output_is_named_with_its_line(root: Path) -> None:
    path = write(root, "one", f"{SHORT}\n\n## More\n\n```pycon\n>>> a + 2\n23\n```")

    line = line_of(path.read_text(), ">>> a + 2")
    assert await problems_of(root) == [
        f"questions/shapes/one.md:{line}: `a + 2` expected '23', got '22'"
    ]


async def test_an_example_that_raises_is_named(root: Path) -> None:
    write(root, "one", short(">>> 1 / 0\n1"))

    [problem] = await problems_of(root)

    assert problem.endswith("`1 / 0` expected '1', got 'ZeroDivisionError: division by zero'")


async def test_another_error_than_the_expected_one_is_named(root: Path) -> None:
    expected = "Traceback (most recent call last):\n    ...\nValueError: no"
    write(root, "one", short(f">>> 1 / 0\n{expected}"))

    [problem] = await problems_of(root)

    assert "expected 'ValueError: no', got 'ZeroDivisionError: division by zero'" in problem


async def test_one_page_s_names_are_unknown_to_the_next(root: Path) -> None:
    write(root, "one")
    write(root, "two", short(">>> a\n20"))

    [problem] = await problems_of(root)

    assert "got \"NameError: name 'a' is not defined\"" in problem


async def test_an_example_that_ends_the_run_is_named_and_nothing_after_it(root: Path) -> None:
    path = write(root, "one", short(">>> 1\n1\n>>> import os; os._exit(1)\n>>> 2\n2"))

    [problem] = await problems_of(root)

    assert problem.endswith("expected to run, got killed before its end")
    assert f":{line_of(path.read_text(), '>>> import os')}:" in problem


async def test_a_snippet_that_shows_something_else_than_its_session_is_named(root: Path) -> None:
    """At a prompt None is not shown, so a function that prints gains a line in a program."""
    write(root, "one", short(">>> def show():\n...     print(1)\n>>> show()\n1\n>>> 2\n2"))

    [problem] = await problems_of(root)

    assert "as a snippet: expected '1\\n2\\n', got '1\\nNone" in problem


async def test_a_snippet_may_end_in_the_error_it_announces(root: Path) -> None:
    raised = "Traceback (most recent call last):\n    ...\nValueError: invalid literal ...: 'x'"
    write(root, "one", short(f">>> int('x')\n{raised}\n>>> 1\n1\n>>> int('x')\n{raised}"))

    assert await problems_of(root) == []


async def test_a_snippet_that_ends_otherwise_is_named(root: Path) -> None:
    write(root, "one", short(">>> 1\n1\n>>> _ + 1\n2"))

    [problem] = await problems_of(root)

    assert "as a snippet: expected ok, got error (NameError: name '_' is not defined)" in problem


async def test_a_snippet_that_ends_in_another_error_is_named(root: Path) -> None:
    raised = "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero"
    write(root, "one", short(f">>> 1\n1\n>>> _ / 0\n{raised}"))

    [problem] = await problems_of(root)

    assert "expected ZeroDivisionError: division by zero, got NameError: name '_'" in problem


async def test_a_snippet_may_say_what_a_name_was_meant_for(root: Path) -> None:
    """A program's error guesses at it, the same error in a session does not."""
    raised = "Traceback (most recent call last):\n    ...\nNameError: name 'tensor' is not defined"
    write(root, "one", short(f">>> tensor\n{raised}"))

    async def guessing(code: str) -> Run:
        run = await execute(code)
        if run.error is None:
            return run
        guess = f"{run.error.message}. Did you mean: 'torch.tensor'?"
        return replace(run, error=replace(run.error, message=guess))

    assert await problems_of(root, guessing) == []


async def test_a_page_too_long_for_a_message_is_named_and_not_run(root: Path) -> None:
    write(root, "one", f"{SHORT}\n\n## More\n\n{'word ' * 1000}")

    [problem] = await problems_of(root)

    assert "more: expected at most 3968 UTF-16 units with its title, got 5020" in problem


async def test_only_a_few_pages_run_at_once(root: Path) -> None:
    for number in range(6):
        write(root, f"page-{number}")
    running, most = 0, 0

    async def counted(_code: str) -> Run:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1
        return Run("killed", "", None, None)

    assert len(await problems_of(root, counted)) == 6
    assert most == CONCURRENT_RUNS


async def test_a_sandbox_that_fails_ends_the_check_at_once(root: Path) -> None:
    for number in range(6):
        write(root, f"page-{number}")

    async def failing(_code: str) -> Run:
        raise ConnectionError("the sandbox is gone")

    with pytest.raises(ConnectionError):
        await problems_of(root, failing)
    assert len(asyncio.all_tasks()) == 1


async def test_stopping_early_leaves_nothing_running(root: Path) -> None:
    for number in range(4):
        write(root, f"page-{number}")
    content = curriculum.read(root)
    assert isinstance(content, Curriculum)

    proofs: AsyncIterator[object] = check(content, execute)
    await anext(proofs)
    await proofs.aclose()  # type: ignore[attr-defined]

    assert len(asyncio.all_tasks()) == 1


async def test_a_diagram_that_does_not_draw_is_named_with_its_line(root: Path) -> None:
    path = write(root, "one", diagram="a.T")
    write(root, "two", diagram="a + a")
    write(root, "three")
    content = curriculum.read(root)
    assert isinstance(content, Curriculum)

    async def draw(code: str) -> str | None:
        return "got nothing" if code.endswith("\na.T") else None

    proofs = {proof.page.entry.slug: proof async for proof in check(content, execute, draw)}

    line = line_of(path.read_text(), "diagram: ")
    assert [str(problem) for problem in proofs["one"].problems] == [
        f"questions/shapes/one.md:{line}: diagram: got nothing"
    ]
    assert {slug: proof.is_drawn for slug, proof in proofs.items()} == {
        "one": False,
        "two": True,
        "three": False,
    }


async def test_an_answer_in_words_runs_nothing(root: Path) -> None:
    write(root, "one", "It is so.", example="none")

    async def never(code: str) -> Run:
        raise AssertionError(code)

    assert await problems_of(root, never) == []


async def test_what_stands_under_more_of_an_answer_in_words_is_held_to_its_word(root: Path) -> None:
    write(root, "one", "It is so.\n\n## More\n\n```pycon\n>>> 1 + 1\n3\n```", example="none")

    [problem] = await problems_of(root)

    assert "`1 + 1` expected '3', got '2'" in problem
