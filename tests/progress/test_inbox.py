import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import chain

from database.engine import open_engine
from progress.events import Kind
from progress.inbox import (
    GIVEN_UP_AFTER,
    LONGEST_PAUSE,
    NO_BOT,
    SHORTEST_PAUSE,
    Claimant,
    State,
    tried_again_at,
)
from progress.people import WRONG_TRIES
from progress.stores.progress_store import ProgressStore
from tests.inbox import pending
from tests.progress.examples import A_BOT, ADA, BOB, DAY, NOON, turn

LATER = NOON + timedelta(minutes=1)
A_REPLICA = replace(A_BOT, name="another process")
ANOTHER_BOT = Claimant(71, "its process")
A_RELEASE_BEFORE = Claimant(NO_BOT, "its process")


async def receive(
    store: ProgressStore, *update_ids: int, claimant: Claimant = A_BOT, raw: str = "{}"
) -> list[int]:
    return await store.receive(claimant, [(each, raw) for each in update_ids], NOON, LATER)


async def claimed(store: ProgressStore, claimant: Claimant, *, at=NOON) -> list[int]:
    found = await store.claim(claimant, at, at + (LATER - NOON))
    return [each.update_id for each in found]


async def test_only_new_updates_are_reported(store: ProgressStore) -> None:
    first = await store.receive(A_BOT, [(2, "b"), (1, "a"), (2, "b")], NOON, LATER)
    second = await store.receive(A_BOT, [(2, "other"), (3, "c")], NOON, LATER)

    assert first == [2, 1]
    assert second == [3]
    assert await pending(store) == [(1, "a"), (2, "b"), (3, "c")]


async def test_nothing_received_is_fine(store: ProgressStore) -> None:
    assert await receive(store) == []
    assert await pending(store) == []


async def test_every_way_out_ends_the_stay(store: ProgressStore) -> None:
    await receive(store, 1, 2, 3, 4)

    await store.commit(turn(1, Kind.ASKED))
    await store.close(A_BOT.bot_id, 2, State.QUARANTINED, NOON, reason="no 'chat' in message\ud800")
    await store.close(A_BOT.bot_id, 3, State.FAILED, NOON, reason="R-7F3A")

    assert await pending(store) == [(4, "{}")]
    assert await store.counts() == {
        State.PENDING: 1,
        State.DONE: 1,
        State.FAILED: 1,
        State.QUARANTINED: 1,
    }
    assert [event.update_id async for event in store.events()] == [1]


async def test_what_has_ended_stays_as_it_ended(store: ProgressStore) -> None:
    await receive(store, 1)
    await store.commit(turn(1, Kind.ASKED))

    await store.close(A_BOT.bot_id, 1, State.QUARANTINED, NOON, reason="too late")
    again = await receive(store, 1)

    assert again == []
    assert (await store.counts())[State.DONE] == 1


async def test_two_bots_number_for_themselves(store: ProgressStore) -> None:
    """The same number is another message, and both are answered and counted."""
    await receive(store, 1, raw="to A")
    new = await receive(store, 1, claimant=ANOTHER_BOT, raw="to B")

    await store.commit(turn(1, Kind.ASKED))
    left = await pending(store)
    await store.commit(turn(1, Kind.ASKED, bot_id=ANOTHER_BOT.bot_id))

    assert new == [1]
    assert left == [(1, "to B")]
    assert [event.update_id async for event in store.events()] == [1, 1]
    assert (await store.learner_history(ADA.telegram_user_id)).total.asked == 2


async def test_a_bot_takes_up_only_its_own(store: ProgressStore) -> None:
    await receive(store, 1)
    await store.release(A_BOT)

    assert await claimed(store, ANOTHER_BOT) == []
    assert await store.take_over(ANOTHER_BOT, LATER) == []
    assert await claimed(store, A_BOT) == [1]


async def test_another_bots_message_of_the_same_number_has_no_reply(store: ProgressStore) -> None:
    """In private chats each bot numbers messages for itself."""
    answered = turn(1, Kind.ASKED)
    answered.remember(5, 9, (10,))
    await store.commit(answered)

    assert await store.replies_to(A_BOT.bot_id, 5, 9) == (10,)
    assert await store.replies_to(ANOTHER_BOT.bot_id, 5, 9) == ()


async def test_what_one_process_has_in_hand_no_other_takes_up(store: ProgressStore) -> None:
    await receive(store, 2, 1)

    assert await claimed(store, A_REPLICA) == []
    assert await claimed(store, A_REPLICA, at=LATER) == [1, 2]
    assert await claimed(store, A_BOT, at=LATER) == []


async def test_what_takes_its_time_is_held_on_to(store: ProgressStore) -> None:
    await receive(store, 1, 2)
    # More than one statement may name, as after a flood.
    await store.renew(A_BOT, {1, *range(3, 80_000)}, LATER + DAY)

    assert await claimed(store, A_REPLICA, at=LATER) == [2]


async def test_what_another_took_up_is_not_held_any_more(store: ProgressStore) -> None:
    await receive(store, 1)
    await claimed(store, A_REPLICA, at=LATER)

    await store.renew(A_BOT, {1}, LATER + DAY)
    await store.release(A_BOT)

    assert await claimed(store, A_BOT, at=LATER) == []
    assert await claimed(store, A_BOT, at=LATER + (LATER - NOON)) == [1]


async def test_what_is_let_go_is_taken_up_at_once(store: ProgressStore) -> None:
    await receive(store, 1, 2)
    await store.commit(turn(1, Kind.ASKED))

    await store.release(A_BOT)

    assert await claimed(store, A_REPLICA) == [2]


async def test_the_only_process_takes_over_what_one_before_had_in_hand(
    store: ProgressStore,
) -> None:
    await receive(store, 2, 1)

    found = await store.take_over(A_REPLICA, LATER + DAY)

    assert [each.update_id for each in found] == [1, 2]
    assert await claimed(store, A_BOT, at=LATER) == []


async def test_of_processes_that_look_at_once_one_gets_each(url: str) -> None:
    """Also where each has its own connections, as replicas have."""
    engines = [open_engine(url) for _ in range(4)]
    stores = [ProgressStore(engine) for engine in engines]
    await receive(stores[0], *range(50))
    await stores[0].release(A_BOT)

    found = await asyncio.gather(
        *(
            claimed(store, replace(A_BOT, name=f"process {number}"))
            for number, store in enumerate(stores)
        )
    )

    assert sorted(chain.from_iterable(found)) == list(range(50))
    for engine in engines:
        await engine.dispose()


async def test_tries_are_counted_until_it_is_put_off(store: ProgressStore) -> None:
    """A network that fails is not the update's fault; an end that never comes may be."""
    await receive(store, 1)
    tries = []
    for minutes in (1, 2, 3, 20):
        now = NOON + timedelta(minutes=minutes)
        tries += [each.tries for each in await store.claim(A_BOT, now, now)]
        if minutes == 3:
            await store.put_off(A_BOT.bot_id, 1, now)

    assert tries == [2, 3, 4, 1]


async def test_what_is_put_off_rests_until_then(store: ProgressStore) -> None:
    await receive(store, 1)

    again_at = await store.put_off(A_BOT.bot_id, 1, LATER)

    assert again_at == LATER + (LATER - NOON)
    assert await claimed(store, A_BOT, at=again_at - timedelta(seconds=1)) == []
    assert await claimed(store, A_BOT, at=again_at) == [1]


async def test_what_was_put_off_for_a_day_is_given_up(store: ProgressStore) -> None:
    await receive(store, 1)

    assert await store.put_off(A_BOT.bot_id, 1, NOON + DAY) is None
    assert (await store.counts())[State.FAILED] == 1


def test_pauses_double_and_end() -> None:
    at, pauses = NOON, []
    while (again_at := tried_again_at(NOON, at)) is not None:
        pauses.append(again_at - at)
        at = again_at

    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (SHORTEST_PAUSE, LONGEST_PAUSE)
    assert at - NOON >= GIVEN_UP_AFTER
    assert len(pauses) < 40


async def test_what_names_no_bot_becomes_the_one_that_starts(store: ProgressStore) -> None:
    await receive(store, 1, 2, 3, claimant=A_RELEASE_BEFORE)
    await store.commit(turn(1, Kind.ASKED, bot_id=NO_BOT))
    await receive(store, 3)

    await store.adopt(A_BOT.bot_id, LATER, LATER)
    await store.commit(turn(1, Kind.ASKED))

    assert await receive(store, 1, 2, 3) == []
    assert [each.update_id for each in await store.take_over(A_BOT, LATER)] == [2, 3]
    assert [event.update_id async for event in store.events()] == [1]


async def test_what_came_to_both_releases_does_not_wait_for_ever(store: ProgressStore) -> None:
    await receive(store, 1, claimant=A_RELEASE_BEFORE)
    await receive(store, 1)
    await store.commit(turn(1, Kind.ASKED))

    await store.adopt(A_BOT.bot_id, LATER, LATER)

    assert await pending(store) == []
    assert await store.purge(LATER + DAY) == 2


async def test_what_the_release_before_may_have_in_hand_is_left_to_it(
    store: ProgressStore,
) -> None:
    """What it has finished is known at once, as Telegram may deliver it again."""
    await receive(store, 1, 2, claimant=A_RELEASE_BEFORE)
    await store.commit(turn(1, Kind.ASKED, bot_id=NO_BOT))

    await store.adopt(A_BOT.bot_id, NOON, NOON)

    assert await store.take_over(A_BOT, LATER) == []
    assert await receive(store, 1) == []


async def test_what_the_release_before_has_counted_counts_once(store: ProgressStore) -> None:
    """It is stopped late, and both had the update in hand."""
    await store.commit(turn(1, Kind.ASKED, bot_id=NO_BOT))

    await store.commit(turn(1, Kind.ASKED, Kind.RAN))
    await store.commit(turn(1, Kind.ASKED, sender=BOB))
    await store.commit(turn(None, Kind.ENROLLED, bot_id=NO_BOT))
    await store.commit(turn(None, Kind.ENROLLED))

    assert [event.kind async for event in store.events()] == [
        Kind.ASKED,
        Kind.RAN,
        Kind.ASKED,
        Kind.ENROLLED,
        Kind.ENROLLED,
    ]
    assert (await store.learner_history(ADA.telegram_user_id)).total.asked == 1


async def test_each_process_that_takes_over_counts_as_a_try(store: ProgressStore) -> None:
    """But one that lets go in order does not."""
    await receive(store, 1)
    tries = [each.tries for _ in range(2) for each in await store.take_over(A_BOT, LATER)]
    await store.release(A_BOT)
    tries += [each.tries for each in await store.take_over(A_REPLICA, LATER)]

    assert tries == [2, 3, 1]


async def test_purging_keeps_what_is_recent_or_unfinished(store: ProgressStore) -> None:
    await receive(store, 1, 2, 3)
    await store.commit(turn(1, Kind.ASKED))
    await store.commit(turn(2, Kind.ASKED, at=NOON + DAY))

    purged = await store.purge(NOON + DAY)

    assert purged == 1
    assert (await store.counts())[State.DONE] == 1
    assert await pending(store) == [(3, "{}")]


async def test_purging_forgets_replies_and_wrong_codes(store: ProgressStore) -> None:
    for number, at in ((1, NOON), (2, NOON + DAY)):
        answered = turn(number, Kind.ASKED, at=at)
        answered.remember(5, number, (number,))
        await store.commit(answered)
        for _ in range(WRONG_TRIES):
            await store.redeem("no code", ADA.telegram_user_id, at)

    await store.purge(NOON + DAY)

    assert await store.replies_to(A_BOT.bot_id, 5, 1) == ()
    assert await store.replies_to(A_BOT.bot_id, 5, 2) == (2,)
    assert await _wrong_codes(store) == WRONG_TRIES


async def _wrong_codes(store: ProgressStore) -> int:
    async with store._engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT count(*) FROM wrong_codes")
        return rows.scalar_one()


async def test_a_purged_update_delivered_again_counts_once(store: ProgressStore) -> None:
    await receive(store, 1)
    await store.commit(turn(1, Kind.ASKED))
    await store.purge(NOON + DAY)

    new = await receive(store, 1)
    await store.commit(turn(1, Kind.ASKED))

    assert new == [1]
    assert [event.update_id async for event in store.events()] == [1]
