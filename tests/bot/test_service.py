"""What the service does where Telegram or the database lets it down, and whether it says so."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
import structlog
from telegram.error import NetworkError

from bot import app, service
from bot.intake import liveness
from bot.intake.requests import polling, sending
from bot.intake.webhook import SECRET_HEADER
from localgram import app as localgram_app
from progress.inbox import Claimant, State
from progress.stores.progress_store import ProgressStore
from tests.bot.conftest import TOKEN
from tests.bot.conversing import QUESTION
from tests.bot.intake.test_intake import HELP
from tests.fakes.person import until


class Away(ProgressStore):
    """Its database refuses what is told to it, until it is back."""

    receives = True
    claims = True

    async def receive(self, *update, **fields) -> list[int]:
        if not self.receives:
            raise ConnectionError("the database is away\nand what a learner said")
        return await super().receive(*update, **fields)

    async def claim(self, *by, **fields):
        if not self.claims:
            raise ConnectionError("the database is away")
        return await super().claim(*by, **fields)


@pytest.fixture
def away(store) -> Away:
    return Away(store._engine)


@pytest.fixture
def made(parts, away, telegram) -> app.Bot:
    return app.build(*parts, away, token=TOKEN, api_url=telegram.url, messages_per_second=1000)


@pytest.fixture
def where(unused_port: int) -> service.Webhook:
    return service.Webhook(f"http://127.0.0.1:{unused_port}/hook", "127.0.0.1", unused_port, "open")


class Pulse:
    """The file that is touched while all is well."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def beats(self) -> None:
        self.path.unlink(missing_ok=True)
        await until(self._beaten)

    async def stops(self) -> None:
        await until(self._silent)

    async def _beaten(self) -> bool | None:
        return True if self.path.exists() else None

    async def _silent(self) -> bool | None:
        self.path.unlink(missing_ok=True)
        await asyncio.sleep(0.2)
        return None if self.path.exists() else True


@pytest.fixture
def pulse(tmp_path, monkeypatch) -> Pulse:
    monkeypatch.setattr(service, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(liveness, "RESTART_SECONDS", 0.01)
    return Pulse(tmp_path / "heartbeat")


async def push(where: service.Webhook) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        pushed = await client.post(where.url, content=HELP, headers={SECRET_HEADER: "open"})
    return pushed.status_code


async def test_what_could_not_be_stored_is_no_contact(made, away) -> None:
    """Otherwise a bot that polls again and again would seem well, and answer nobody."""
    away.receives = False

    with pytest.raises(ConnectionError):
        await made.intake.receive([{"update_id": 1}], made.application.bot)

    assert made.intake.last_contact is None


async def test_a_database_that_stays_away_stops_the_beat(
    made, away, pulse, where, monkeypatch
) -> None:
    """Also where nobody writes."""
    monkeypatch.setattr(service, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(liveness, "SILENT_SECONDS", 0.5)

    async with service.running(made, push=where, beat_in=pulse.path):
        await pulse.beats()
        away.claims = False
        await pulse.stops()
        away.claims = True
        await pulse.beats()


async def test_what_is_old_is_forgotten_soon_after_a_start(made, store, monkeypatch) -> None:
    """Else one that is started again within each hour would keep it for ever."""
    monkeypatch.setattr(service, "FIRST_PURGE_SECONDS", 0.01)
    long_ago = datetime.now(UTC) - timedelta(days=30)
    claimant = Claimant(70, "an earlier process")
    await store.receive(claimant, [(1, "{}")], long_ago, long_ago + timedelta(minutes=1))
    await store.close(70, 1, State.DONE, long_ago)

    async def forgotten() -> bool | None:
        return None if (await store.counts()).get(State.DONE) else True

    async with service.running(made):
        await until(forgotten)


async def test_a_push_that_could_not_be_stored_stops_the_beat_until_one_is(
    made, away, pulse, where
) -> None:
    """A full disk lets a sweep pass that finds nothing to write."""
    async with service.running(made, push=where, beat_in=pulse.path):
        await pulse.beats()
        away.receives = False
        assert await push(where) == 503
        await pulse.stops()
        away.receives = True
        assert await push(where) == 200
        await pulse.beats()


async def test_a_push_that_cannot_be_stored_is_told_as_a_poll_is(made, away, where, caplog) -> None:
    away.receives = False
    with structlog.testing.capture_logs() as lines:
        async with service.running(made, push=where):
            codes = [await push(where) for _ in range(3)]

    told = [line for line in lines if line["event"] == "intake_failed"]
    assert codes == [503] * 3
    assert [line["error"] for line in told] == ["ConnectionError: the database is away"]
    assert "Traceback" not in caplog.text


async def test_what_was_refused_is_answered_once_telegram_brings_it_again(
    made, away, where, lena
) -> None:
    away.receives = False
    async with service.running(made, push=where):
        asked = await lena.say(QUESTION)
        await asyncio.sleep(0.3)
        away.receives = True
        answer = await lena.reply(asked)

    assert answer["text"].startswith(QUESTION)


@pytest.fixture
def looks(monkeypatch) -> None:
    monkeypatch.setattr(service, "LOOK_SECONDS", 0.05)


async def set_elsewhere(telegram, url: str) -> None:
    async with httpx.AsyncClient(base_url=telegram.url, trust_env=False) as client:
        method = "setWebhook" if url else "deleteWebhook"
        await client.post(f"/bot{TOKEN}/{method}", json={"url": url})


async def known(telegram, where: service.Webhook) -> bool | None:
    target = telegram.state.webhook.target
    return True if target is not None and target.url == where.url else None


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize("other", ["", "https://elsewhere.example/1234567:secret"])
async def test_a_webhook_that_another_process_took_away_is_set_again(
    built, telegram, lena, where, other
) -> None:
    """As one that polls with the same token does at its start."""
    with structlog.testing.capture_logs() as lines:
        async with service.running(built, push=where):
            await until(partial(known, telegram, where))
            await set_elsewhere(telegram, other)
            await until(partial(known, telegram, where))
            answer = await lena.reply(await lena.say(QUESTION))

    assert answer["text"].startswith(QUESTION)
    told = [line for line in lines if line["event"] == "webhook_replaced"]
    assert [line["by"] for line in told] == ["elsewhere.example" if other else "none"]


async def test_a_webhook_that_is_set_under_a_poller_is_taken_away_again(
    built, telegram, lena, monkeypatch
) -> None:
    """A process of an earlier set-up sets it again for as long as it lives."""
    monkeypatch.setattr(liveness, "RESTART_SECONDS", 0.01)

    async with service.running(built):
        await lena.reply(await lena.say(QUESTION))
        await set_elsewhere(telegram, "https://elsewhere.example/hook")
        answer = await lena.reply(await lena.say(QUESTION))

    assert answer["text"].startswith(QUESTION)
    assert telegram.state.webhook.target is None


@pytest.mark.usefixtures("looks")
async def test_a_webhook_that_stays_taken_away_is_not_well(
    built, telegram, lena, pulse, where
) -> None:
    async with service.running(built, push=where, beat_in=pulse.path):
        await until(partial(known, telegram, where))
        await pulse.beats()
        await lena.fault(method="setWebhook", status=400, times=1000)
        await set_elsewhere(telegram, "")
        await pulse.stops()


@pytest.mark.parametrize("status", [400, 403, 409, 429])
async def test_a_refusal_at_the_start_is_waited_out(built, lena, status) -> None:
    await lena.fault(method="getMe", status=status)

    async with service.running(built):
        assert await lena.reply(await lena.say(QUESTION))


@contextlib.asynccontextmanager
async def answering_html(port: int) -> AsyncIterator[None]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield


async def test_a_page_in_the_place_of_the_api_is_waited_out(parts, store, unused_port) -> None:
    """As of a gateway whose service is down."""
    url = f"http://127.0.0.1:{unused_port}"
    late = app.build(*parts, store, token=TOKEN, api_url=url, messages_per_second=1000)

    async def connected():
        async with service.running(late):
            return late.application.bot.username

    with structlog.testing.capture_logs() as lines:
        async with answering_html(unused_port):
            starting = asyncio.create_task(connected())
            await asyncio.wait({starting}, timeout=0.5)
        async with localgram_app.running(unused_port, token=TOKEN):
            assert await asyncio.wait_for(starting, 30)

    events = [line["event"] for line in lines]
    assert events[:2] == ["bot_api_unreachable", "works_again"]


@pytest.mark.parametrize("request_of", [sending, partial(polling, longest_seconds=1)])
async def test_a_page_in_the_place_of_an_answer_is_the_networks_fault(
    unused_port, request_of, caplog
) -> None:
    """It is tried again then, and no trace is told of it."""
    url = f"http://127.0.0.1:{unused_port}"
    async with answering_html(unused_port), request_of(url) as request:
        with pytest.raises(NetworkError, match="<html>"):
            await request.post(f"{url}/getUpdates")

    assert caplog.text == ""


async def test_no_trace_is_told_of_the_networks_faults(built, lena, runner) -> None:
    async def fail(*_, **__):
        raise NetworkError("expected JSON of the Bot API")

    runner.run = fail
    with structlog.testing.capture_logs() as lines:
        async with service.running(built):
            await lena.say("/run 1")

            async def told() -> list[dict] | None:
                return [each for each in lines if each["event"] == "update_failed"] or None

            (line,) = await until(told)

    assert (line["exc_info"], line["error"]) == (None, "NetworkError: expected JSON of the Bot API")
