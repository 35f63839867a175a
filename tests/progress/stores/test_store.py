import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import Refusal, open_engine
from progress.events import Event, Kind, Sender, Turn
from progress.inbox import State
from progress.people import Learner, Role
from progress.stores import events as stores_events
from progress.stores import people
from progress.stores.events import PAGE
from progress.stores.progress_store import ProgressStore
from progress.stores.tables import metadata
from tests.progress.examples import A_BOT, ADA, BOB, DAY, EVENTS, NOON, turn

ROLLUPS = ("activity", "entry_activity", "unanswered", "runs")


async def content(store: ProgressStore, *names: str) -> dict[str, list[object]]:
    """Every row of some tables, or of all."""
    tables = [metadata.tables[name] for name in names or metadata.tables]
    async with store._engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in await connection.execute(select(table))), key=repr
            )
            for table in tables
        }


async def logged(store: ProgressStore, since: datetime | None = None) -> list[Event]:
    return [event async for event in store.events(since)]


async def test_a_turn_is_written_whole(store: ProgressStore) -> None:
    await store.receive(A_BOT, [(5, "{}")], NOON, NOON)
    gathered = turn(5, Kind.ASKED, Kind.ANSWERED)
    gathered.remember(-100, 9, (10, 11))

    await store.commit(gathered)

    written = await logged(store)
    assert [replace(event, id=None) for event in written] == gathered.events
    assert await store.replies_to(A_BOT.bot_id, -100, 9) == (10, 11)
    assert (await store.counts())[State.DONE] == 1
    assert await store.learner(ADA.telegram_user_id) == Learner(
        ADA.telegram_user_id, "Ada", Role.LEARNER, NOON, NOON
    )


async def test_a_message_was_run_where_what_answered_it_last_ran_something(
    store: ProgressStore,
) -> None:
    for number, kinds in ((5, [Kind.RAN]), (6, [Kind.RAN]), (7, [Kind.ASKED])):
        gathered = turn(number, *kinds)
        gathered.remember(-100, number, (10,))
        await store.commit(gathered)
    asked_since = turn(8, Kind.ASKED)
    asked_since.remember(-100, 6, (10,))
    await store.commit(asked_since)

    found = {number: await store.was_run(A_BOT.bot_id, -100, number) for number in (5, 6, 7, 9)}

    assert found == {5: True, 6: False, 7: False, 9: False}
    assert not await store.was_run(A_BOT.bot_id + 1, -100, 5)


async def test_a_reader_that_writers_keep_waiting_gives_up(
    engine: AsyncEngine, store: ProgressStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL lets nobody write who comes after one that waits for a lock."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite's readers wait for nobody")
    monkeypatch.setattr(stores_events, "LOCK_MILLISECONDS", 50)

    async with asyncio.timeout(20), engine.begin() as writer:
        await writer.execute(text("LOCK TABLE events IN ROW EXCLUSIVE MODE"))
        with pytest.raises(Refusal, match="transaction has been writing events"):
            await logged(store)

    assert await logged(store) == []


async def test_the_same_turn_twice_changes_nothing(store: ProgressStore) -> None:
    gathered = turn(5, Kind.ASKED, Kind.ABSTAINED, Kind.RAN)
    gathered.remember(1, 2, (3,))
    await store.receive(A_BOT, [(5, "{}")], NOON, NOON)
    await store.commit(gathered)
    before = await content(store)

    await store.commit(gathered)

    assert await content(store) == before


async def test_an_update_handled_again_counts_once(store: ProgressStore) -> None:
    """Killed before the commit, a bot handles an update anew, at another time."""
    await store.commit(turn(5, Kind.ASKED, Kind.ANSWERED))

    await store.commit(turn(5, Kind.ASKED, Kind.ABSTAINED, at=NOON + DAY))

    assert [event.kind for event in await logged(store)] == ["asked", "answered", "abstained"]


async def test_events_of_no_update_all_count(store: ProgressStore) -> None:
    await store.commit(turn(None, Kind.ASKED))
    await store.commit(turn(None, Kind.ASKED))

    assert len(await logged(store)) == 2


async def test_a_turn_that_cannot_be_written_leaves_nothing(store: ProgressStore) -> None:
    await store.receive(A_BOT, [(5, "{}")], NOON, NOON)
    before = await content(store)
    broken = turn(5, Kind.ASKED)
    broken.events.append(replace(broken.events[0], kind=Kind.RAN, telegram_user_id=404))

    with pytest.raises(IntegrityError):
        await store.commit(broken)

    assert await content(store) == before


async def test_a_naive_time_is_refused(store: ProgressStore) -> None:
    with pytest.raises(StatementError, match="expected a time with a zone"):
        await store.commit(turn(5, Kind.ASKED, at=NOON.replace(tzinfo=None)))


async def test_a_late_update_renames_nobody(store: ProgressStore) -> None:
    await store.commit(Turn(Sender(1, "Ada Lovelace"), NOON))
    await store.commit(Turn(Sender(1, "Ada Byron"), NOON - DAY))
    await store.commit(Turn(Sender(1, ""), NOON + DAY))

    assert await store.learner(1) == Learner(
        1, "Ada Lovelace", Role.LEARNER, NOON - DAY, NOON + DAY
    )


async def test_a_stranger_is_a_learner(store: ProgressStore) -> None:
    assert await store.learner(404) is None
    assert await store.role(404) is Role.LEARNER


async def test_hostile_text_is_stored(store: ProgressStore) -> None:
    hostile = Turn(Sender(1, "\ud800\x00" * 200), NOON, 5)
    hostile.record(Kind.ASKED, text="\udfff\x00" * 500_000)
    hostile.record(Kind.ABSTAINED, text="\u202e\x00", slug="\ud800" * 99, topic="\x00")
    hostile.record(Kind.RAN, outcome="error", error="E" * 9_999, seconds=float("nan"))

    await store.commit(hostile)

    for event in await logged(store):
        str(event.text).encode()
        assert len(event.text or "") <= 4_096
    assert await store.rebuild() == 3


async def test_a_later_reply_replaces_the_earlier(store: ProgressStore) -> None:
    for replies in ((3,), (3, 4)):
        gathered = Turn(ADA, NOON, bot_id=A_BOT.bot_id)
        gathered.remember(1, 2, replies)
        await store.commit(gathered)

    assert await store.replies_to(A_BOT.bot_id, 1, 2) == (3, 4)
    assert await store.replies_to(A_BOT.bot_id, 1, 3) == ()


async def test_events_are_read_since_a_time(store: ProgressStore) -> None:
    await store.commit(turn(1, Kind.ASKED))
    await store.commit(turn(2, Kind.ASKED, at=NOON + DAY, sender=BOB))

    assert [event.update_id for event in await logged(store, NOON + DAY)] == [2]
    assert [event.update_id for event in await logged(store)] == [1, 2]


async def test_a_reader_passes_over_no_event_that_is_still_being_written(
    store: ProgressStore, url: str
) -> None:
    """PostgreSQL numbers it before it can be seen; SQLite has one writer at a time."""
    if url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    slow, quick = turn(1, Kind.ASKED), turn(2, Kind.ASKED, sender=BOB)
    async with store._write() as connection:
        await people.seen(connection, slow.sender, slow.at)
        await stores_events.append(connection, slow.bot_id, slow.events)
        await store.commit(quick)
        reading = asyncio.create_task(logged(store))
        await asyncio.wait({reading}, timeout=0.3)

    assert [event.update_id for event in await reading] == [1, 2]


async def test_what_is_written_after_a_reading_began_is_left_to_the_next(
    store: ProgressStore,
) -> None:
    await store.commit(turn(1, Kind.ASKED))
    reading = store.events()
    first = await anext(reading)
    await store.commit(turn(2, Kind.ASKED))

    assert [first.update_id, *[event.update_id async for event in reading]] == [1]
    assert [event.update_id for event in await logged(store)] == [1, 2]


async def test_more_events_than_fit_a_page_are_read_and_rebuilt(store: ProgressStore) -> None:
    await store.commit(turn(None, *[Kind.ASKED] * (PAGE + 1)))
    right = await content(store, *ROLLUPS)

    assert len(await logged(store)) == PAGE + 1
    assert await store.rebuild() == PAGE + 1
    assert await content(store, *ROLLUPS) == right


async def test_a_rebuild_mends_rollups_that_went_wrong(store: ProgressStore) -> None:
    await store.commit(turn(1, Kind.ASKED, Kind.ABSTAINED, Kind.RAN))
    right = await content(store, *ROLLUPS)
    async with store._write() as connection:
        for name in ROLLUPS:
            await connection.execute(metadata.tables[name].delete())

    await store.rebuild()

    assert await content(store, *ROLLUPS) == right
    assert all(right.values())


async def test_many_writers_at_once_lose_nothing(store: ProgressStore) -> None:
    turns = [turn(number % 25, Kind.ASKED, Kind.RAN) for number in range(50)]

    await asyncio.gather(*map(store.commit, turns))

    history = await store.learner_history(ADA.telegram_user_id)
    assert (history.total.asked, history.total.runs) == (25, 25)


@given(st.lists(st.lists(EVENTS, max_size=3), max_size=8))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_commits_and_a_rebuild_agree(url: str, turns: list[list[Event]]) -> None:
    """Whatever happens, in whatever portions, repeated updates included."""

    async def committed_and_rebuilt() -> None:
        engine = open_engine(url)
        store = ProgressStore(engine)
        for events in turns:
            for event in events:
                made = Turn(Sender(event.telegram_user_id), event.at, event.update_id)
                made.events.append(event)
                await store.commit(made)
        committed = await content(store, *ROLLUPS)
        await store.rebuild()
        assert await content(store, *ROLLUPS) == committed
        await engine.dispose()

    asyncio.run(committed_and_rebuilt())
