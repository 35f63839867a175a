"""The outbox, on both databases."""

import asyncio
from datetime import timedelta

from progress.cohorts.outbox import (
    ANSWERED_WITHIN,
    LEASE,
    MOST_TRIES,
    Delivered,
    Delivery,
    pause_after,
)
from progress.stores.progress_store import ProgressStore
from tests.progress.examples import NOON

BOT = 7
SECOND = timedelta(seconds=1)


async def put(store: ProgressStore, *people: int, ref: str = "a", bot: int = BOT) -> None:
    await store.outbox.put(bot, ref, people, {"text": ref}, NOON, reply_to=99)


async def test_each_person_gets_a_thing_once(store: ProgressStore) -> None:
    await put(store, 1, 2)
    await put(store, 2, 3)

    taken = [await store.outbox.take(BOT, NOON) for _ in range(4)]

    assert [each and each.telegram_user_id for each in taken] == [1, 2, 3, None]
    assert await store.outbox.delivered("a") == Delivered(pending=3)


async def test_of_a_class_is_told_what_its_own_teachers_said_lately(store: ProgressStore) -> None:
    await put(store, 1, 2, ref="said:x:3")
    await put(store, 1, ref="nudge:9:1:5:2026-01-01:3")
    for other in ("said:x:13", "remind:3", "back:said:x:3"):
        await put(store, 1, ref=other)

    told = await store.outbox.told(3, 1, NOON)
    assert {(at, said) for at, said in told} == {
        (NOON, "said:x:3"),
        (NOON, "nudge:9:1:5:2026-01-01:3"),
    }
    assert await store.outbox.told(3, 1, NOON + SECOND) == ()
    assert await store.outbox.delivered("said:x") == Delivered(pending=3)


async def test_of_many_who_look_at_once_each_gets_another_letter(store: ProgressStore) -> None:
    await put(store, *range(1, 9))

    taken = await asyncio.gather(*(store.outbox.take(BOT, NOON) for _ in range(8)))

    # One that looks while another takes may find nothing, and looks again.
    found = [each.telegram_user_id for each in taken if each]
    assert len(set(found)) == len(found) > 0


async def test_what_nobody_marked_comes_again_after_the_lease(store: ProgressStore) -> None:
    await put(store, 1)
    await store.outbox.take(BOT, NOON)

    assert await store.outbox.take(BOT, NOON + LEASE - SECOND) is None
    again = await store.outbox.take(BOT, NOON + LEASE)
    assert again
    assert again.tries == 2


async def test_a_bot_sends_its_own_letters_when_their_time_has_come(store: ProgressStore) -> None:
    await put(store, 1, bot=BOT + 1)
    await put(store, 2, ref="b")

    assert await store.outbox.take(BOT, NOON - SECOND) is None
    letter = await store.outbox.take(BOT, NOON)
    assert letter
    assert letter.body == {"text": "b"}
    await store.outbox.put_off(letter.id, NOON + SECOND)
    assert await store.outbox.take(BOT, NOON) is None
    assert await store.outbox.take(BOT, NOON + SECOND)


async def test_what_ended_is_counted_answered_and_forgotten(store: ProgressStore) -> None:
    await put(store, 1, 2, 3, 4)
    letters = [await store.outbox.take(BOT, NOON) for _ in range(3)]
    await store.outbox.sent(letters[0].id, 55, NOON)
    await store.outbox.ended(letters[1].id, Delivery.BLOCKED, NOON)
    await store.outbox.ended(letters[2].id, Delivery.FAILED, NOON)

    assert await store.outbox.delivered("a") == Delivered(1, 1, 1, 1)
    assert await store.outbox.answers_go_to(BOT, 1, 55) == 99
    assert await store.outbox.answers_go_to(BOT, 2, 55) is None
    assert await store.outbox.answers_go_to(BOT + 1, 1, 55) is None

    await store.purge(NOON + ANSWERED_WITHIN + SECOND)

    assert await store.outbox.delivered("a") == Delivered(pending=1)


def test_pauses_grow_and_end() -> None:
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES + 1)]

    assert pauses[-1] is None
    assert pauses[:-1] == sorted(pauses[:-1])
