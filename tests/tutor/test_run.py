"""Run: what the sandbox saw reaches the learner and the log; what it could not run, neither."""

from datetime import UTC, datetime

import pytest

from progress.events import Kind
from progress.turn import Sender, Turn
from sandbox.protocol import (
    Outcome,
    RunError,
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
)
from tests.fakes.runner import FakeRunner
from tutor.run import NotRun, Ran, run_code

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
RESULT = RunResult(
    outcome=Outcome.ERROR,
    error=RunError(type="ValueError", message="no", line=1, column=0, end_column=3),
    seconds=0.002,
    cpu_seconds=0.001,
    peak_bytes=1,
    seed=0,
    isolation="none",
)


class Refusing:
    """A runner that runs nothing."""

    def __init__(self, refusal: Exception) -> None:
        self._refusal = refusal

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        raise self._refusal


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001), NOON, update_id=7)


async def test_a_run_is_recorded_with_its_outcome(turn: Turn) -> None:
    runner = FakeRunner(RESULT)

    outcome = await run_code(runner, turn, "raise ValueError('no')", slug="unsqueeze")

    assert outcome == Ran("raise ValueError('no')", RESULT)
    assert [(event.kind, event.slug) for event in turn.events] == [(Kind.RAN, "unsqueeze")]
    assert turn.events[0].detail["outcome"] == "error"
    assert turn.events[0].detail["error"] == "ValueError"
    assert runner.learners == ["1001"]


@pytest.mark.parametrize(
    ("refusal", "wait"), [(SandboxBusy(3.0), 3.0), (SandboxUnavailable("gone"), None)]
)
async def test_what_was_not_run_is_not_counted(
    turn: Turn, refusal: Exception, wait: float | None
) -> None:
    runner: Runner = Refusing(refusal)

    assert await run_code(runner, turn, "1") == NotRun(wait)
    assert turn.events == []
