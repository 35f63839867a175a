"""What comes in is kept, decoded alone, handled once, and survives faults of every kind."""

import asyncio
import logging
from datetime import timedelta

import httpx
import pytest
import structlog
from telegram.error import Conflict, NetworkError, RetryAfter

from bot import app, service
from bot.intake import pause_after
from bot.webhook import SECRET_HEADER
from localgram import server
from progress.events import Kind
from progress.inbox import State
from progress.store import ProgressStore
from tests.bot.conftest import TOKEN
from tests.bot.conversing import QUESTION, settled
from tests.fakes.person import until


async def empty(store) -> None:
    async def done():
        return True if not await store.pending() else None

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


async def test_a_start_handles_first_what_was_left(built, lena, store) -> None:
    asked = await lena.say(QUESTION)
    raw = (
        '{"update_id": 5, "message": {"message_id": 5, "date": 1, "text": "/help", '
        '"entities": [{"type": "bot_command", "offset": 0, "length": 5}], '
        '"chat": {"id": 1001, "type": "private"}, '
        '"from": {"id": 1001, "is_bot": false, "first_name": "Lena"}}}'
    )
    await store.receive([(5, raw)], app.now())

    async with service.running(built):
        first, second = await lena.replies(asked, count=2)

    assert first["text"].startswith("What I can do")
    assert second["text"].startswith(QUESTION)
    assert await store.pending() == []


async def test_what_was_left_is_swept_up_but_not_for_ever(built, store) -> None:
    """An update whose commit fails each time must not answer its learner each half minute."""
    await store.receive([(5, '{"update_id": 5}')], app.now())
    queue = built.application.update_queue

    for _ in range(5):
        await built.intake.recover(built.application.bot)
        built.intake.finished(5)

    assert queue.qsize() == 3


class FailingStore(ProgressStore):
    """Its database is away for a moment, as at a restart of PostgreSQL."""

    failures = 1

    async def receive(self, updates, now) -> list[int]:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        return await super().receive(updates, now)


async def test_a_database_that_is_away_does_not_end_the_intake(
    parts, store, telegram, lena, monkeypatch
) -> None:
    monkeypatch.setattr(service, "RESTART_SECONDS", 0.01)
    failing = FailingStore(store._engine)
    made = app.build(*parts, failing, token=TOKEN, api_url=telegram.url, messages_per_second=1000)

    async with service.running(made):
        asked = await lena.say(QUESTION)
        assert (await lena.reply(asked))["text"].startswith(QUESTION)

    assert failing.failures == 0


async def test_a_database_that_stays_away_is_told_once_with_its_trace(monkeypatch) -> None:
    """A full disk would fill what is left of it with traces."""
    monkeypatch.setattr(service, "RESTART_SECONDS", 0.001)

    async def fail() -> None:
        raise OSError("no space left on device\nand what a learner said")

    with structlog.testing.capture_logs() as lines:
        async with service._beside(service._kept(fail)):

            async def told() -> bool | None:
                return True if len(lines) >= 5 else None

            await until(told)

    assert [each["exc_info"] is not None for each in lines[:5]] == [True, *[False] * 4]
    assert [each["pause_seconds"] for each in lines[:3]] == [0.001, 0.002, 0.004]
    assert lines[1]["error"] == "OSError: no space left on device"


def test_what_goes_wrong_anew_is_told_anew() -> None:
    spell = service.Spell()
    told = []
    for error, lasted in (("full", 0), ("full", 30), ("away", 0), ("full", 0), ("full", 3600)):
        spell.failed(error, lasted_seconds=lasted)
        told.append((spell.is_new, spell.pause_seconds))

    assert told == [(True, 2), (False, 4), (True, 2), (True, 2), (True, 2)]


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
            return True if len(await store.pending()) == 2 and built.intake else None

        await until(received)
        await asyncio.sleep(0.1)
        asyncio.get_running_loop().call_later(0.1, gate.set)

    assert len(await store.pending()) == 1
    assert [request.code for request in runner.asked] == ["1"]


async def test_the_api_may_come_up_after_the_bot(parts, store) -> None:
    async with server.running(token=TOKEN) as gone:
        port = int(gone.url.rpartition(":")[2])
    late = app.build(*parts, store, token=TOKEN, api_url=gone.url, messages_per_second=1000)

    async def connected():
        async with service.running(late):
            return late.application.bot.username

    starting = asyncio.create_task(connected())
    await asyncio.sleep(0.3)
    async with server.running(port, token=TOKEN):
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
    assert await store.pending() == []
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
