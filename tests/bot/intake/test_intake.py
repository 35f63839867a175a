"""What comes in is kept, decoded alone, handled once, and survives faults of every kind."""

import asyncio
import json
import logging
import re
import socket
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial

import httpx
import pytest
import structlog
from telegram.error import Conflict, NetworkError, RetryAfter

from bot import app, service
from bot.context import Failure, current
from bot.handlers import masked
from bot.intake import liveness, turns
from bot.intake.intake import CLAIMED, TRIES, Intake, bot_id_in, pause_after
from bot.intake.liveness import Outage
from bot.intake.turns import Turns
from bot.intake.webhook import SECRET_HEADER
from localgram import app as localgram_app
from progress.events import Kind
from progress.inbox import GIVEN_UP_AFTER, LONGEST_PAUSE, NO_BOT, Claimant, State
from progress.stores.progress_store import ProgressStore
from tests.bot import conversing
from tests.bot.conftest import TOKEN
from tests.bot.conversing import QUESTION, settled
from tests.fakes.person import until
from tests.inbox import pending


async def nothing() -> None:
    """No instructor has changed anything."""


async def empty(store) -> None:
    async def done():
        return True if not await pending(store) else None

    await until(done)


@pytest.mark.usefixtures("bot")
async def test_an_update_that_does_not_decode_is_set_aside(lena, store) -> None:
    """PTB's own updater would ask for the same batch for ever."""
    await lena.fault(update="malformed", times=3)
    asked = await lena.say(QUESTION)

    answer = await lena.reply(asked)

    assert answer["text"].startswith(QUESTION)
    await empty(store)
    assert (await store.counts())[State.QUARANTINED] == 3


@pytest.mark.parametrize(
    "raw",
    [
        {"message": 5},
        {"message": {"message_id": 1, "date": 0, "chat": {"id": "x", "type": "private"}}},
        {
            "message": {
                "message_id": 1,
                "date": 0,
                "chat": {"id": 1, "type": "private"},
                "from": {"id": 1, "is_bot": False, "first_name": "x"},
                "text": ["no text"],
            }
        },
        {"message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}}},
        {"callback_query": {}},
    ],
)
@pytest.mark.usefixtures("bot")
async def test_poison_of_many_kinds_is_set_aside(lena, store, raw) -> None:
    await lena.update(**raw)

    await lena.reply(await lena.say("/help"))

    await empty(store)
    counts = await store.counts()
    assert counts[State.QUARANTINED] == 1
    assert counts[State.FAILED] == 0


@pytest.mark.usefixtures("bot")
async def test_an_update_delivered_twice_counts_once(lena, store) -> None:
    await lena.fault(update="duplicate", times=3)
    asked = await lena.say(QUESTION)
    await lena.reply(asked)
    await lena.reply(await lena.say("/help"))

    await empty(store)

    assert len(await settled(store, 2)) == 2
    assert len(await lena.from_bot()) == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "sendMessage", "status": 429, "retry_after": 1},
        {"method": "sendMessage", "status": 502, "times": 2},
        {"method": "getUpdates", "status": 502, "times": 2},
        {"method": "getUpdates", "status": 409},
        {"method": "getUpdates", "status": 429, "retry_after": 1},
        {"method": "setMessageReaction", "status": 400, "times": 9},
        {"method": "sendMessage", "status": 502, "lost": True},
    ],
)
@pytest.mark.usefixtures("bot")
async def test_a_bad_moment_is_waited_out(lena, store, fault) -> None:
    await lena.reply(await lena.say("/help"))
    await lena.fault(**fault)

    asked = await lena.say("/run 1")

    assert "Finished" in (await lena.reply(asked, seconds=30))["text"]
    assert await settled(store, 1) == [(Kind.RAN, None)]
    await empty(store)


@pytest.mark.usefixtures("bot")
async def test_a_blocked_bot_does_not_stumble(lena, store) -> None:
    await lena.fault(method="sendMessage", status=403)
    await lena.say(QUESTION)

    await lena.reply(await lena.say("/help"))

    await empty(store)
    assert (await store.counts())[State.FAILED] == 1


@pytest.mark.usefixtures("bot")
async def test_an_error_of_ours_is_owned_with_a_reference(lena, runner, store) -> None:
    runner._outcomes.append(ZeroDivisionError("a bug"))

    told = await lena.reply(await lena.say("/run 1"))

    assert "on record as" in told["text"]
    await empty(store)
    assert (await store.counts())[State.FAILED] == 1
    assert "Finished" in (await lena.reply(await lena.say("/run 1")))["text"]


ME = bot_id_in(TOKEN)
A_PROCESS_BEFORE = Claimant(ME, "a process before")
AN_EARLIER_RELEASE = Claimant(NO_BOT, "an earlier release")
HELP = (
    '{"update_id": 5, "message": {"message_id": 5, "date": 1, "text": "/help", '
    '"entities": [{"type": "bot_command", "offset": 0, "length": 5}], '
    '"chat": {"id": 1001, "type": "private"}, '
    '"from": {"id": 1001, "is_bot": false, "first_name": "Lena"}}}'
)


async def left(store, claimant: Claimant = A_PROCESS_BEFORE, at: datetime | None = None) -> None:
    """A message that was received by this process and not handled."""
    at = at or app.now()
    await store.receive(claimant, [(5, HELP)], at, at + CLAIMED)


async def test_a_start_handles_first_what_was_left(built, lena, store) -> None:
    asked = await lena.say(QUESTION)
    await left(store)

    async with service.running(built):
        first, second = await lena.replies(asked, count=2)

    assert first["text"].startswith("What I can do")
    assert second["text"].startswith(QUESTION)
    assert await pending(store) == []


async def test_a_bot_leaves_another_bots_messages_alone(built, lena, store) -> None:
    """Whatever a second token or a demo beside the bot finds in the same database."""
    await left(store, Claimant(ME + 1, "another bot's process"))

    async with service.running(built):
        await lena.reply(await lena.say(QUESTION))
        await built.intake.recover(built.application.bot)

    assert await pending(store) == [(5, HELP)]
    assert len(await lena.from_bot()) == 1


@pytest.mark.parametrize("adopts", [True, False])
async def test_only_a_bot_that_adopts_takes_on_what_names_none(built, lena, store, adopts) -> None:
    asked = await lena.say(QUESTION)
    await left(store, AN_EARLIER_RELEASE, at=app.now() - 2 * CLAIMED)

    async with service.running(built, adopts=adopts):
        await lena.replies(asked, count=1 + adopts)

    assert len(await lena.from_bot()) == 1 + adopts
    assert (await pending(store) == []) is adopts


async def test_what_an_earlier_release_may_have_in_hand_is_taken_on_a_minute_later(
    parts, lena, store, telegram, monkeypatch
) -> None:
    """It claims nothing, so nobody else can tell that it was stopped."""
    monkeypatch.setattr(service, "SWEEP_SECONDS", 0.01)
    clock = Moved()
    await left(store, AN_EARLIER_RELEASE, at=clock.now)
    made = app.build(
        *parts, store, token=TOKEN, api_url=telegram.url, clock=clock, messages_per_second=1000
    )

    async with service.running(made, adopts=True):
        asked = await lena.say(QUESTION)
        first = await lena.reply(asked)
        clock.now += CLAIMED + timedelta(seconds=1)
        _, second = await lena.replies(asked, count=2)

    assert first["text"].startswith(QUESTION)
    assert second["text"].startswith("What I can do")


async def test_a_replica_leaves_what_another_has_in_hand(built, lena, store, unused_port) -> None:
    """Behind a webhook several processes of one bot look into the same inbox."""
    await left(store, Claimant(ME, "a replica"))
    where = service.Webhook(f"http://127.0.0.1:{unused_port}/hook", "127.0.0.1", unused_port)

    async with service.running(built, push=where):
        await lena.reply(await lena.say(QUESTION), seconds=30)
        await built.intake.recover(built.application.bot)

    assert await pending(store) == [(5, HELP)]
    assert len(await lena.from_bot()) == 1


@pytest.fixture
def replicas(parts, store, telegram) -> list[app.Bot]:
    """Two processes' bots with one token on one database."""
    return [
        app.build(*parts, store, token=TOKEN, api_url=telegram.url, messages_per_second=1000)
        for _ in range(2)
    ]


async def test_replicas_answer_each_message_once(replicas, telegram, lena, store) -> None:
    """What waits behind its learner's lock in one is there for the other to see."""
    async with AsyncExitStack() as stack:
        for replica in replicas:
            await stack.enter_async_context(service.running(replica, push=_hook()))
        asked = [await lena.say(f"/run {number}") for number in range(10)]

        async def answered():
            for replica in replicas:
                await replica.intake.recover(replica.application.bot)
            done = (await store.counts())[State.DONE] == len(asked)
            return True if done and not len(telegram.state.updates) else None

        await until(answered, seconds=60)

    assert len(await lena.from_bot()) == len(asked)
    assert await conversing.events(store) == [(Kind.RAN, None)] * len(asked)


def _hook() -> service.Webhook:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return service.Webhook(f"http://127.0.0.1:{port}/hook", "127.0.0.1", port)


async def test_replicas_that_make_up_a_secret_make_up_the_same(replicas, telegram) -> None:
    """Telegram keeps the one that was told last, and pushes it to all of them."""
    hooks = [_hook(), _hook()]
    async with AsyncExitStack() as stack, httpx.AsyncClient(trust_env=False) as client:
        for replica, hook in zip(replicas, hooks, strict=True):
            await stack.enter_async_context(service.running(replica, push=hook))
            await until(partial(_told, telegram, hook.url))
        secret = telegram.state.webhook.target.secret
        right = {SECRET_HEADER: secret}
        pushed = [await client.post(hook.url, json={}, headers=right) for hook in hooks]

    assert [each.status_code for each in pushed] == [200, 200]
    assert service.secret_of(TOKEN) == secret != service.secret_of(TOKEN + "x")
    assert re.fullmatch("[A-Za-z0-9_-]{32,256}", secret)
    assert TOKEN.partition(":")[2] not in secret


async def _told(telegram, url: str) -> bool | None:
    target = telegram.state.webhook.target
    return True if target is not None and target.url == url else None


class Moved:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = app.now()

    def __call__(self):
        return self.now


class Alone:
    """An intake and its turns without an application: what is handed out is handled by hand."""

    def __init__(self, built, store, clock: Moved | None = None) -> None:
        self.clock = clock or Moved()
        self.queue: asyncio.Queue = asyncio.Queue()
        self.turns = Turns(store, self.clock, nothing, ME, masked.explain, outage=Outage())
        self.intake = Intake(
            store, self.queue, self.clock, ME, self.turns.unwritten, outage=Outage()
        )
        self._bot = built.application.bot

    async def receive(self) -> None:
        await self.intake.receive([json.loads(HELP)], self._bot)

    async def recover(self) -> None:
        await self.intake.recover(self._bot)

    async def take_over(self) -> None:
        await self.intake.take_over(self._bot)

    async def handle(self, failure: Failure | None = None) -> None:
        """Handle what is handed out next, and fail at it."""
        update = self.queue.get_nowait()

        async def fail() -> None:
            current.get().failure = failure

        work = fail()
        await self.turns.take(update, work)
        work.close()
        self.intake.finished(update.update_id)


@pytest.fixture
def alone(built, store) -> Alone:
    return Alone(built, store)


async def test_the_network_is_not_the_updates_fault(alone, store) -> None:
    """Sending fails for some hours, and the update is not forgotten for that."""
    await alone.receive()
    for _ in range(6):
        await alone.handle(Failure("AB12", passing=True))
        await alone.recover()
        assert alone.queue.empty()
        alone.clock.now += LONGEST_PAUSE
        await alone.recover()

    await alone.handle()

    assert (await store.counts())[State.DONE] == 1


async def test_what_is_put_off_for_too_long_is_given_up_and_said_to_be(alone, store) -> None:
    await alone.receive()
    alone.clock.now += GIVEN_UP_AFTER

    with structlog.testing.capture_logs() as lines:
        await alone.handle(Failure("AB12", passing=True))

    assert [(each["event"], each["reference"]) for each in lines] == [("update_given_up", "AB12")]
    assert (await store.counts())[State.FAILED] == 1


async def test_what_kills_each_process_is_given_up(built, store) -> None:
    """Otherwise the bot would never come to answer anybody else."""
    await left(store)
    handed = 0
    for _ in range(TRIES + 2):
        started = Alone(built, store)
        await started.take_over()
        handed += started.queue.qsize()

    assert handed == TRIES - 1
    assert (await store.counts())[State.FAILED] == 1


async def test_stops_do_not_count_as_its_fault(built, store) -> None:
    await left(store)
    for _ in range(TRIES + 2):
        started = Alone(built, store)
        await started.take_over()
        assert started.queue.qsize() == 1
        await started.intake.release()

    assert await pending(store) == [(5, HELP)]


async def test_what_one_process_goes_on_holding_no_other_takes_up(built, store) -> None:
    one = Alone(built, store)
    other = Alone(built, store, one.clock)
    await one.receive()
    one.clock.now += CLAIMED * 0.8
    await one.recover()
    one.clock.now += CLAIMED * 0.8
    await other.recover()

    assert one.queue.qsize() == 1
    assert other.queue.empty()


async def test_what_is_in_hand_comes_back_only_once(built, store) -> None:
    """Another process took it up, since the claim had run out, and was killed."""
    one = Alone(built, store)
    other = Alone(built, store, one.clock)
    await one.receive()
    one.clock.now += CLAIMED
    await other.recover()
    one.clock.now += CLAIMED
    await one.recover()

    assert other.queue.qsize() == 1
    assert one.queue.qsize() == 1


async def test_what_never_comes_to_an_end_is_given_up(alone, store) -> None:
    """As where a process of several lets go of it again and again."""
    await alone.receive()
    handed = 0
    for _ in range(TRIES + 2):
        handed += alone.queue.qsize()
        while not alone.queue.empty():
            alone.intake.finished(alone.queue.get_nowait().update_id)
        alone.clock.now += CLAIMED
        await alone.recover()

    assert handed == TRIES
    assert (await store.counts())[State.FAILED] == 1


async def test_what_takes_its_time_is_not_handed_out_again(alone) -> None:
    await alone.receive()
    for _ in range(3):
        alone.clock.now += CLAIMED
        await alone.recover()

    assert alone.queue.qsize() == 1


class Meanwhile(ProgressStore):
    """While it looks what is to be handled, what is in hand comes to its end."""

    async def claim(self, claimant, now, until):
        found = await super().claim(claimant, now, until)
        await self.end()
        return found


async def test_what_is_just_being_finished_is_not_handed_out_again(built, store) -> None:
    alone = Alone(built, Meanwhile(store._engine))
    alone.intake._store.end = alone.handle
    await alone.receive()
    alone.clock.now += CLAIMED

    await alone.recover()

    assert alone.queue.empty()
    assert (await store.counts())[State.DONE] == 1


class Unwritable(ProgressStore):
    """Commits fail so many times; while it is away, nothing can be written at all."""

    failures = 0
    is_away = False

    async def commit(self, turn) -> None:
        if self.failures > 0 or self.is_away:
            self.failures -= 1
            raise ConnectionError("the database is away")
        await super().commit(turn)

    async def close(self, *update, **fields) -> None:
        if self.is_away:
            raise ConnectionError("the database is away")
        await super().close(*update, **fields)


@pytest.fixture
def unwritable(store, monkeypatch) -> Unwritable:
    monkeypatch.setattr(turns, "WRITE_PAUSES_SECONDS", (0, 0, 0))
    return Unwritable(store._engine)


@pytest.fixture
def forgetful(parts, unwritable, telegram) -> app.Bot:
    return app.build(
        *parts, unwritable, token=TOKEN, api_url=telegram.url, messages_per_second=1000
    )


@pytest.mark.parametrize(("failures", "ended"), [(2, State.DONE), (99, State.FAILED)])
async def test_a_commit_that_fails_is_repeated_and_the_reply_is_not(
    forgetful, unwritable, lena, failures, ended
) -> None:
    """The learner was answered: neither an apology nor the answer once more."""
    unwritable.failures = failures

    async with service.running(forgetful):
        await lena.reply(await lena.say("/run 1"))
        await empty(unwritable)
        await forgetful.intake.recover(forgetful.application.bot)

    assert (await unwritable.counts())[ended] == 1
    assert len(await lena.from_bot()) == 1
    counted = [(Kind.RAN, None)] if ended is State.DONE else []
    assert await conversing.events(unwritable) == counted


@pytest.mark.parametrize(
    ("failure", "failures", "ended"),
    [
        (None, 0, State.DONE),
        (None, 99, State.FAILED),
        (Failure("AB12", passing=False), 0, State.FAILED),
    ],
)
async def test_what_was_answered_without_the_database_is_written_later(
    built, unwritable, failure, failures, ended
) -> None:
    """However long it is away, the learner is not answered once more."""
    alone = Alone(built, unwritable)
    await alone.receive()
    unwritable.is_away, unwritable.failures = True, failures
    await alone.handle(failure)
    alone.clock.now += CLAIMED
    with pytest.raises(ConnectionError):
        await alone.recover()

    unwritable.is_away = False
    alone.clock.now += CLAIMED
    for _ in range(2):
        await alone.recover()

    assert alone.queue.empty()
    assert (await unwritable.counts())[ended] == 1


async def test_what_was_answered_and_not_written_no_other_process_takes_up(
    built, store, unwritable
) -> None:
    one = Alone(built, unwritable)
    other = Alone(built, store, one.clock)
    await one.receive()
    unwritable.is_away = True
    await one.handle()
    one.clock.now += CLAIMED * 0.8
    with pytest.raises(ConnectionError):
        await one.recover()
    one.clock.now += CLAIMED * 0.8
    await other.recover()

    assert other.queue.empty()


async def test_what_was_answered_is_written_at_the_latest_at_a_stop(built, unwritable) -> None:
    alone = Alone(built, unwritable)
    await alone.receive()
    unwritable.is_away = True
    await alone.handle()
    unwritable.is_away = False

    await alone.intake.release()

    assert (await unwritable.counts())[State.DONE] == 1


async def test_a_stop_lets_a_sweep_come_to_its_end() -> None:
    """One that is cancelled may leave SQLite locked for as long as the process lives."""
    begun, gate, ended = asyncio.Event(), asyncio.Event(), []

    async def sweep() -> None:
        begun.set()
        await gate.wait()
        ended.append(True)

    async with liveness.beside(liveness.every(0, sweep, "sweep_failed", Outage())):
        await begun.wait()
        asyncio.get_running_loop().call_soon(gate.set)

    assert ended == [True]


async def test_what_was_handled_without_the_database_is_handled_later(built, store) -> None:
    """Nothing was said yet, so nothing is lost by waiting."""
    alone = Alone(built, store)

    async def away() -> None:
        raise ConnectionError("the database is away")

    alone.turns._refresh = away
    await alone.receive()
    await alone.handle()

    assert await pending(store) == [(5, json.dumps(json.loads(HELP)))]
    assert (await store.counts())[State.FAILED] == 0


class FailingStore(ProgressStore):
    """Its database is away for a moment, as at a restart of PostgreSQL."""

    failures = 1

    async def receive(self, claimant, updates, now, until) -> list[int]:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        return await super().receive(claimant, updates, now, until)


async def test_a_database_that_is_away_does_not_end_the_intake(
    parts, store, telegram, lena, monkeypatch
) -> None:
    monkeypatch.setattr(liveness, "RESTART_SECONDS", 0.01)
    failing = FailingStore(store._engine)
    made = app.build(*parts, failing, token=TOKEN, api_url=telegram.url, messages_per_second=1000)

    async with service.running(made):
        asked = await lena.say(QUESTION)
        assert (await lena.reply(asked))["text"].startswith(QUESTION)

    assert failing.failures == 0


async def test_a_database_that_is_away_is_told_once_and_so_is_its_return(monkeypatch) -> None:
    """A full disk would fill what is left of it with lines, and an hour of them tells nothing."""
    monkeypatch.setattr(liveness, "RESTART_SECONDS", 0.001)
    away, tries = Outage(), []

    async def sweep() -> None:
        tries.append(1)
        if len(tries) < 5:
            raise OSError("no space left on device\nand what a learner said")

    with structlog.testing.capture_logs() as lines:
        async with liveness.beside(liveness.every(0, sweep, "sweep_failed", away)):
            away.failed("intake_failed", OSError("no space left on device"))

            async def well() -> bool | None:
                return True if len(tries) > 6 else None

            await until(well)

    assert [(each["event"], each.get("error")) for each in lines] == [
        ("intake_failed", "OSError: no space left on device"),
        ("works_again", None),
    ]
    assert lines[0]["exc_info"] is not None
    assert (lines[1]["after"], lines[1]["failures"]) == (["intake_failed"], 5)


def test_another_error_is_told_too_and_after_a_return_all_are_told_anew() -> None:
    away = Outage()
    with structlog.testing.capture_logs() as lines:
        for error in ("full", "away", "full", "", "full"):
            away.failed("sweep_failed", OSError(error)) if error else away.over()

    assert [each.get("error", "") for each in lines] == [
        *("OSError: full", "OSError: away", "", "OSError: full")
    ]


async def test_what_lasts_does_not_hold_up_a_stop(built, lena, runner, store, monkeypatch) -> None:
    monkeypatch.setattr(service, "STOP_SECONDS", 0.05)
    gate, asked = asyncio.Event(), asyncio.Event()

    async def endless(*_, **__):
        asked.set()
        await gate.wait()

    runner.run = endless
    async with service.running(built):
        await lena.say("/run 1")
        await asyncio.wait_for(asked.wait(), 20)

    assert len(await pending(store)) == 1
    gate.set()


async def test_stopping_is_prompt_and_leaves_the_rest_in_the_inbox(
    built, lena, runner, store
) -> None:
    gate = asyncio.Event()
    fast = runner.run

    async def slow(request, **fields):
        await gate.wait()
        return await fast(request, **fields)

    runner.run = slow
    async with service.running(built):
        await lena.say("/run 1")
        await lena.say("/run 2")

        async def received():
            return True if len(await pending(store)) == 2 and built.intake else None

        await until(received)
        await asyncio.sleep(0.1)
        asyncio.get_running_loop().call_later(0.1, gate.set)

    assert len(await pending(store)) == 1
    assert [request.code for request in runner.asked] == ["1"]
    # And nobody need wait until a claim has run out.
    replica, now = Claimant(ME, "a replica"), app.now()
    assert len(await store.claim(replica, now, now + CLAIMED)) == 1


async def test_the_api_may_come_up_after_the_bot(parts, store) -> None:
    async with localgram_app.running(token=TOKEN) as gone:
        port = int(gone.url.rpartition(":")[2])
    late = app.build(*parts, store, token=TOKEN, api_url=gone.url, messages_per_second=1000)

    async def connected():
        async with service.running(late):
            return late.application.bot.username

    starting = asyncio.create_task(connected())
    await asyncio.sleep(0.3)
    async with localgram_app.running(port, token=TOKEN):
        assert await asyncio.wait_for(starting, 30)


async def test_a_wrong_token_is_the_operators_to_mend(parts, store, telegram) -> None:
    wrong = app.build(*parts, store, token="1:wrong", api_url=telegram.url)

    with pytest.raises(service.TokenRefused) as refused:
        async with service.running(wrong):
            pass

    assert "1:wrong" not in str(refused.value)


async def test_the_token_is_in_no_log(built, lena, caplog, capsys) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("httpx").setLevel(logging.WARNING)
        await lena.fault(method="getUpdates", status=502)
        async with service.running(built):
            await lena.reply(await lena.say(QUESTION))

    assert TOKEN not in caplog.text + "".join(capsys.readouterr()) + repr(built)


async def test_a_webhook_serves_the_same_intake(built, lena, store, unused_port) -> None:
    where = service.Webhook(
        f"http://127.0.0.1:{unused_port}/hook", "127.0.0.1", unused_port, "sesame"
    )
    async with service.running(built, push=where), httpx.AsyncClient(trust_env=False) as client:
        answer = await lena.reply(await lena.say(QUESTION), seconds=30)
        forged = await client.post(where.url, json={"update_id": 1})
        right = {SECRET_HEADER: "sesame"}
        garbage = await client.post(where.url, content=b"\xff{", headers=right)
        huge = await client.post(where.url, content=b" " * 5_000_000, headers=right)
        elsewhere = await client.post(where.url + "x", headers=right)

    assert answer["text"].startswith(QUESTION)
    codes = [each.status_code for each in (forged, garbage, huge, elsewhere)]
    assert codes == [403, 200, 413, 404]
    assert await pending(store) == []
    assert built.intake.last_contact is not None


async def test_polling_after_a_webhook_takes_over(built, lena, http) -> None:
    await http.post(f"/bot{TOKEN}/setWebhook", json={"url": "http://127.0.0.1:9/hook"})

    async with service.running(built):
        assert await lena.reply(await lena.say(QUESTION), seconds=30)


def test_pauses_grow_and_end() -> None:
    pauses = [pause_after(NetworkError("x"), failures, 1.0) for failures in range(1, 20)]

    assert pauses == sorted(pauses)
    assert pauses[0] == 0.5
    assert max(pauses) == 30.0
    assert pause_after(RetryAfter(timedelta(seconds=7)), 9, 0.0) == 7
    assert pause_after(Conflict("x"), 1, 1.0) == 2.0
