import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update, User

from bot.context import Failure, current
from bot.handlers import masked
from bot.intake.liveness import Outage
from bot.intake.ordering import LearnersInOrder
from bot.intake.turns import Turns, moment_of, sender_of
from progress.inbox import Claimant, State
from tests.inbox import pending

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
BOT = Claimant(7, "a process")


async def nothing() -> None:
    """No instructor has changed anything."""


def update(
    number: int, user: int = 1, *, edited: bool = False, message_id: int = 5, group: int = 0
) -> Update:
    chat = Chat(group, "supergroup") if group else Chat(user, "private")
    message = Message(message_id, WHEN, chat, from_user=User(user, "A", False))
    field = "edited_message" if edited else "message"
    return Update(number, **{field: message})


class Log:
    """What happened, in order; stands where the store is reached."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.skipped: list[int] = []
        self.finished: list[int] = []
        self.running = 0
        self.most = 0

    async def take(self, update: Update, work) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        await work
        self.running -= 1
        self.taken.append(update.update_id)

    async def skip(self, update: Update) -> None:
        self.skipped.append(update.update_id)


@pytest.fixture
def log() -> Log:
    return Log()


def ordering(log: Log, **options) -> LearnersInOrder:
    return LearnersInOrder(log, log.finished.append, **options)


async def test_one_learner_waits_for_themselves_others_go_on(log) -> None:
    processor = ordering(log)
    gate = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        group.create_task(processor.process_update(update(1, 1), gate.wait()))
        group.create_task(processor.process_update(update(2, 1), asyncio.sleep(0)))
        await asyncio.wait_for(processor.process_update(update(3, 2), asyncio.sleep(0)), 5)
        gate.set()

    assert log.taken == [3, 1, 2]
    assert sorted(log.finished) == [1, 2, 3]


async def test_waiting_updates_hold_no_slot(log) -> None:
    """One learner's flood leaves a slot to everybody else."""
    processor = ordering(log, at_once=2)
    gate = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        for number in range(50):
            group.create_task(processor.process_update(update(number, 1), gate.wait()))
        await asyncio.sleep(0)
        await asyncio.wait_for(processor.process_update(update(99, 2), asyncio.sleep(0)), 5)
        gate.set()

    assert log.taken == [99, *range(50)]


@pytest.mark.parametrize("groups", [1, 12])
async def test_groups_in_which_replies_wait_leave_slots_to_everybody_else(log, groups) -> None:
    """Telegram takes twenty messages a minute in a group; a reply may wait for a minute there."""
    processor = ordering(log, at_once=8)
    gate = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        for number in range(24):
            arrived = update(number, 100 + number, group=-1 - number % groups)
            group.create_task(processor.process_update(arrived, gate.wait()))
        await asyncio.sleep(0)
        await asyncio.wait_for(processor.process_update(update(99, 2), asyncio.sleep(0)), 5)
        gate.set()

    assert log.taken[0] == 99
    assert sorted(log.taken) == [*range(24), 99]


async def test_a_group_whose_replies_wait_leaves_slots_to_other_groups(log) -> None:
    processor = ordering(log, at_once=32)
    gate = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        for number in range(64):
            arrived = update(number, 100 + number, group=-1)
            group.create_task(processor.process_update(arrived, gate.wait()))
        await asyncio.sleep(0)
        other = update(99, 2, group=-2)
        await asyncio.wait_for(processor.process_update(other, asyncio.sleep(0)), 5)
        gate.set()

    assert log.taken[0] == 99


async def test_no_more_than_so_many_at_once(log) -> None:
    processor = ordering(log, at_once=3)

    async with asyncio.TaskGroup() as group:
        for number in range(12):
            group.create_task(processor.process_update(update(number, number), asyncio.sleep(0.01)))

    assert log.most == 3


async def test_an_edit_gives_way_to_a_newer_one(log) -> None:
    processor = ordering(log, quiet_seconds=0.05)

    async with asyncio.TaskGroup() as group:
        for number in range(10):
            work = asyncio.sleep(0)
            edit = update(number, edited=True)
            group.create_task(processor.process_update(edit, work))
        other = update(50, edited=True, message_id=6)
        group.create_task(processor.process_update(other, asyncio.sleep(0)))

    assert log.taken == [9, 50]
    assert log.skipped == list(range(9))


async def test_an_edit_that_stood_is_handled_though_one_follows_later(log) -> None:
    processor = ordering(log, quiet_seconds=0.01)

    await processor.process_update(update(1, edited=True), asyncio.sleep(0))
    await processor.process_update(update(2, edited=True), asyncio.sleep(0))

    assert log.taken == [1, 2]


async def test_closing_finishes_what_runs_and_begins_nothing(log) -> None:
    processor = ordering(log)
    gate = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        group.create_task(processor.process_update(update(1), gate.wait()))
        group.create_task(processor.process_update(update(2), asyncio.sleep(0)))
        await asyncio.sleep(0.01)
        processor.close()
        gate.set()

    assert log.taken == [1]
    assert sorted(log.finished) == [1, 2]


async def test_what_no_person_sent_is_dismissed(store) -> None:
    turns = Turns(store, lambda: WHEN, nothing, BOT.bot_id, masked.explain, outage=Outage())
    await store.receive(BOT, [(1, "{}")], WHEN, WHEN)

    await turns.take(Update(1), asyncio.Event().wait)

    assert await pending(store) == []


async def test_a_passing_failure_leaves_the_update_for_later(store) -> None:
    turns = Turns(store, lambda: WHEN, nothing, BOT.bot_id, masked.explain, outage=Outage())
    await store.receive(BOT, [(1, "{}"), (2, "{}"), (3, "{}")], WHEN, WHEN)

    async def fail(*, passing: bool) -> None:
        current.get().failure = Failure("ABCD", passing=passing)

    await turns.take(update(1), fail(passing=True))
    await turns.take(update(2), fail(passing=False))
    await turns.take(update(3), asyncio.sleep(0))

    assert await pending(store) == [(1, "{}")]
    counts = await store.counts()
    assert (counts[State.FAILED], counts[State.DONE]) == (1, 1)


def test_bots_are_nobody() -> None:
    message = Message(1, WHEN, Chat(1, "private"), from_user=User(9, "B", is_bot=True))

    assert sender_of(Update(1, message=message)) is None


def test_an_update_counts_when_it_was_written() -> None:
    later = datetime(2026, 1, 2, tzinfo=UTC)
    earlier = datetime(2025, 1, 2, tzinfo=UTC)

    assert moment_of(update(1), later) == WHEN
    assert moment_of(update(1), earlier) == earlier
    assert moment_of(Update(1), later) == later


async def test_an_older_edit_that_comes_again_gives_way_to_a_newer_one(log) -> None:
    """It was put off, and is taken up while the newer one waits."""
    processor = ordering(log, quiet_seconds=0.05)

    async with asyncio.TaskGroup() as group:
        for number in (9, 4):
            work = processor.process_update(update(number, edited=True), asyncio.sleep(0))
            group.create_task(work)

    assert (log.taken, log.skipped) == ([9], [4])
