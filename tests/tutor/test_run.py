"""Run: what the sandbox saw reaches the learner and the log; what it could not run, neither."""

from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import (
    Outcome,
    RunError,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
)
from tests.fakes.library import library
from tests.fakes.runner import FakeRunner
from tutor.run import NotRun, Ran, execute, note_run
from tutor.tutor import Tutor

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


async def test_what_is_run_waits_in_its_learner_s_line() -> None:
    runner = FakeRunner(RESULT)

    outcome = await execute(runner, "raise ValueError('no')", learner="1001")

    assert outcome == Ran("raise ValueError('no')", RESULT)
    assert runner.learners == ["1001"]


def test_a_run_is_noted_with_its_outcome(turn: Turn) -> None:
    note_run(turn, Ran("raise ValueError('no')", RESULT), slug="unsqueeze")

    assert [(event.kind, event.slug) for event in turn.events] == [(Kind.RAN, "unsqueeze")]
    assert turn.events[0].detail["outcome"] == "error"
    assert turn.events[0].detail["error"] == "ValueError"


@pytest.mark.parametrize(
    ("refusal", "wait"), [(SandboxBusy(3.0), 3.0), (SandboxUnavailable("gone"), None)]
)
async def test_what_was_not_run_is_not_counted(
    store: ProgressStore, turn: Turn, refusal: Exception, wait: float | None
) -> None:
    tutor = Tutor(library(), Refusing(refusal), store)

    assert await tutor.run(turn, "1") == NotRun(wait)
    assert turn.events == []
