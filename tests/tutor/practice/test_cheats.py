"""What only looks right does not pass, and what is right does, however it is written."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.exercises.shelf import shelf
from sandbox.client import connect
from tests.tutor.practice.catalogue import submissions
from tests.tutor.practice.test_grade import exercise
from tutor.practice.grading.grade import Grader

# No rule of it looks at the code: only what is computed counts.
TOTALS = exercise(
    "def f(x: Tensor) -> Tensor",
    "def f(x):\n    return x.sum(1, keepdim=True)",
    "(d.floats(*d.sizes(2)),)",
)
_TEXT = Path(__file__).with_name("cheats.txt").read_text("utf-8")
CHEATS = dict(each.split("\n", 1) for each in _TEXT.split("### ")[1:])


@pytest.fixture
async def grader(sandbox_url) -> AsyncIterator[Grader]:
    async with connect(sandbox_url) as runner:
        yield Grader(runner)


@pytest.mark.parametrize("code", CHEATS.values(), ids=CHEATS.keys())
async def test_what_only_looks_right_does_not_pass(grader: Grader, code: str) -> None:
    verdict = await grader.grade(TOTALS, code)

    assert not verdict.passed
    assert verdict.feedback


async def test_what_is_right_passes(grader: Grader) -> None:
    assert (await grader.grade(TOTALS, "def f(x):\n    return x.sum(1)[:, None]")).passed


async def test_every_honest_solution_passes(grader: Grader) -> None:
    verdicts = [
        (words, code, await grader.grade(shelf()[words[0]], code))
        for words, code in submissions("honest")
    ]

    assert [each for each in verdicts if not each[2].passed] == []
    assert len(verdicts) > 200
