"""Killed at any moment, the bot loses nothing and counts nothing twice.

A model keeps which events each update must leave behind. The bot is killed while people write,
edit and press buttons, and while some updates are delivered twice, confirmed ones among them.
"""

import asyncio
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from bot.buttons.learners import View, Vote, pack
from database.engine import open_engine
from localgram import actions, app
from localgram.state import State
from localgram.updates import Queued
from progress.events import Kind
from progress.inbox import State as Inbox
from progress.stores.progress_store import ProgressStore
from tests.e2e import crash_bot
from tests.fakes.person import until
from tests.inbox import pending

TOKEN = "42:crash"
KILLS = int(os.environ.get("UNSQUEEZE_CRASHES", "60"))
# Fewer in the middle of something show nothing; a busy machine needs more kills for as many.
INTERRUPTED = KILLS / 5
MOST_KILLS = 4 * KILLS
LEARNERS = (1, 2, 3, 4)
NEWCOMER = 5
KNOWN = "What is the difference between stack and cat?"
UNKNOWN = "please tell me about the weather tomorrow"


class Class:
    """Everybody who writes, and what must have been counted in the end."""

    def __init__(self, state: State, chance: random.Random) -> None:
        self.state = state
        self.chance = chance
        self.expected: set[tuple[int, Kind]] = set()
        self.said: dict[tuple[int, int], str] = {}
        self.unedited: list[dict] = []
        # Who was sent the page since voting on it: the same vote once more is none.
        self._read: set[int] = set()
        # A press is dropped while the same one waits, so each is pressed once.
        self._pressed: set[int] = set()
        self._sent: list[dict] = []
        self._number = 0

    async def act(self) -> None:
        """One person does one thing."""
        chance = self.chance
        if chance.random() < 0.15:
            self.state.updates.duplicates_due += 1
        chance.choice((self._ask, self._ask_the_unknown, self._run, self._run, self._edit))()
        if chance.random() < 0.3:
            await self._vote()

    def redeliver(self) -> None:
        """Some of what was confirmed comes once more, before what was not: ids only ever grow."""
        queue = self.state.updates._pending
        waiting = {queued.update["update_id"] for queued in queue}
        again = [
            Queued(update, stubborn=True)
            for update in self._sent
            if update["update_id"] not in waiting and self.chance.random() < 0.1
        ]
        queue[:0] = again
        self.state.updates._wake()

    def _ask(self) -> None:
        message = self._say(KNOWN, Kind.ASKED, Kind.ANSWERED)
        self._read.add(message["chat"]["id"])

    def _ask_the_unknown(self) -> None:
        self._say(UNKNOWN, Kind.ASKED, Kind.ABSTAINED)

    def _run(self) -> None:
        self._number += 1
        self.unedited.append(self._say(f"/run {self._number}", Kind.RAN))

    def _edit(self) -> None:
        if self.unedited:
            message = self.unedited.pop(self.chance.randrange(len(self.unedited)))
            chat, number = message["chat"]["id"], message["message_id"]
            text = message["text"] + " edited"
            actions.edit(self.state, chat=chat, message_id=number, text=text)
            self.said[chat, number] = text
            self._expect(Kind.RAN)

    async def _vote(self) -> None:
        who = self.chance.choice(LEARNERS)
        answers = [
            each["message_id"]
            for each in self.from_bot(who)
            if each["text"].startswith(KNOWN) and each["message_id"] not in self._pressed
        ]
        if answers:
            press = Vote("stack-vs-cat", helpful=True, view=View(voted=True))
            number = self.chance.choice(answers)
            self._pressed.add(number)
            await actions.click(
                self.state, chat=who, user=who, message_id=number, data=pack(press), wait_seconds=0
            )
            self._expect(*((Kind.HELPFUL,) if who in self._read else ()))
            self._read.discard(who)

    def from_bot(self, chat: int) -> list[dict]:
        return [each for each in self.state.history.of(chat) if each["from"]["is_bot"]]

    def _say(self, text: str, *kinds: Kind) -> dict:
        who = self.chance.choice(LEARNERS)
        message = actions.say(self.state, chat=who, user=who, text=text)
        self.said[who, message["message_id"]] = text
        self._expect(*kinds)
        return message

    def _expect(self, *kinds: Kind) -> None:
        update = self.state.updates._pending[-1].update
        self._sent.append(update)
        self.expected |= {(update["update_id"], kind) for kind in kinds}


class Process:
    """One life of the bot after another."""

    def __init__(self, *arguments: str) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.e2e.crash_bot"])
        self._arguments = arguments

    def start(self) -> BaseProcess:
        life = self._context.Process(target=crash_bot.serve, args=self._arguments, daemon=True)
        life.start()
        return life

    async def end(self, life: BaseProcess, number: int) -> int | None:
        os.kill(life.pid, number)
        await asyncio.to_thread(life.join, 20)
        return life.exitcode


@pytest.fixture
def database(migrated, branches, tmp_path) -> Path:
    return Path(shutil.copy(migrated(branches), tmp_path / "progress.sqlite"))


async def test_kills_at_random_moments_lose_nothing_and_double_nothing(database) -> None:
    chance = random.Random(20260717)
    async with app.running(token=TOKEN) as telegram:
        everybody = Class(telegram.state, chance)
        process = Process(str(database), telegram.url, TOKEN)

        interrupted = await _lives(process, everybody, chance, database)
        await _last_life(process, database, telegram)

        # Else the kills came when there was nothing to lose.
        assert interrupted >= INTERRUPTED
        await _check(database, everybody)


async def _lives(process: Process, everybody: Class, chance: random.Random, database: Path) -> int:
    """How many of all the kills came in the middle of something."""
    killed = interrupted = 0
    while killed < KILLS or (interrupted < INTERRUPTED and killed < MOST_KILLS):
        life = process.start()
        for _ in range(chance.randint(1, 5)):
            await everybody.act()
            await asyncio.sleep(chance.uniform(0.0, 0.12))
        if chance.random() < 0.3:
            # Some lives do all there is to do; else, on a busy machine, an update might be given up
            # that was begun anew in each of twenty short ones.
            await until(partial(_quiet, everybody.state, database), seconds=60)
        number = signal.SIGTERM if chance.random() < 0.1 else signal.SIGKILL
        code = await process.end(life, number)
        # A SIGTERM before the bot is up ends it as it ends any program.
        assert code in {-signal.SIGKILL, -signal.SIGTERM, 0}
        killed += number == signal.SIGKILL
        interrupted += number == signal.SIGKILL and _pending(database) > 0
        if chance.random() < 0.2:
            everybody.redeliver()
    return interrupted


async def _quiet(state: State, database: Path) -> bool | None:
    return True if not (len(state.updates) or _pending(database)) else None


def _pending(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT count(*) FROM inbox WHERE state = 'pending'"
        return int(connection.execute(query).fetchone()[0])


async def _last_life(process: Process, database: Path, telegram: app.LocalServer) -> None:
    """Undisturbed at last, the bot finishes everything and stops when told."""
    engine = open_engine(f"sqlite:///{database}")
    store = ProgressStore(engine)
    life = process.start()

    async def quiet() -> bool | None:
        left = len(telegram.state.updates) + len(await pending(store))
        # It counts once the bot has spoken: before that there may be nothing to do but start.
        return True if greeted(telegram.state) and not left else None

    actions.say(telegram.state, chat=NEWCOMER, user=NEWCOMER, text="/start")
    await until(quiet, seconds=60)
    assert await process.end(life, signal.SIGTERM) == 0
    await engine.dispose()


def greeted(state: State) -> bool:
    return any(message["from"]["is_bot"] for message in state.history.of(NEWCOMER))


async def _check(database: Path, everybody: Class) -> None:
    engine = open_engine(f"sqlite:///{database}")
    store = ProgressStore(engine)
    events = [event async for event in store.events()]
    found = Counter((event.update_id, event.kind) for event in events)
    counts = await store.counts()

    assert found == Counter(everybody.expected)
    assert (counts[Inbox.PENDING], counts[Inbox.FAILED], counts[Inbox.QUARANTINED]) == (0, 0, 0)
    for who in LEARNERS:
        order = [event.update_id for event in events if event.telegram_user_id == who]
        assert order == sorted(order)
    for (chat, number), text in everybody.said.items():
        replies = await store.replies_to(42, chat, number)
        shown = {each["message_id"]: each["text"] for each in everybody.from_bot(chat)}
        assert replies, text
        if text.startswith("/run"):
            assert text.removeprefix("/run ") in shown[replies[0]]
    await engine.dispose()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
