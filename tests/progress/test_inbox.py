from progress.events import Kind
from progress.inbox import State
from progress.store import ProgressStore
from tests.progress.examples import DAY, NOON, turn


async def test_only_new_updates_are_reported(store: ProgressStore) -> None:
    first = await store.receive([(2, "b"), (1, "a"), (2, "b")], NOON)
    second = await store.receive([(2, "other"), (3, "c")], NOON)

    assert first == [2, 1]
    assert second == [3]
    assert await store.pending() == [(1, "a"), (2, "b"), (3, "c")]


async def test_nothing_received_is_fine(store: ProgressStore) -> None:
    assert await store.receive([], NOON) == []
    assert await store.pending() == []


async def test_every_way_out_ends_the_stay(store: ProgressStore) -> None:
    await store.receive([(number, "{}") for number in range(1, 6)], NOON)

    await store.commit(turn(1, Kind.ASKED))
    await store.quarantine(2, "no 'chat' in message\ud800", NOON)
    await store.mark_failed(turn(3, Kind.ASKED), "R-7F3A")
    await store.dismiss(4, NOON)

    assert await store.pending() == [(5, "{}")]
    assert await store.counts() == {
        State.PENDING: 1,
        State.DONE: 2,
        State.FAILED: 1,
        State.QUARANTINED: 1,
    }
    assert [event.update_id async for event in store.events()] == [1]


async def test_what_has_ended_stays_as_it_ended(store: ProgressStore) -> None:
    await store.receive([(1, "{}")], NOON)
    await store.commit(turn(1, Kind.ASKED))

    await store.quarantine(1, "too late", NOON)
    await store.mark_failed(turn(1), "R-7F3A")
    again = await store.receive([(1, "{}")], NOON)

    assert again == []
    assert (await store.counts())[State.DONE] == 1


async def test_a_turn_of_no_update_can_fail_too(store: ProgressStore) -> None:
    await store.mark_failed(turn(None), "R-7F3A")

    assert (await store.counts())[State.FAILED] == 0


async def test_purging_keeps_what_is_recent_or_unfinished(store: ProgressStore) -> None:
    await store.receive([(1, "{}"), (2, "{}"), (3, "{}")], NOON)
    await store.commit(turn(1, Kind.ASKED))
    await store.commit(turn(2, Kind.ASKED, at=NOON + DAY))

    purged = await store.purge(NOON + DAY)

    assert purged == 1
    assert (await store.counts())[State.DONE] == 1
    assert await store.pending() == [(3, "{}")]


async def test_a_purged_update_delivered_again_counts_once(store: ProgressStore) -> None:
    await store.receive([(1, "{}")], NOON)
    await store.commit(turn(1, Kind.ASKED))
    await store.purge(NOON + DAY)

    new = await store.receive([(1, "{}")], NOON)
    await store.commit(turn(1, Kind.ASKED))

    assert new == [1]
    assert [event.update_id async for event in store.events()] == [1]
