"""What is asked and judged where the sandbox does not answer, or a button is not what it was."""

import json
from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from sandbox.protocol import Outcome, SandboxBusy, SandboxUnavailable
from tests.fakes.runner import FakeRunner, result
from tutor.practice.drilling import Asked, Changed, Drills, Judged
from tutor.practice.drills.course import Course, sheet_at
from tutor.practice.drills.drill import Place
from tutor.run import NotRun

COURSE = Course(Place("strides", 1, 7))


def turn() -> Turn:
    return Turn(Sender(1), datetime.now(UTC), 5)


def answers():
    said = [f"({number},)" for number, _ in enumerate(sheet_at(COURSE.place).asked)]
    return result(stdout=f"something printed\n{json.dumps(said)}\n")


@pytest.mark.parametrize(
    "outcome",
    [
        SandboxUnavailable(),
        SandboxBusy(3),
        result(outcome=Outcome.TIMEOUT),
        result(stdout="no list"),
        result(stdout="[1]"),
    ],
)
async def test_without_the_sandbox_nothing_is_asked_or_counted(store, outcome) -> None:
    of = turn()

    assert isinstance(await Drills(FakeRunner(outcome), store).answer(of, COURSE, 0, 0), NotRun)
    assert of.events == []


async def test_what_was_chosen_is_on_record(store) -> None:
    drills, of = Drills(FakeRunner(answers(), answers()), store), turn()
    asked = await drills.ask(of, COURSE)
    assert isinstance(asked, Asked)
    wrong = (asked.drill.right + 1) % len(asked.drill.options)

    judged = await drills.answer(of, COURSE, asked.drill.mark, wrong)

    assert isinstance(judged, Judged)
    assert not judged.is_right
    [event] = of.events
    assert (event.kind, event.slug, event.update_id) == (Kind.DRILLED, "strides", 5)
    assert event.detail == {
        "right": False,
        "level": 1,
        "seed": 7,
        "mistake": asked.drill.options[wrong].mistake,
    }


async def test_a_button_of_another_question_says_so(store) -> None:
    """As after a release that changed the question behind it."""
    drills, of = Drills(FakeRunner(answers()), store), turn()

    assert isinstance(await drills.answer(of, COURSE, 70_000, 0), Changed)
    assert of.events == []
