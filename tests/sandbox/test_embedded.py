"""How long the bot waits until it starts a sandbox of its own again."""

import pytest

from sandbox.client import connect
from sandbox.embedded import in_a_row, pause_seconds
from sandbox.linux import jail
from sandbox.protocol import RunRequest


@pytest.mark.parametrize(("failures", "seconds"), [(1, 0.2), (3, 0.8), (6, 5), (100_000, 5)])
def test_it_waits_longer_each_time_but_never_long(failures: int, seconds: float) -> None:
    assert pause_seconds(failures) == pytest.approx(seconds)


def test_a_service_that_lived_for_a_minute_was_well() -> None:
    assert in_a_row(7, lived_seconds=0.3) == 8
    assert in_a_row(7, lived_seconds=60) == 1


@pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")
async def test_a_run_opens_no_more_files_than_its_share() -> None:
    async with connect("embedded", spares=1) as runner:
        opened = await runner.run(RunRequest(code="import os\nfor _ in range(100): os.dup(1)"))

    assert opened.error is not None
    assert "Too many open files" in opened.error.message
