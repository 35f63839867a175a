"""A message that is edited later: whose draft it went into is known, whatever became of that."""

from dataclasses import replace

import pytest

from knowledge.curation.draft import Step
from knowledge.curation.version import Published
from tests.tutor.curating import ANSWER, CODE, INES, OMAR, QUESTION, Classroom
from tutor.curation.writers import Discarded, PublishedAs

# Bots number messages by chat, or by all chats; people's own may bear the same numbers.
OF_INES, OF_OMAR = 21, 22


async def begun(room: Classroom) -> int:
    """The number of a draft that Ines began, and that nobody is writing."""
    drafts = room.curation.drafts
    await drafts.start(room.turn(INES))
    for number, text in ((1, QUESTION), (OF_INES, ANSWER), (3, CODE)):
        preview = await drafts.write(room.turn(INES), text, number)
    await drafts.put_aside(room.turn(INES))
    return preview.draft.id


async def of_before(room: Classroom, user: int, number: int, bot_id: int = 0):
    turn = replace(room.turn(user), bot_id=bot_id)
    return await room.curation.drafts.of_before(turn, number)


async def test_one_of_a_discarded_draft_is_none_that_anybody_asks(room: Classroom) -> None:
    draft_id = await begun(room)
    await room.curation.publishing.discard(room.turn(OMAR), draft_id, await room.seen(draft_id))

    assert await of_before(room, INES, OF_INES) == Discarded()


async def test_one_of_a_draft_that_a_colleague_published_leads_to_the_entry(
    room: Classroom,
) -> None:
    published = await room.publish(await begun(room), OMAR)

    assert isinstance(published, Published)
    assert await of_before(room, INES, OF_INES) == PublishedAs(published.version.slug)
    assert await of_before(room, INES, 3) == PublishedAs(published.version.slug)


async def test_one_in_a_draft_that_a_colleague_began_is_known(room: Classroom) -> None:
    drafts, draft_id = room.curation.drafts, await begun(room)
    await drafts.resume(room.turn(OMAR), draft_id)
    await drafts.goto(room.turn(OMAR), draft_id, Step.PITFALL)
    await drafts.write(room.turn(OMAR), "Omar's.", OF_OMAR)
    await drafts.put_aside(room.turn(OMAR))

    assert await of_before(room, OMAR, OF_OMAR) == await room.store.draft(draft_id)
    assert await of_before(room, INES, OF_INES) == await room.store.draft(draft_id)


@pytest.mark.parametrize(("user", "bot_id"), [(OMAR, 0), (INES, 70)])
async def test_somebody_else_s_of_the_same_number_is_a_question(
    room: Classroom, user: int, bot_id: int
) -> None:
    await begun(room)

    assert await of_before(room, user, OF_INES, bot_id) is None


async def test_a_command_that_began_nothing_may_begin_something_yet(room: Classroom) -> None:
    drafts = room.curation.drafts
    await drafts.start(room.turn(INES), "", 1)
    await drafts.put_aside(room.turn(INES))

    assert await of_before(room, INES, 1) is None
