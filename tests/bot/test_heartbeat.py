"""A beat means that Telegram was heard a short while ago."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import app, heartbeat, service
from bot.heartbeat import SILENT_SECONDS, STALE_SECONDS, is_beating, is_heard
from tests.fakes.person import until


class Heard:
    """What a heartbeat asks of an intake."""

    def __init__(self, last_contact: float | None) -> None:
        self.last_contact = last_contact


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
    heard = Heard(now - SILENT_SECONDS - 1)
    beat = heartbeat.heartbeat(pulse, heard, is_polling=True)

    await beat()
    assert not pulse.exists()

    heard.last_contact = now
    await beat()
    assert pulse.exists()


async def test_a_first_poll_may_wait_for_its_answer(pulse: Path) -> None:
    await heartbeat.heartbeat(pulse, Heard(None), is_polling=True)()

    assert pulse.exists()


async def test_a_quiet_webhook_is_well(pulse: Path) -> None:
    await heartbeat.heartbeat(pulse, Heard(-1e6), is_polling=False)()

    assert pulse.exists()


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
    command = [sys.executable, "-m", "bot.heartbeat", str(pulse)]

    before = subprocess.run(command, check=False).returncode
    pulse.touch()
    after = subprocess.run(command, check=False).returncode

    assert (before, after) == (1, 0)
