"""Changes are tried in the real sandbox; what is shown has run as a whole."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

from sandbox.client import connect
from sandbox.protocol import Outcome, Runner, RunRequest
from tutor.errors.words import words_of
from tutor.repair.experiment import repair_of

_ROWS = yaml.safe_load(Path(__file__).with_name("repairs.yaml").read_text("utf-8"))


@pytest.fixture
async def runner(sandbox_url) -> AsyncIterator[Runner]:
    async with connect(sandbox_url) as client:
        yield client


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["code"])
async def test_what_fails_is_mended_by_the_nearest_change(row, runner) -> None:
    ran = await runner.run(RunRequest(code=row["code"]))

    found = await repair_of(runner, ran, row["code"], learner="")

    assert (found.line if found else None) == row["line"]
    if found:
        assert found.hint.endswith(row.get("hint", ""))
        assert found.variant.text not in words_of(ran, row["code"], hinted=True)
        again = await runner.run(RunRequest(code=found.code))
        assert again.outcome is Outcome.OK
