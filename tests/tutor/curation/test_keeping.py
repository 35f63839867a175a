"""Keeping entries: retire, restore, undo, history, and what an upgrade changed meanwhile."""

import asyncio
from dataclasses import replace

from knowledge.base.origin import fingerprint
from knowledge.curation.draft import Step
from knowledge.curation.version import (
    RELEASE,
    Action,
    Author,
    EditConflict,
    Published,
    Version,
)
from tests.tutor.curating import INES, LENA, OMAR, Classroom
from tutor.conversation.ask import Answered, Unknown
from tutor.curation.desk import Gone, Held, InstructorsOnly
from tutor.curation.entries import AskedElsewhere, NothingToUndo
from tutor.library import Shelf

SLUG = "view-vs-reshape"
QUESTION = "What is the difference between view and reshape?"


async def edited(room: Classroom, more: str, user: int = INES) -> Published:
    draft = await room.curation.drafts.edit(room.turn(user), SLUG)
    await room.curation.drafts.goto(room.turn(user), draft.id, Step.MORE)
    await room.write(more, user=user)
    outcome = await room.publish(draft.id, user)
    assert isinstance(outcome, Published), outcome
    return outcome


async def rewritten(room: Classroom, *texts: str, **changes: str) -> tuple[Version, ...]:
    """One version a text, as publishing drafts leaves them, without running any code."""
    [shipped] = [one for one in room.shelf.library.as_shipped if one.slug == SLUG]
    made = tuple(
        Version(
            slug=SLUG,
            number=number,
            action=Action.EDITED,
            author=Author(INES, "Ines"),
            at=room.turn(INES).at,
            entry=shipped.model_copy(update={"more": text, **changes}),
            base=fingerprint(shipped),
        )
        for number, text in enumerate(texts, start=1)
    )
    for version in made:
        assert await room.store.publish(version) == Published(version)
    await room.tutor.refresh()
    return made


def upgraded(room: Classroom, **changes: object) -> None:
    """A new release ships the entry otherwise; the bot starts anew."""
    library = room.shelf.library
    shipped = tuple(
        entry.model_copy(update=changes) if entry.slug == SLUG else entry
        for entry in library.as_shipped
    )
    entries = {entry.slug: entry for entry in shipped}
    room.shelf.library = replace(library, entries=entries, shipped=shipped, revision=0)


async def test_an_entry_is_found_alone_by_its_very_question(room: Classroom) -> None:
    found = await room.curation.entries.find(room.turn(INES), QUESTION.lower())
    words = await room.curation.entries.find(room.turn(INES), "the difference between some")

    assert [entry.slug for entry in found] == [SLUG]
    assert len(words) > 1


async def test_a_retired_entry_is_not_served_from_then_on(room: Classroom) -> None:
    """Though the index still knows it: that follows a moment later."""
    keep = room.curation.entries

    outcome = await keep.retire(room.turn(INES), SLUG, 0)

    assert isinstance(outcome, Published)
    assert isinstance(await room.tutor.conversation.ask(room.turn(LENA), QUESTION), Unknown)
    assert room.tutor.choose(room.turn(LENA), SLUG) is None
    [found] = await keep.find(room.turn(INES), SLUG)
    assert found.status == "retired"


async def test_a_restored_entry_is_served_again(room: Classroom) -> None:
    keep = room.curation.entries
    await keep.retire(room.turn(INES), SLUG, 0)

    await keep.restore(room.turn(OMAR), SLUG, 1)

    assert isinstance(await room.tutor.conversation.ask(room.turn(LENA), QUESTION), Answered)


async def test_who_acts_on_what_has_changed_is_told(room: Classroom) -> None:
    keep = room.curation.entries
    first = await edited(room, "Mine.")

    assert await keep.retire(room.turn(OMAR), SLUG, 0) == EditConflict(first.version)
    assert await keep.undo(room.turn(OMAR), SLUG, 7) == EditConflict(first.version)
    assert room.tutor.library.entries[SLUG].more == "Mine."


async def test_undo_goes_back_step_by_step(room: Classroom) -> None:
    keep = room.curation.entries
    for text in ("One.", "Two.", "Three."):
        await edited(room, text)

    seen = []
    for number in (3, 4, 5):
        await keep.undo(room.turn(INES), SLUG, number)
        seen.append(room.tutor.library.entries[SLUG].more)

    assert seen == ["Two.", "One.", None]
    assert await keep.undo(room.turn(INES), SLUG, 6) == NothingToUndo()


async def test_an_edit_after_an_undo_is_undone_to_what_the_undo_gave(room: Classroom) -> None:
    keep = room.curation.entries
    await edited(room, "One.")
    await edited(room, "Two.")
    await keep.undo(room.turn(INES), SLUG, 2)
    await edited(room, "Three.")

    await keep.undo(room.turn(INES), SLUG, 4)

    assert room.tutor.library.entries[SLUG].more == "One."


async def test_the_undoing_of_a_creation_takes_the_entry_away(room: Classroom) -> None:
    draft_id = await room.drafted()
    made = await room.publish(draft_id)

    await room.curation.entries.undo(room.turn(INES), made.version.slug, 1)

    assert made.version.slug not in room.tutor.library.whole


async def test_what_was_never_touched_has_nothing_to_undo(room: Classroom) -> None:
    assert await room.curation.entries.undo(room.turn(INES), SLUG, 0) == NothingToUndo()
    assert await room.curation.entries.undo(room.turn(INES), "no-such", 0) == NothingToUndo()
    assert await room.curation.entries.retire(room.turn(INES), "no-such", 0) == Gone()


async def test_history_tells_who_when_and_what(room: Classroom) -> None:
    await edited(room, "One.", user=INES)
    await room.curation.entries.retire(room.turn(OMAR), SLUG, 1)

    history = await room.curation.entries.history(room.turn(INES), SLUG)

    told = [(each.number, each.action, each.author.name) for each in history]
    assert told == [(2, Action.RETIRED, "Omar"), (1, Action.EDITED, "Ines")]
    assert history[0].at > history[1].at
    assert await room.curation.entries.recent(room.turn(OMAR)) == history[:1]


async def test_learners_keep_nothing(room: Classroom) -> None:
    keep, turn = room.curation.entries, room.turn(LENA)

    outcomes = [
        await keep.held(turn, SLUG),
        await keep.find(turn, SLUG),
        await keep.retire(turn, SLUG, 0),
        await keep.restore(turn, SLUG, 0),
        await keep.undo(turn, SLUG, 0),
        await keep.return_to(turn, SLUG, 0, 0),
        await keep.history(turn, SLUG),
        await keep.recent(turn),
        await keep.conflicts(turn),
        await keep.settle(turn, SLUG, 0, keep=True),
    ]

    assert outcomes == [InstructorsOnly()] * len(outcomes)


async def test_an_upgrade_of_an_edited_entry_shows_both_and_asks(room: Classroom) -> None:
    await edited(room, "Local.")

    upgraded(room, more="Shipped.")

    [conflict] = await room.curation.entries.conflicts(room.turn(INES))
    assert (conflict.slug, conflict.local.entry.more, conflict.shipped.more) == (
        SLUG,
        "Local.",
        "Shipped.",
    )
    assert room.tutor.library.entries[SLUG].more == "Local.", "until somebody decides"


async def test_an_upgrade_of_other_entries_asks_nothing(room: Classroom) -> None:
    await edited(room, "Local.")

    upgraded(room)

    assert await room.curation.entries.conflicts(room.turn(INES)) == ()


async def test_a_kept_version_stands_until_the_next_upgrade(room: Classroom) -> None:
    keep = room.curation.entries
    await edited(room, "Local.")
    upgraded(room, more="Shipped.")

    await keep.settle(room.turn(INES), SLUG, 1, keep=True)
    kept = room.tutor.library.entries[SLUG].more
    asked = await keep.conflicts(room.turn(INES))
    upgraded(room, more="Shipped anew.")

    assert (kept, asked) == ("Local.", ())
    assert len(await keep.conflicts(room.turn(INES))) == 1


async def test_a_taken_version_follows_what_ships(room: Classroom) -> None:
    keep = room.curation.entries
    await edited(room, "Local.")
    upgraded(room, more="Shipped.")

    await keep.settle(room.turn(INES), SLUG, 1, keep=False)
    taken = room.tutor.library.entries[SLUG].more
    upgraded(room, more="Shipped anew.")
    await room.tutor.refresh()

    assert taken == "Shipped."
    assert room.tutor.library.entries[SLUG].more == "Shipped anew."
    assert await keep.conflicts(room.turn(INES)) == ()


async def test_an_edit_during_a_conflict_settles_nothing(room: Classroom) -> None:
    await edited(room, "Local.")
    upgraded(room, more="Shipped.")

    await edited(room, "Local, again.")

    [conflict] = await room.curation.entries.conflicts(room.turn(INES))
    assert conflict.local.entry.more == "Local, again."


async def test_what_is_in_no_conflict_cannot_be_settled(room: Classroom) -> None:
    await edited(room, "Local.")

    assert await room.curation.entries.settle(room.turn(INES), SLUG, 1, keep=False) == Gone()


async def test_an_entry_is_shown_with_what_its_buttons_need(room: Classroom) -> None:
    await edited(room, "Local.")

    held = await room.curation.entries.held(room.turn(INES), SLUG)

    assert isinstance(held, Held)
    assert (held.number, held.entry.more, held.shipped.more) == (1, "Local.", None)
    assert await room.curation.entries.held(room.turn(INES), "no-such") == Gone()


async def test_an_undoing_is_undone_by_returning(room: Classroom) -> None:
    keep = room.curation.entries
    await rewritten(room, "One.", "Two.")
    await keep.undo(room.turn(INES), SLUG, 2)

    outcome = await keep.return_to(room.turn(OMAR), SLUG, 2, 3)

    assert isinstance(outcome, Published)
    assert (outcome.version.action, outcome.version.restores) == (Action.RETURNED, 2)
    assert room.tutor.library.entries[SLUG].more == "Two."
    history = await keep.history(room.turn(INES), SLUG)
    assert [each.number for each in history] == [4, 3, 2, 1], "nothing is lost"


async def test_any_state_may_be_returned_to_what_shipped_as_well(room: Classroom) -> None:
    keep = room.curation.entries
    await rewritten(room, "One.", "Two.", "Three.")

    seen = []
    for expected, target in ((3, 1), (4, 0), (5, 3)):
        assert isinstance(await keep.return_to(room.turn(INES), SLUG, target, expected), Published)
        seen.append(room.tutor.library.entries[SLUG].more)

    assert seen == ["One.", None, "Three."]


async def test_a_return_is_undone_like_any_change(room: Classroom) -> None:
    keep = room.curation.entries
    await rewritten(room, "One.", "Two.", "Three.")
    await keep.return_to(room.turn(INES), SLUG, 1, 3)

    seen = []
    for expected in (4, 5):
        await keep.undo(room.turn(INES), SLUG, expected)
        seen.append(room.tutor.library.entries[SLUG].more)

    assert seen == ["Three.", "Two."]


async def test_who_returns_from_what_has_changed_is_told(room: Classroom) -> None:
    _, second = await rewritten(room, "One.", "Two.")

    outcome = await room.curation.entries.return_to(room.turn(OMAR), SLUG, 0, 1)

    assert outcome == EditConflict(second)
    assert room.tutor.library.entries[SLUG].more == "Two."


async def test_there_is_no_return_to_what_never_was(room: Classroom) -> None:
    keep = room.curation.entries
    await rewritten(room, "One.")
    draft_id = await room.drafted()
    made = await room.publish(draft_id)

    assert await keep.return_to(room.turn(INES), SLUG, 7, 1) == Gone()
    assert await keep.return_to(room.turn(INES), SLUG, 1, 1) == Gone()
    assert await keep.return_to(room.turn(INES), "no-such", 0, 0) == Gone()
    assert await keep.return_to(room.turn(INES), made.version.slug, 0, 1) == Gone()


async def test_a_creation_that_was_undone_may_be_brought_back(room: Classroom) -> None:
    keep = room.curation.entries
    draft_id = await room.drafted()
    made = await room.publish(draft_id)
    slug = made.version.slug
    await keep.undo(room.turn(INES), slug, 1)

    await keep.return_to(room.turn(INES), slug, 1, 2)

    assert room.tutor.library.entries[slug].question == made.version.entry.question


async def test_what_another_entry_is_asked_by_now_is_not_brought_back(room: Classroom) -> None:
    """Two entries for one question would be two answers, and no export that is accepted."""
    keep = room.curation.entries
    draft_id = await room.drafted()
    first = (await room.publish(draft_id, INES)).version
    await keep.undo(room.turn(INES), first.slug, 1)
    await rewritten(room, "One.", question=first.entry.question)

    outcome = await keep.return_to(room.turn(INES), first.slug, 1, 2)

    assert isinstance(outcome, AskedElsewhere)
    assert "asks for the entry view-vs-reshape already" in outcome.wordings[0]
    assert first.slug not in room.tutor.library.entries


async def test_what_another_entry_is_asked_by_now_is_not_served_again(room: Classroom) -> None:
    """Its question was joined to another one while it was retired."""
    keep = room.curation.entries
    await keep.retire(room.turn(INES), SLUG, 0)
    await room.tutor.refresh()
    await room.ask(QUESTION)
    [cluster] = (await room.curation.unanswered.listed(room.turn(INES))).clusters
    await room.curation.unanswered.merge(room.turn(INES), cluster.key, "stack-vs-cat")

    outcome = await keep.restore(room.turn(INES), SLUG, 1)

    assert isinstance(outcome, AskedElsewhere)
    assert "asks for the entry stack-vs-cat already" in outcome.wordings[0]
    assert SLUG not in room.tutor.library.entries


async def test_what_a_release_took_in_goes_on_from_there(room: Classroom) -> None:
    """Nobody is asked to decide between equals, not even after the next change."""
    keep = room.curation.entries
    ours = (await edited(room, "Local.")).version.entry
    upgraded(room, **dict(ours))
    settled = await keep.conflicts(room.turn(INES))
    await edited(room, "Newer.")
    after = await keep.conflicts(room.turn(INES))

    assert settled == after == ()


async def test_what_a_release_took_in_is_corrected_by_the_next_one(room: Classroom) -> None:
    keep = room.curation.entries
    ours = (await edited(room, "Local.")).version.entry
    upgraded(room, **dict(ours))
    await room.shelf.follow_release(room.now)

    upgraded(room, more="Corrected.")
    await room.shelf.follow_release(room.now)

    assert room.tutor.library.entries[SLUG].more == "Corrected."
    assert await keep.conflicts(room.turn(INES)) == ()
    head, first = await keep.history(room.turn(INES), SLUG)
    assert (head.number, head.action, head.author) == (2, Action.TAKEN, RELEASE)
    assert first.entry == ours, "nothing is lost"


async def test_who_takes_that_back_has_theirs_again_and_decides(room: Classroom) -> None:
    keep = room.curation.entries
    ours = (await edited(room, "Local.")).version.entry
    upgraded(room, **dict(ours))
    await room.shelf.follow_release(room.now)
    upgraded(room, more="Corrected.")

    await keep.undo(room.turn(INES), SLUG, 2)

    assert room.tutor.library.entries[SLUG].more == "Local."
    assert len(await keep.conflicts(room.turn(INES))) == 1


async def test_of_two_bots_that_start_at_once_one_notes_what_was_taken_in(room: Classroom) -> None:
    ours = (await edited(room, "Local.")).version.entry
    upgraded(room, **dict(ours))
    other = Shelf(room.shelf.library, room.store)

    await asyncio.gather(room.shelf.follow_release(room.now), other.follow_release(room.now))
    await other.follow_release(room.now)

    assert len(await room.store.history(SLUG)) == 2
    assert other.library.revision == room.shelf.library.revision == 2


async def test_a_start_on_the_same_release_changes_nothing(room: Classroom) -> None:
    await edited(room, "Local.")

    await room.shelf.follow_release(room.now)

    assert len(await room.store.history(SLUG)) == 1
    assert room.tutor.library.entries[SLUG].more == "Local."


async def test_what_ships_is_not_taken_where_another_entry_is_asked_so(room: Classroom) -> None:
    keep = room.curation.entries
    await edited(room, "Local.")
    upgraded(room, more="Shipped.", aliases=("stack or cat?",))
    held = await keep.held(room.turn(INES), "stack-vs-cat")
    other = held.entry.model_copy(update={"aliases": (*held.entry.aliases, "stack or cat?")})
    await room.store.publish(held.followed_by(Action.ALIASED, room.turn(OMAR), other))

    outcome = await keep.settle(room.turn(INES), SLUG, 1, keep=False)

    assert isinstance(outcome, AskedElsewhere)
    assert room.tutor.library.entries[SLUG].more == "Local."
    assert len(await keep.conflicts(room.turn(INES))) == 1, "it still waits for a decision"
