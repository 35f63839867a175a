"""A beat means that Telegram was heard a short while ago."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
import uvicorn
from starlette.applications import Starlette

from bot import app, service
from bot.intake import liveness, webhook
from bot.intake.liveness import BEAT_SECONDS, SILENT_SECONDS, is_heard
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
    beat = liveness.heartbeat(pulse, liveness.heard(lambda: contacts[-1]))

    await beat()
    assert not pulse.exists()

    contacts.append(now)
    await beat()
    assert pulse.exists()


async def test_a_first_poll_may_wait_for_its_answer(pulse: Path) -> None:
    await liveness.heartbeat(pulse, liveness.heard(lambda: None))()

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
    monkeypatch.setattr(liveness, "RESTART_SECONDS", 0.01)
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


DOCKERFILE = Path(app.__file__).parents[1] / "Dockerfile"


@pytest.mark.skipif(not DOCKERFILE.exists(), reason="the Dockerfile is in the checkout")
def test_dockers_check_reads_how_old_the_file_is(pulse: Path) -> None:
    check = DOCKERFILE.read_text().rpartition("HEALTHCHECK")[2].partition("CMD ")[2]
    _, *command = json.loads(check.replace("/tmp/heartbeat", str(pulse)))

    def is_well(age_seconds: float) -> bool:
        pulse.touch()
        touched = time.time() - age_seconds
        os.utime(pulse, (touched, touched))
        return not subprocess.run([sys.executable, *command], check=False).returncode

    assert subprocess.run([sys.executable, *command], check=False).returncode
    assert is_well(0)
    assert is_well(3 * BEAT_SECONDS)
    assert not is_well(8 * BEAT_SECONDS)
