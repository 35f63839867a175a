"""A beat means that Telegram was heard a short while ago."""

import asyncio
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
import uvicorn
from starlette.applications import Starlette

from bot import app, service
from bot.intake import heartbeat, spell, webhook
from bot.intake.heartbeat import SILENT_SECONDS, STALE_SECONDS, is_beating, is_heard
from tests.fakes.person import Person, until
from tests.ipv6 import needs_ipv6


@pytest.fixture
def pulse(tmp_path: Path) -> Path:
    return tmp_path / "heartbeat"


async def test_a_running_bot_beats(built: app.Bot, pulse: Path) -> None:
    async def beaten() -> bool | None:
        return True if pulse.exists() else None

    async with service.running(built, beat_in=pulse):
        await until(beaten)


async def test_a_silent_telegram_stops_the_beat(pulse: Path) -> None:
    now = asyncio.get_running_loop().time()
    contacts = [now - SILENT_SECONDS - 1]
    beat = heartbeat.heartbeat(pulse, heartbeat.heard(lambda: contacts[-1]))

    await beat()
    assert not pulse.exists()

    contacts.append(now)
    await beat()
    assert pulse.exists()


async def test_a_first_poll_may_wait_for_its_answer(pulse: Path) -> None:
    await heartbeat.heartbeat(pulse, heartbeat.heard(lambda: None))()

    assert pulse.exists()


async def test_a_quiet_webhook_is_well(
    built: app.Bot, pulse: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pushes come when learners write, so that Telegram knows the address has to do."""
    monkeypatch.setattr(service, "BEAT_SECONDS", 0.01)

    async def beaten() -> bool | None:
        return True if pulse.exists() else None

    async with service.running(built, push=pushed_to(unused_port), beat_in=pulse):
        await until(beaten)


async def test_a_webhook_that_telegram_refuses_is_neither_well_nor_called_intake(
    built: app.Bot, lena: Person, pulse: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BEAT_SECONDS", 0.0)
    await lena.fault(method="setWebhook", status=400, times=100)

    with structlog.testing.capture_logs() as lines:

        async def told() -> list[str] | None:
            return [line["event"] for line in lines if line["event"].endswith("_failed")] or None

        async with service.running(built, push=pushed_to(unused_port), beat_in=pulse):
            failed = await until(told)
            # A beat that was due before it failed has had its turn.
            await asyncio.sleep(0.02)

    assert set(failed) == {"webhook_failed"}
    assert not pulse.exists()


async def test_what_fails_is_called_by_its_name(
    built: app.Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BEAT_SECONDS", 0.01)
    with structlog.testing.capture_logs() as lines:

        async def told() -> str | None:
            return next((line["event"] for line in lines if "failed" in line["event"]), None)

        async with service.running(built, beat_in=tmp_path / "missing" / "beat"):
            failed = await until(told)

    assert failed == "heartbeat_failed"


async def test_menus_that_could_not_be_set_are_told_and_set_later(
    built: app.Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database, which knows the instructors, is away while the bot starts."""
    monkeypatch.setattr(spell, "RESTART_SECONDS", 0.01)
    away = [ConnectionError("the database is away")]
    introduced = asyncio.Event()

    async def instructors() -> list[int]:
        if away:
            raise away.pop()
        introduced.set()
        return []

    with structlog.testing.capture_logs() as lines:
        async with service.running(replace(built, instructors=instructors)):
            async with asyncio.timeout(30):
                await introduced.wait()

    told = [line["error"] for line in lines if line["event"] == "introduction_failed"]
    assert told == ["ConnectionError: the database is away"]


async def test_a_port_that_is_taken_is_told_by_its_setting(
    built: app.Bot, unused_port: int
) -> None:
    with (
        socket.create_server(("127.0.0.1", unused_port)),
        pytest.raises(OSError, match="already in use") as refused,
    ):
        async with service.running(built, push=pushed_to(unused_port)):
            pass

    assert refused.value.filename == f"UNSQUEEZE_WEBHOOK_LISTEN: 127.0.0.1:{unused_port}"


@needs_ipv6
async def test_a_port_of_ipv6_that_is_taken_is_told_as_it_was_set(
    built: app.Bot, unused_port: int
) -> None:
    push = service.Webhook(f"https://[::1]:{unused_port}/hook", "::1", unused_port)
    with (
        socket.create_server(("::1", unused_port), family=socket.AF_INET6),
        pytest.raises(OSError, match="already in use") as refused,
    ):
        async with service.running(built, push=push):
            pass

    assert refused.value.filename == f"UNSQUEEZE_WEBHOOK_LISTEN: [::1]:{unused_port}"


@needs_ipv6
@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="IPv4 needs a socket of its own")
async def test_a_webhook_on_all_addresses_listens_on_ipv4_too(
    built: app.Bot, unused_port: int
) -> None:
    push = service.Webhook(f"https://[::1]:{unused_port}/hook", "::", unused_port)

    async with service.running(built, push=push):
        _, writer = await asyncio.open_connection("127.0.0.1", unused_port)
        writer.close()
        await writer.wait_closed()


@needs_ipv6
async def test_a_webhook_listens_on_ipv6_too(built: app.Bot, unused_port: int) -> None:
    push = service.Webhook(f"https://[::1]:{unused_port}/hook", "::1", unused_port)

    async with service.running(built, push=push):
        _, writer = await asyncio.open_connection("::1", unused_port)
        writer.close()
        await writer.wait_closed()


async def test_a_server_that_fails_at_its_start_keeps_nobody_waiting(
    unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def startup(*_: object, **__: object) -> None:
        raise RuntimeError("no loop like this")

    monkeypatch.setattr(uvicorn.Server, "startup", startup)

    with pytest.raises(RuntimeError, match="no loop like this"):
        async with webhook.listening(Starlette(), host="127.0.0.1", port=unused_port):
            pass


def pushed_to(port: int) -> service.Webhook:
    return service.Webhook(f"https://127.0.0.1:{port}/hook", "127.0.0.1", port)


def test_contact_ages() -> None:
    assert is_heard(100.0, 100.0 + SILENT_SECONDS - 1)
    assert not is_heard(100.0, 100.0 + SILENT_SECONDS)


def test_a_file_ages(pulse: Path) -> None:
    assert not is_beating(pulse, 1000.0)

    pulse.touch()
    os.utime(pulse, (1000.0, 1000.0))

    assert is_beating(pulse, 1000.0 + STALE_SECONDS - 1)
    assert not is_beating(pulse, 1000.0 + STALE_SECONDS)


def test_dockers_check_reads_the_file(pulse: Path) -> None:
    command = [sys.executable, "-m", "bot.intake.heartbeat", str(pulse)]

    before = subprocess.run(command, check=False).returncode
    pulse.touch()
    after = subprocess.run(command, check=False).returncode

    assert (before, after) == (1, 0)
