"""Honest snippets: what learners and teachers send runs as it does in plain Python."""

import re
from pathlib import Path

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run
from tests.sandbox.honest.conftest import SNIPPETS, Left, Plainly
from tutor.errors.silent.found import fault_in

# The profiler of torch says so, in C++, where it may not look at /proc: a snippet can't.
_NAMELESS = re.compile(r"^Failed to read process name for pid \d+\n", re.MULTILINE)
SCRIPTS = sorted(SNIPPETS.rglob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_it_shows_what_plain_python_shows(run: Run, plainly: Plainly, script: Path) -> None:
    expected = plainly(script)

    result = await run(script.read_text())

    sizes = [(image.width, image.height) for image in result.images]
    stderr = _NAMELESS.sub("", result.stderr)
    failed = result.outcome is Outcome.ERROR
    assert Left(result.stdout, stderr, result.value, sizes, failed) == expected
    assert failed or result.outcome is Outcome.OK, result.error
    left = {each.name: each.shape for each in result.tensors}
    assert failed or fault_in(script.read_text(), ran_well=True, left=left) is None


def test_there_are_enough_of_them() -> None:
    assert len(SCRIPTS) >= 200
