"""A press whose reply failed is handled again: it has no second effect, and says the same."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from knowledge.curation.version import Action, Published
from progress.events import Turn
from tests.tutor.curating import INES, OMAR, Classroom
from tutor.curation.desk import Gone
from tutor.curation.unanswered import AsksAlready

SLUG = "view-vs-reshape"
PADDING = "how do I pad an image by reflection"

Press = Callable[[Turn], Awaitable[object]]


async def twice(room: Classroom, press: Press, user: int = INES) -> list[object]:
    """What a press says, and what it says when the same update comes again a minute later."""
    turn = room.turn(user)
    later = replace(turn, at=room.turn(user).at)
    return [await press(turn), await press(later)]


async def in_conflict(room: Classroom) -> None:
    """An instructor changed the entry, and a release did so as well."""
    await room.curation.entries.retire(room.turn(OMAR), SLUG, 0)
    library = room.shelf.library
    shipped = tuple(
        entry.model_copy(update={"pitfall": "Shipped."}) if entry.slug == SLUG else entry
        for entry in library.as_shipped
    )
    entries = {entry.slug: entry for entry in shipped}
    room.shelf.library = replace(library, entries=entries, shipped=shipped, revision=0)


async def test_retiring_again_is_no_conflict_with_oneself(room: Classroom) -> None:
    first, again = await twice(room, lambda turn: room.curation.entries.retire(turn, SLUG, 0))

    assert isinstance(first, Published)
    assert again == first
    assert await room.store.revision() == 1


async def test_serving_again_undoing_and_returning_happen_once(room: Classroom) -> None:
    keep = room.curation.entries
    await keep.retire(room.turn(OMAR), SLUG, 0)

    outcomes = [
        await twice(room, lambda turn: keep.restore(turn, SLUG, 1)),
        await twice(room, lambda turn: keep.undo(turn, SLUG, 2)),
        await twice(room, lambda turn: keep.return_to(turn, SLUG, 2, 3)),
    ]

    assert all(isinstance(first, Published) and again == first for first, again in outcomes)
    actions = [each.action for each in await room.store.history(SLUG)]
    assert actions == [Action.RETURNED, Action.UNDONE, Action.RESTORED, Action.RETIRED]


@pytest.mark.parametrize("keep", [True, False])
async def test_a_conflict_is_settled_once(room: Classroom, keep: bool) -> None:  # noqa: FBT001
    await in_conflict(room)

    first, again = await twice(
        room, lambda turn: room.curation.entries.settle(turn, SLUG, 1, keep=keep)
    )

    assert isinstance(first, Published)
    assert again == first


async def test_publishing_again_says_published_though_the_draft_is_gone(room: Classroom) -> None:
    draft_id = await room.drafted()
    seen = await room.seen(draft_id)

    first, again = await twice(
        room, lambda turn: room.curation.publishing.publish(turn, draft_id, seen)
    )
    pressed_anew = await room.publish(draft_id, INES)

    assert isinstance(first, Published)
    assert again == first
    assert pressed_anew == Gone()


async def test_joining_a_question_to_an_entry_happens_once(room: Classroom) -> None:
    await room.ask(PADDING)
    [cluster] = (await room.curation.unanswered.listed(room.turn(INES))).clusters

    first, again = await twice(
        room, lambda turn: room.curation.unanswered.merge(turn, cluster.key, SLUG)
    )

    assert isinstance(first, Published)
    assert again == first


async def test_taking_a_question_off_the_list_for_an_entry_happens_once(room: Classroom) -> None:
    """The entry has its wording already, so there is no version that bears the update."""
    await room.ask("What is a leaf tensor in autograd?")
    await room.vote_down("what-is-a-leaf")
    [cluster] = (await room.curation.unanswered.listed(room.turn(INES))).clusters
    merge = room.curation.unanswered.merge

    first, again = await twice(room, lambda turn: merge(turn, cluster.key, "what-is-a-leaf"))
    by_other = await merge(room.turn(OMAR), cluster.key, "what-is-a-leaf")

    assert first == again == AsksAlready("what-is-a-leaf")
    assert by_other == Gone()


async def test_the_same_number_of_another_person_is_another_update(room: Classroom) -> None:
    """Two bots may share the database, and each counts its updates for itself."""
    keep = room.curation.entries
    mine = room.turn(INES)
    await keep.retire(mine, SLUG, 0)

    theirs = replace(room.turn(OMAR), update_id=mine.update_id)
    outcome = await keep.retire(theirs, "what-is-a-leaf", 0)

    assert isinstance(outcome, Published)
    assert outcome.version.slug == "what-is-a-leaf"


async def test_the_same_number_of_another_bot_is_another_update(room: Classroom) -> None:
    """As after a change of the token: its author has another entry before them."""
    keep, drafts = room.curation.entries, room.curation.drafts
    before = room.turn(INES)
    await keep.retire(before, SLUG, 0)
    now = replace(room.turn(INES), update_id=before.update_id, bot_id=70)

    retired = await keep.retire(now, "what-is-a-leaf", 0)
    begun = await drafts.start(replace(now, bot_id=71))
    other = await drafts.start(replace(now, bot_id=72))

    assert isinstance(retired, Published)
    assert retired.version.slug == "what-is-a-leaf"
    assert begun != other


async def test_what_followed_in_between_stands(room: Classroom) -> None:
    """Handled again, an older press takes nothing back that came after it."""
    keep = room.curation.entries
    turn = room.turn(INES)
    first = await keep.retire(turn, SLUG, 0)
    await keep.restore(room.turn(OMAR), SLUG, 1)

    assert await keep.retire(turn, SLUG, 0) == first
    assert SLUG in room.tutor.library.entries
