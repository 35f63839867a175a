import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgram.feed import Refused, Wire
from localgram.updates import UpdateQueue


async def take(queue: UpdateQueue, offset: int = 0, limit: int = 100) -> list[int]:
    return numbers(await queue.take(offset=offset, limit=limit, seconds=0))


def numbers(updates: list[Wire]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_an_update_stays_until_it_is_confirmed() -> None:
    queue = UpdateQueue(7)
    queue.add("message", {})
    queue.add("message", {})

    assert await take(queue) == [7, 8]
    assert await take(queue, offset=8) == [8]
    assert await take(queue, offset=9) == []


async def test_a_negative_offset_keeps_the_newest() -> None:
    queue = UpdateQueue(1)
    for _ in range(5):
        queue.add("message", {})

    assert await take(queue, offset=-2) == [4, 5]
    assert await take(queue) == [4, 5]


async def test_a_poll_ends_when_something_comes() -> None:
    queue = UpdateQueue(1)
    polling = asyncio.create_task(queue.take(offset=0, limit=100, seconds=30))
    await asyncio.sleep(0)

    queue.add("message", {})

    async with asyncio.timeout(5):
        assert numbers(await polling) == [1]


async def test_a_second_poll_ends_the_first_with_a_conflict() -> None:
    queue = UpdateQueue(1)
    first = asyncio.create_task(queue.take(offset=0, limit=100, seconds=30))
    await asyncio.sleep(0)

    assert await take(queue) == []

    with pytest.raises(Refused, match="terminated by other getUpdates request"):
        await first


async def test_reactions_come_only_on_request() -> None:
    queue = UpdateQueue(1)

    assert queue.add("message_reaction", {}) is None
    queue.allow(["message_reaction"])
    assert queue.add("message_reaction", {}) == 1
    assert queue.add("message", {}) is None
    queue.allow([])
    assert queue.add("message", {}) == 2


async def test_a_duplicate_comes_again_although_it_was_confirmed() -> None:
    queue = UpdateQueue(1)
    queue.duplicates_due = 1
    queue.add("message", {})
    queue.add("message", {})

    assert await take(queue, limit=1) == [1]
    assert await take(queue, offset=2) == [1, 2]
    assert await take(queue, offset=2) == [2]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=12))
def test_a_bot_that_confirms_what_it_got_gets_everything_once(
    turns: list[tuple[int, int]],
) -> None:
    """Whatever comes in between and however small the batches."""

    async def poll() -> tuple[list[int], int]:
        queue, got, offset = UpdateQueue(1), list[int](), 0
        for new, limit in [*turns, (0, 100)]:
            for _ in range(new):
                queue.add("message", {})
            batch = await take(queue, offset, limit)
            got += batch
            offset = batch[-1] + 1 if batch else offset
        return got, sum(new for new, _ in turns)

    got, sent = asyncio.run(poll())
    assert got == list(range(1, sent + 1))
