"""Code runs for seconds, in which somebody else may act; what they wrote is never thrown away."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.curation.draft import ABANDONED, Step
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Published
from sandbox.protocol import RunRequest, RunResult
from tests.fakes.python_runner import PythonRunner
from tests.tutor.curating import ANSWER, CODE, INES, OMAR, Classroom
from tutor.curation.desk import Gone
from tutor.curation.preview import Preview
from tutor.curation.writers import BeingWritten
from tutor.curation_desk import Curation

Deed = Callable[[], Awaitable[object]]


class RunnerMeanwhile:
    """Runs like any other; while its first snippet runs, something else happens."""

    def __init__(self, deed: Deed) -> None:
        self._runner = PythonRunner()
        self._deeds = [deed]

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        for deed in [self._deeds.pop() for _ in self._deeds[:1]]:
            await deed()
        return await self._runner.run(request, learner=learner)


class StoreMeanwhile(CurationStore):
    """Stores like any other; as soon as a draft is found to be free, something else happens."""

    def __init__(self, engine: AsyncEngine, deed: Deed) -> None:
        super().__init__(engine)
        self._deeds = [deed]

    async def is_free(self, *about: Any) -> bool:
        free = await super().is_free(*about)
        for deed in [self._deeds.pop() for _ in self._deeds[:1]]:
            await deed()
        return free


def interrupted(room: Classroom, deed: Deed) -> Curation:
    """The same curation in another process, whose first run takes long enough for a deed."""
    return Curation(room.shelf, RunnerMeanwhile(deed), room.progress, room.store)


async def put_aside(room: Classroom) -> int:
    """The number of a complete draft that nobody is writing."""
    draft_id = await room.drafted()
    await room.curation.drafts.put_aside(room.turn(INES))
    return draft_id


async def test_a_draft_that_a_colleague_has_taken_up_is_not_published(room: Classroom) -> None:
    draft_id = await put_aside(room)

    async def taken_up() -> None:
        await room.curation.drafts.resume(room.turn(OMAR), draft_id)

    seen = await room.seen(draft_id)
    outcome = await interrupted(room, taken_up).publishing.publish(room.turn(INES), draft_id, seen)

    assert isinstance(outcome, BeingWritten)
    assert await room.store.revision() == 0


async def test_what_a_colleague_has_just_written_is_not_thrown_away(room: Classroom) -> None:
    draft_id = await put_aside(room)

    async def written() -> None:
        await room.curation.drafts.resume(room.turn(OMAR), draft_id)
        await room.curation.drafts.goto(room.turn(OMAR), draft_id, Step.PITFALL)
        await room.write("Omar's.", user=OMAR)

    seen = await room.seen(draft_id)
    outcome = await interrupted(room, written).publishing.publish(room.turn(INES), draft_id, seen)

    assert isinstance(outcome, BeingWritten)
    kept = await room.store.draft(draft_id)
    assert kept is not None
    assert kept.pitfall == "Omar's."


async def test_a_draft_that_has_changed_is_shown_rather_than_published(room: Classroom) -> None:
    draft_id = await put_aside(room)

    async def written_and_put_aside() -> None:
        await room.curation.drafts.resume(room.turn(OMAR), draft_id)
        await room.curation.drafts.drop(room.turn(OMAR), draft_id, Step.EXAMPLE)
        await room.curation.drafts.put_aside(room.turn(OMAR))

    publishing = interrupted(room, written_and_put_aside).publishing
    shown = await publishing.publish(room.turn(INES), draft_id, await room.seen(draft_id))
    published = await publishing.publish(room.turn(INES), draft_id, await room.seen(draft_id))

    assert isinstance(shown, Preview)
    assert shown.entry is not None
    assert shown.entry.short == ANSWER, "as Omar left it"
    assert isinstance(published, Published)


async def test_a_draft_that_has_changed_is_shown_rather_than_discarded(
    room: Classroom, engine: AsyncEngine
) -> None:
    """Omar writes in it between the look at whether it is free and the end of it."""
    draft_id = await put_aside(room)

    async def written_and_put_aside() -> None:
        await room.curation.drafts.resume(room.turn(OMAR), draft_id)
        await room.curation.drafts.drop(room.turn(OMAR), draft_id, Step.EXAMPLE)
        await room.curation.drafts.put_aside(room.turn(OMAR))

    store = StoreMeanwhile(engine, written_and_put_aside)
    discarding = Curation(room.shelf, room.runner, room.progress, store).publishing
    shown = await discarding.discard(room.turn(INES), draft_id, await room.seen(draft_id))
    discarded = await discarding.discard(room.turn(INES), draft_id, await room.seen(draft_id))

    assert isinstance(shown, Preview)
    assert shown.draft.example == "", "as Omar left it"
    assert discarded == shown.draft
    assert await room.store.drafts() == ()


async def test_a_published_draft_does_not_come_back_with_the_next_message(room: Classroom) -> None:
    """Omar's code runs in one bot while he publishes the draft in another."""
    draft_id = await put_aside(room)
    await room.curation.drafts.resume(room.turn(OMAR), draft_id)
    await room.curation.drafts.goto(room.turn(OMAR), draft_id, Step.EXAMPLE)

    async def published() -> None:
        await room.publish(draft_id, OMAR)

    outcome = await interrupted(room, published).drafts.write(room.turn(OMAR), CODE)

    assert outcome == Gone()
    assert await room.store.revision() == 1
    assert await room.store.drafts() == ()


async def test_who_lost_a_draft_to_a_colleague_overwrites_nothing(room: Classroom) -> None:
    """While Ines's code runs, she puts the draft aside in another bot, and Omar takes it up."""
    draft_id = await room.drafted()
    await room.curation.drafts.goto(room.turn(INES), draft_id, Step.EXAMPLE)

    async def taken_over() -> None:
        await room.curation.drafts.put_aside(room.turn(INES))
        await room.curation.drafts.resume(room.turn(OMAR), draft_id)
        await room.curation.drafts.goto(room.turn(OMAR), draft_id, Step.PITFALL)
        await room.write("Omar's.", user=OMAR)

    turn = room.turn(INES)
    outcome = await interrupted(room, taken_over).drafts.write(turn, "1 + 1")

    assert isinstance(outcome, BeingWritten)
    kept = await room.store.draft(draft_id)
    assert kept is not None
    assert (kept.pitfall, kept.example) == ("Omar's.", CODE)
    assert await room.store.writing(OMAR) == kept


async def test_who_comes_back_to_a_draft_keeps_it_while_their_code_runs(room: Classroom) -> None:
    """Ines had left it for long, and nobody had taken it up by the time of her message."""
    draft_id = await room.drafted()
    await room.curation.drafts.goto(room.turn(INES), draft_id, Step.EXAMPLE)
    room.now += ABANDONED
    refused: list[object] = []

    async def wanted() -> None:
        refused.append(await room.curation.drafts.resume(room.turn(OMAR), draft_id))

    turn = room.turn(INES)
    outcome = await interrupted(room, wanted).drafts.write(turn, "1 + 1")

    assert isinstance(outcome, Preview)
    assert isinstance(refused[0], BeingWritten)
