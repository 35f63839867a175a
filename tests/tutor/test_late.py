"""An update that was put off comes again after later ones: it takes nothing back of theirs."""

from dataclasses import replace
from datetime import timedelta

from knowledge.curation.draft import Step
from knowledge.curation.version import Published
from progress.events import Turn
from tests.tutor.curating import INES, QUESTION, Classroom
from tutor.conversation.after_answer import Overtaken
from tutor.curation.preview import Preview
from tutor.tutor import Tutor

SLUG = "view-vs-reshape"


def again(room: Classroom, turn: Turn) -> Turn:
    """The same update, handled again by now."""
    return replace(turn, at=room.turn(INES).at)


async def test_an_older_edit_leaves_the_newer_words(room: Classroom) -> None:
    drafts = room.curation.drafts
    await drafts.start(room.turn(INES))
    await drafts.write(room.turn(INES), QUESTION, 1)
    await drafts.write(room.turn(INES), "First words.", 2)
    old = room.turn(INES)
    await drafts.write(old, "Old words.", 2)
    await drafts.write(room.turn(INES), "New words.", 2)

    shown = await drafts.write(old, "Old words.", 2)

    assert isinstance(shown, Preview)
    assert shown.draft.answer == "New words."


async def test_an_older_message_is_not_taken_for_the_part_asked_for_now(room: Classroom) -> None:
    """Its own part was asked for when it came; by now that is another one."""
    drafts = room.curation.drafts
    await drafts.start(room.turn(INES))
    old = room.turn(INES)
    await drafts.write(room.turn(INES), QUESTION, 2)

    shown = await drafts.write(old, "Not the answer.", 1)

    assert isinstance(shown, Preview)
    assert (shown.draft.answer, shown.draft.step) == ("", Step.ANSWER)


async def test_older_presses_change_nothing_that_was_written_since(room: Classroom) -> None:
    drafts = room.curation.drafts
    draft_id = await room.drafted()
    await drafts.goto(room.turn(INES), draft_id, Step.MORE)
    dropping, going, ending = (room.turn(INES) for _ in range(3))
    await room.write("More of it.")
    await drafts.goto(room.turn(INES), draft_id, Step.PITFALL)

    for shown in (
        await drafts.drop(again(room, dropping), draft_id, Step.MORE),
        await drafts.goto(again(room, going), draft_id, Step.ANSWER),
        await drafts.put_aside(ending),
        await room.curation.publishing.discard(
            again(room, ending), draft_id, await room.seen(draft_id)
        ),
        await room.curation.publishing.publish(
            again(room, ending), draft_id, await room.seen(draft_id)
        ),
    ):
        assert isinstance(shown, Preview)
        assert (shown.draft.more, shown.draft.step) == ("More of it.", Step.PITFALL)
    assert await drafts.writing(room.turn(INES)) == await room.store.draft(draft_id)
    assert await room.store.revision() == 0


async def test_older_presses_lead_no_message_into_another_draft(room: Classroom) -> None:
    drafts = room.curation.drafts
    first = await room.drafted()
    opening, editing = room.turn(INES), room.turn(INES)
    begun = await drafts.start(room.turn(INES), question="How do I pad an image?")

    for press in (drafts.resume(again(room, opening), first), drafts.edit(editing, SLUG)):
        await press

        assert await drafts.writing(room.turn(INES)) == begun
    assert len(await room.store.drafts()) == 2


async def test_numbers_of_another_bot_say_nothing_about_the_order(room: Classroom) -> None:
    drafts = room.curation.drafts
    draft_id = await room.drafted()
    of_other = replace(room.turn(INES), bot_id=70, update_id=1)

    shown = await drafts.goto(of_other, draft_id, Step.MORE)

    assert shown == await room.store.draft(draft_id)
    assert shown.step is Step.MORE


async def test_after_a_quiet_week_numbers_begin_anew(room: Classroom) -> None:
    """Telegram says so of its updates; a draft stays writable."""
    draft_id = await room.drafted()
    room.now += timedelta(days=8)
    lower = replace(room.turn(INES), update_id=1)

    assert isinstance(
        await room.curation.publishing.publish(lower, draft_id, await room.seen(draft_id)),
        Published,
    )


async def test_an_older_vote_than_the_one_that_stands_counts_as_nothing(room: Classroom) -> None:
    tutor: Tutor = room.tutor
    await room.choose(SLUG)
    old, new = room.turn(INES), room.turn(INES)
    await tutor.vote(new, SLUG, helpful=True)
    await room.progress.commit(new)

    late = again(room, old)
    outcome = await tutor.vote(late, SLUG, helpful=False)

    assert (outcome, late.events) == (Overtaken(), [])
