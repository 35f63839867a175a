"""Preview: a draft's code is run for its writer, and counts as nobody's run."""

from knowledge.curation.draft import Draft, Step
from tests.fakes.runner import FakeRunner
from tests.tutor.curating import CODE, INES, Classroom
from tutor.curation.desk import Desk
from tutor.curation.preview import Previews
from tutor.run import Ran


def previews(room: Classroom, runner: FakeRunner) -> Previews:
    return Previews(Desk(room.shelf, runner, room.progress, room.store))


async def test_the_check_of_a_draft_waits_in_the_line_of_its_writer(room: Classroom) -> None:
    """Or all instructors would share one line, in which the busiest takes every place."""
    runner = FakeRunner()
    draft = await room.store.draft(await room.drafted())
    assert isinstance(draft, Draft)

    await previews(room, runner).of(draft)

    assert set(runner.learners) == {str(INES)}


async def test_what_is_rehearsed_is_run_for_its_writer_and_not_noted(room: Classroom) -> None:
    runner, turn = FakeRunner(), room.turn(INES)

    ran = await previews(room, runner).rehearsed(turn, Step.EXAMPLE, CODE)

    assert isinstance(ran, Ran)
    assert runner.learners == [str(INES)]
    assert turn.events == []
