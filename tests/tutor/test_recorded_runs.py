"""What a run leaves in the log, to the byte: rows of many months are read beside today's."""

import json
from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import Outcome, RunError, Runner, RunResult
from tests.fakes.library import entry, library
from tests.fakes.runner import FakeRunner, result
from tests.tutor.test_draw import HereRunner
from tutor.conversation.after_answer import PageExample
from tutor.timing import Blocks
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
EXAMPLE = entry("its-example", "What is shown by two and two?", diagram="1 / 0", topic="autograd")
ERRORS_PAGE = entry("its-page", "ValueError: no")
PLAIN = '{"outcome": "ok", "error": null, "seconds": 0.002}'
FAILED = '{"outcome": "error", "error": "ValueError", "seconds": 0.002}'
EXPLAINED = FAILED[:-1] + ', "means": "its-page", "near": null}'


def failed(message: str, kind: str = "ValueError") -> RunResult:
    error = RunError(type=kind, message=message, line=1, column=0, end_column=1)
    return result(outcome=Outcome.ERROR, error=error)


class Runs:
    """A turn in which something is run, and the one event that is to be in it then."""

    def __init__(self, store: ProgressStore) -> None:
        self._store = store
        self.turn = Turn(Sender(1001), NOON, update_id=7)

    def tutor(self, runner: Runner) -> Tutor:
        return Tutor(library((ERRORS_PAGE, EXAMPLE)), runner, self._store)

    def told(self) -> tuple[str | None, str | None, str]:
        (event,) = self.turn.events
        assert (event.kind, event.text, event.update_id) == (Kind.RAN, None, 7)
        return event.slug, event.topic, json.dumps(dict(event.detail))


@pytest.fixture
def runs(store: ProgressStore) -> Runs:
    return Runs(store)


@pytest.mark.parametrize(
    ("ended", "detail"),
    [
        (result(), PLAIN),
        (result(outcome=Outcome.TIMEOUT), PLAIN.replace("ok", "timeout")),
        (failed("no"), EXPLAINED),
        (failed("no way"), FAILED[:-1] + ', "means": "", "near": "its-page its-example"}'),
        (failed("else"), FAILED[:-1] + ', "means": "", "near": null}'),
    ],
)
async def test_a_learner_s_own_run_tells_what_its_error_means(
    runs: Runs, ended: RunResult, detail: str
) -> None:
    await runs.tutor(FakeRunner(ended)).run(runs.turn, "1")

    assert runs.told() == (None, None, detail)


async def test_a_trace_is_told_as_a_run(runs: Runs) -> None:
    await runs.tutor(FakeRunner(failed("no"))).trace(runs.turn, "1")

    assert runs.told() == (None, None, EXPLAINED)


async def test_a_drawing_that_fails_is_told_as_a_run(runs: Runs) -> None:
    await runs.tutor(FakeRunner(failed("no"), failed("no"))).draw(runs.turn, "torch.ones(2")

    assert runs.told() == (None, None, EXPLAINED)


async def test_a_drawing_says_that_it_is_one(runs: Runs) -> None:
    await runs.tutor(HereRunner()).draw(runs.turn, "torch.ones(2, 3).T")

    assert runs.told() == (None, None, PLAIN[:-1] + ', "drawn": true}')


async def test_an_example_that_fails_is_told_with_its_entry_and_without_a_meaning(
    runs: Runs,
) -> None:
    tutor = runs.tutor(FakeRunner(failed("no")))
    found = tutor.example("its-example")
    assert isinstance(found, PageExample)

    await tutor.run_example(runs.turn, found)

    assert runs.told() == ("its-example", "autograd", FAILED)


async def test_a_diagram_that_fails_is_told_as_an_example(runs: Runs) -> None:
    tutor = runs.tutor(FakeRunner(failed("no"), failed("no")))
    found = tutor.drawable_example("its-example")
    assert isinstance(found, PageExample)

    await tutor.draw_example(runs.turn, found)

    assert runs.told() == ("its-example", "autograd", FAILED)


async def test_the_clock_is_told_as_a_run_without_a_meaning(runs: Runs) -> None:
    await runs.tutor(FakeRunner(result())).time(runs.turn, Blocks("1"))

    assert runs.told() == (None, None, PLAIN)
