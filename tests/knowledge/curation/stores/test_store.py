import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import open_engine
from knowledge.curation.draft import ABANDONED, Draft, Proven, Step, Writer
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.stores.tables import DraftRow, VersionRow
from knowledge.curation.stores.versions import UnreadableVersion
from knowledge.curation.version import (
    KEPT,
    Action,
    Author,
    EditConflict,
    Handled,
    Published,
    Reopened,
    Resolution,
    Version,
)
from knowledge.pages.entry import Verified
from tests.knowledge.curation.examples import INES, MINUTE, NOON, OMAR, entry, version
from tutor.curation import unanswered

DRAFT = Draft(INES, NOON, question="Why?", answer="So.", wordings=("why though",))
ME, HE = Writer(INES.telegram_user_id, NOON), Writer(OMAR.telegram_user_id, NOON)


async def test_what_was_published_holds(store: CurationStore) -> None:
    first = version("unsqueeze", question="What is unsqueeze for?")

    assert await store.publish(first) == Published(first)

    assert await store.heads() == (first,)
    assert await store.head("unsqueeze") == first
    assert await store.head("squeeze") is None


async def test_the_newest_version_is_the_head_and_all_are_history(store: CurationStore) -> None:
    versions = [version("squeeze", number, at=NOON + number * MINUTE) for number in (1, 2, 3)]
    other = version("unsqueeze")
    for each in (*versions, other):
        await store.publish(each)

    assert await store.heads() == (versions[2], other)
    assert await store.history("squeeze") == tuple(reversed(versions))
    assert await store.revision() == 4


async def test_an_entry_may_be_given_back_to_what_ships(store: CurationStore) -> None:
    taken = replace(version("squeeze", action=Action.TAKEN), entry=None, base="f" * 64)

    await store.publish(taken)

    assert await store.heads() == (taken,)


async def test_who_comes_second_is_told_who_was_first(store: CurationStore) -> None:
    ours = version("squeeze", more="Ours.")
    theirs = version("squeeze", author=OMAR, more="Theirs.")
    await store.publish(ours)

    assert await store.publish(theirs) == EditConflict(ours)

    assert await store.history("squeeze") == (ours,)


async def test_a_version_after_one_that_is_not_there_is_a_conflict(store: CurationStore) -> None:
    await store.publish(version("squeeze"))

    outcome = await store.publish(version("squeeze", 3))

    assert outcome == EditConflict(version("squeeze"))


async def test_publishing_the_same_again_is_no_conflict(store: CurationStore) -> None:
    """An update that is handled twice, for the bot was killed in between."""
    mine = replace(version("squeeze"), update_id=7)
    await store.publish(mine)

    assert await store.publish(replace(mine, at=NOON + MINUTE)) == Published(mine)
    assert await store.publish(replace(mine, update_id=8)) == EditConflict(mine)
    assert await store.publish(replace(mine, bot_id=70)) == EditConflict(mine)
    assert await store.revision() == 1


async def test_what_an_update_made_is_found(store: CurationStore) -> None:
    """Two bots count their updates each for itself, so a number alone says nothing."""
    first, other = version("squeeze"), version("unsqueeze", author=OMAR)
    mine, theirs = (replace(each, update_id=7, bot_id=70) for each in (first, other))
    for each in (mine, theirs):
        await store.publish(each)

    assert await store.made_by(INES.telegram_user_id, 70, 7) == mine
    assert await store.made_by(OMAR.telegram_user_id, 70, 7) == theirs
    assert await store.made_by(INES.telegram_user_id, 70, 8) is None
    assert await store.made_by(INES.telegram_user_id, 71, 7) is None


async def test_the_messages_of_a_version_lead_to_its_entry(store: CurationStore) -> None:
    """To its author only, and from the bot that they wrote to: each numbers messages itself."""
    mine = replace(version("squeeze"), update_id=7, bot_id=70, messages=(41, 43))
    await store.publish(mine)
    await store.publish(version("unsqueeze"))

    assert await store.head("squeeze") == mine
    assert await store.brought_by(INES.telegram_user_id, 70, 43) == "squeeze"
    assert await store.brought_by(INES.telegram_user_id, 70, 42) is None
    assert await store.brought_by(INES.telegram_user_id, 71, 43) is None
    assert await store.brought_by(OMAR.telegram_user_id, 70, 43) is None


async def test_of_many_at_once_one_wins(url: str) -> None:
    """Each with connections of its own, as in processes of their own."""
    engines = [open_engine(url) for _ in range(8)]

    outcomes = await asyncio.gather(
        *(
            CurationStore(engine).publish(version("squeeze", author=Author(n, "One of many")))
            for n, engine in enumerate(engines)
        )
    )

    won = [outcome for outcome in outcomes if isinstance(outcome, Published)]
    lost = {outcome.theirs for outcome in outcomes if isinstance(outcome, EditConflict)}
    assert {each.version for each in won} == lost
    assert len(lost) == 1
    for engine in engines:
        await engine.dispose()


@pytest.mark.parametrize("text", ["NUL \x00", "all \U0001f600 of a pair"])
async def test_any_text_can_be_kept(store: CurationStore, text: str) -> None:
    await store.publish(version("squeeze", short=text))

    head = await store.head("squeeze")

    assert head is not None
    assert head.entry is not None
    assert head.entry.short.split()[0] == text.split(maxsplit=1)[0]


async def test_wordings_become_handled_with_the_version_or_not_at_all(
    store: CurationStore,
) -> None:
    handled = Handled("why though", Resolution.MERGED, "squeeze", INES.telegram_user_id, NOON)
    await store.publish(version("squeeze"))

    await store.publish(version("squeeze", author=OMAR), handled=[handled])
    before = await store.handled()
    await store.publish(version("squeeze", 2, action=Action.ALIASED), handled=[handled])

    assert (before, await store.handled()) == ((), (handled,))


async def test_undoing_reopens_the_wordings_of_that_moment_only(store: CurationStore) -> None:
    who = INES.telegram_user_id
    early = Handled("early", Resolution.MERGED, "squeeze", who, NOON)
    late = Handled("late", Resolution.MERGED, "squeeze", who, NOON + MINUTE)
    await store.handle([early, late])

    await store.publish(version("squeeze"), reopened=Reopened(frozenset({NOON + MINUTE})))

    assert await store.handled() == (early,)


async def test_wordings_that_are_kept_stay_handled(store: CurationStore) -> None:
    who = INES.telegram_user_id
    kept, gone = (
        Handled(text, Resolution.MERGED, "squeeze", who, NOON) for text in ("kept", "gone")
    )
    await store.handle([kept, gone])

    reopened = Reopened(frozenset({NOON}), frozenset({"kept"}))
    await store.publish(version("squeeze"), reopened=reopened)

    assert await store.handled() == (kept,)


async def test_a_draft_is_kept_as_it_is(store: CurationStore) -> None:
    whole = replace(
        DRAFT,
        step=Step.READY,
        example="1 + 1",
        proven=Proven("s", None, "p", Verified(torch="2", numpy="2")),
        findings=("off topic",),
        slug="squeeze",
        original=entry("squeeze"),
        expected=3,
        base="f" * 64,
    )

    saved = await store.add(whole)

    assert saved.id is not None
    assert await store.draft(saved.id) == replace(whole, id=saved.id)
    assert await store.drafts() == (saved,)


async def test_messages_go_into_one_draft_at_a_time(store: CurationStore) -> None:
    first = await store.add(DRAFT, writer=ME)
    second = await store.add(replace(DRAFT, question="What else?"), writer=ME)

    assert await store.writing(ME.telegram_user_id) == second
    because = replace(first, answer="Because.")
    changed = await store.save(because, writer=ME)
    assert await store.writing(ME.telegram_user_id) == changed
    await store.put_aside(ME.telegram_user_id)
    assert await store.writing(ME.telegram_user_id) is None
    assert len(await store.drafts()) == 2


async def test_a_draft_that_is_gone_is_not_made_anew(store: CurationStore) -> None:
    """It was published or discarded while its writer's code ran."""
    saved = await store.add(DRAFT, writer=ME)
    other = await store.add(replace(DRAFT, question="What else?"), writer=ME)
    await discarded(store, saved)

    late = await store.save(saved, writer=ME)

    assert late is None
    assert await store.drafts() == (other,)
    assert await store.writing(INES.telegram_user_id) == other


async def test_only_who_may_write_a_draft_saves_it(store: CurationStore) -> None:
    saved = await store.add(DRAFT, writer=HE)
    mine = replace(saved, answer="Mine.")

    refused = await store.save(mine, writer=ME)
    later = Writer(INES.telegram_user_id, NOON + ABANDONED + MINUTE)
    left = await store.save(mine, writer=later)

    assert (refused, left) == (None, mine)


async def test_a_draft_is_owned_by_one(store: CurationStore) -> None:
    saved = await store.add(DRAFT)
    owned = await asyncio.gather(
        *(store.own(saved.id or 0, Writer(who, NOON)) for who in range(1, 6))
    )

    assert owned.count(saved) == 1
    assert owned.count(None) == 4


async def test_a_draft_that_was_left_is_anybodys_again(store: CurationStore) -> None:
    saved = await store.add(DRAFT, writer=ME)
    number, omar = saved.id or 0, OMAR.telegram_user_id

    assert await store.own(number, Writer(omar, NOON + ABANDONED)) is None
    assert await store.own(number, Writer(omar, NOON + ABANDONED + MINUTE)) == saved
    assert await store.writing(INES.telegram_user_id) is None
    assert await store.writing(omar) == saved


async def test_an_old_draft_belongs_to_who_has_just_opened_it(store: CurationStore) -> None:
    [old] = await store.save_all([replace(DRAFT, at=NOON - 9 * ABANDONED)])
    number = old.id or 0

    assert await store.own(number, ME) == old
    assert await store.own(number, HE) is None
    assert await store.save(replace(old, answer="His."), writer=HE) is None
    assert not await store.is_free(number, HE)


async def test_only_its_writers_looks_keep_a_draft(store: CurationStore) -> None:
    saved = await store.add(DRAFT, writer=ME)
    number, later = saved.id or 0, NOON + ABANDONED

    await store.renew(number, Writer(OMAR.telegram_user_id, later))
    assert await store.writing(OMAR.telegram_user_id) is None
    await store.renew(number, Writer(INES.telegram_user_id, later))

    assert not await store.is_free(number, Writer(OMAR.telegram_user_id, later + MINUTE))
    assert await store.draft(number) == saved


async def test_a_writer_of_the_release_before_has_the_draft_by_its_last_change(
    store: CurationStore, engine: AsyncEngine
) -> None:
    saved = await store.add(DRAFT, writer=ME)
    async with engine.begin() as connection:
        await connection.execute(update(DraftRow).values(writer_at=None))

    assert not await store.is_free(saved.id or 0, HE)
    assert await store.is_free(
        saved.id or 0, Writer(OMAR.telegram_user_id, NOON + ABANDONED + MINUTE)
    )


async def test_ones_own_draft_stays_open_where_anothers_is_taken(store: CurationStore) -> None:
    mine = await store.add(DRAFT, writer=ME)
    theirs = await store.add(DRAFT, writer=HE)

    assert await store.own(theirs.id or 0, ME) is None
    assert await store.writing(INES.telegram_user_id) == mine


async def test_a_published_draft_is_gone(store: CurationStore) -> None:
    saved = await store.add(DRAFT, writer=ME)

    outcome = await published(store, saved)

    assert outcome == Published(version("squeeze"))
    assert await store.drafts() == ()


async def test_a_draft_is_published_as_it_was_read_or_not_at_all(store: CurationStore) -> None:
    saved = await store.add(DRAFT, writer=HE)

    while_written = await published(store, saved)
    await store.put_aside(OMAR.telegram_user_id)
    changed = replace(saved, topic="memory")
    await store.save(changed, writer=ME)
    after_a_change = await published(store, saved)

    assert (while_written, after_a_change) == (None, None)
    assert await store.drafts() == (changed,)
    assert await published(store, changed) == Published(version("squeeze"))


async def test_a_draft_is_discarded_as_it_was_read_or_not_at_all(store: CurationStore) -> None:
    saved = await store.add(DRAFT, writer=HE)

    while_written = await discarded(store, saved)
    await store.put_aside(OMAR.telegram_user_id)
    changed = replace(saved, topic="memory")
    await store.save(changed, writer=ME)
    after_a_change = await discarded(store, saved)

    assert (while_written, after_a_change) == (False, False)
    assert await store.drafts() == (changed,)
    assert await discarded(store, changed)
    assert await store.drafts() == ()


async def test_a_draft_is_published_once(url: str, store: CurationStore) -> None:
    """Two instructors at once, each in a process of their own."""
    saved = await store.add(DRAFT)
    engines = [open_engine(url) for _ in range(4)]

    outcomes = await asyncio.gather(
        *(
            published(CurationStore(engine), saved, version(f"entry-{n}"))
            for n, engine in enumerate(engines)
        )
    )

    assert outcomes.count(None) == 3
    assert await store.revision() == 1
    for engine in engines:
        await engine.dispose()


async def test_the_draft_of_who_came_second_is_still_there(store: CurationStore) -> None:
    saved = await store.add(DRAFT)
    await store.publish(version("squeeze", author=OMAR))

    await published(store, saved, version("squeeze", more="Mine."))

    assert await store.drafts() == (saved,)


async def test_importing_the_same_twice_makes_no_second_draft(store: CurationStore) -> None:
    one, two = replace(DRAFT, key="a" * 64), replace(DRAFT, key="b" * 64)
    [saved] = await store.save_all([one])

    again = await store.save_all([one, two])

    assert [each.key for each in again] == [two.key]
    assert len(await store.drafts()) == 2
    assert await discarded(store, saved)
    assert not await discarded(store, saved)


async def test_the_number_of_a_draft_never_comes_again(store: CurationStore) -> None:
    """Old buttons carry it: they would publish or discard what somebody else writes by now."""
    first = await store.add(DRAFT)
    [imported] = await store.save_all([replace(DRAFT, key="a" * 64)])
    for each in (first, imported):
        await discarded(store, each)

    later = [await store.add(DRAFT), *await store.save_all([replace(DRAFT, key="b" * 64)])]

    assert {first.id, imported.id}.isdisjoint(each.id for each in later)


async def test_what_was_imported_at_once_is_listed_as_it_stood(store: CurationStore) -> None:
    drafts = [replace(DRAFT, key=f"{number:064}") for number in range(9)]

    await store.save_all(drafts)

    assert [each.key for each in await store.drafts()] == [each.key for each in drafts]


async def test_a_field_of_a_newer_release_is_skipped(store: CurationStore) -> None:
    """Two bots share the database while one after the other is upgraded."""
    await store.publish(version("squeeze"))
    await rewritten(store, {"colour": "red"})

    assert await store.head("squeeze") == version("squeeze")


async def test_a_version_that_cannot_be_read_is_named(store: CurationStore) -> None:
    await store.publish(version("squeeze"))
    await rewritten(store, {"difficulty": 9})

    with pytest.raises(UnreadableVersion, match=r"version 1 of the entry squeeze, by Ines.*diff"):
        await store.heads()


async def published(
    store: CurationStore, draft: Draft, made: Version | None = None
) -> Published | EditConflict | None:
    """Publish a draft as its author's version, or as the one that was made of it."""
    made = made or version("squeeze")
    return await store.publish_draft(draft, made, [], Reopened(frozenset()))


async def rewritten(store: CurationStore, fields: dict[str, object]) -> None:
    whole = entry("squeeze").model_dump(mode="json") | fields
    async with store._engine.begin() as connection:
        await connection.execute(update(VersionRow).values(entry=whole))


async def test_what_was_handled_long_ago_is_forgotten_with_the_next(store: CurationStore) -> None:
    """It covers questions of before, and those have left the list by then."""
    for number, at in enumerate((NOON - KEPT - MINUTE, NOON - KEPT, NOON)):
        await store.handle([Handled(f"wording {number}", Resolution.DISMISSED, None, 1, at)])

    assert [each.wording for each in await store.handled()] == ["wording 1", "wording 2"]


def test_what_was_handled_is_kept_while_the_list_goes_back() -> None:
    """And a day longer: an update may wait so long until it is handled."""
    assert unanswered.WINDOW + timedelta(days=1) < KEPT


async def discarded(store: CurationStore, draft: Draft) -> bool:
    """Discard a draft for its author, as it was read."""
    return await store.discard(draft, writer=ME)
