"""Work that goes on beside the bot, and is begun again whenever it fails."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from bot.intake.intake import LONG_POLL_SECONDS, LONGEST_PAUSE_SECONDS, unbroken

RESTART_SECONDS = 2.0
# Longer than a sweep and the longest pause: after that something was well in between.
CALM_SECONDS = 300.0
BEAT_SECONDS = 3.0
# A poll that brings nothing answers after its own time; a failed one or two may come between.
SILENT_SECONDS = 3.0 * LONG_POLL_SECONDS

Work = Callable[[], Coroutine[Any, Any, None]]
# Says whether Telegram can be heard and, for a beat, whether what it says can be kept.
Hears = Callable[[], bool]
# The loop's time of the last good poll, or of another sign of life; None before the first.
LastContact = Callable[[], float | None]

log = structlog.get_logger(__name__)


async def kept(work: Work, event: str) -> None:
    """Begin work again whenever it fails: a database that is away for a minute must not end us.

    Each failure is logged as `event`, by which an operator sees what it was that failed. Pauses
    grow while the same error comes again and again.
    """
    spell = Spell()
    while True:
        task = asyncio.create_task(work())
        began = time.monotonic()
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            await asyncio.wait({task})
        error = None if task.cancelled() else task.exception()
        spell.failed(named(error), lasted_seconds=time.monotonic() - began)
        tell(event, error, spell, pause_seconds=spell.pause_seconds)
        await asyncio.sleep(spell.pause_seconds)


@dataclass(slots=True)
class Spell:
    """A time in which one thing goes wrong again and again."""

    error: str = ""
    failures: int = 0

    def failed(self, error: str, *, lasted_seconds: float) -> None:
        """Note a failure; what went well for long enough before it has ended the spell."""
        if error != self.error or lasted_seconds > CALM_SECONDS:
            self.failures = 0
        self.error = error
        self.failures += 1

    @property
    def is_new(self) -> bool:
        """Whether nobody has been told yet where it goes wrong."""
        return self.failures == 1

    @property
    def pause_seconds(self) -> float:
        return float(min(LONGEST_PAUSE_SECONDS, RESTART_SECONDS * 2 ** min(self.failures - 1, 10)))


def tell(event: str, error: BaseException | None, spell: Spell, **more: float) -> None:
    log.error(event, error=named(error), exc_info=error if spell.is_new else None, **more)


def named(error: BaseException | None) -> str:
    """An error in one line; SQLAlchemy's first line says what, the others say with which words."""
    if error is None:
        return "cancelled"
    first, _, _ = str(error).partition("\n")
    return f"{type(error).__name__}: {first}"


async def every(
    seconds: float,
    work: Work,
    event: str,
    *,
    first_after: float | None = None,
) -> None:
    """Do work every so many seconds; a stop comes between two rounds of it, never within one."""

    async def again() -> None:
        await asyncio.sleep(seconds if first_after is None else first_after)
        while True:
            await unbroken(work())
            await asyncio.sleep(seconds)

    await kept(again, event)


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let work go on beside the block, and end with it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


# A file whose age says whether the bot is alive: what a container's health is judged by.


def heartbeat(path: Path, hears: Hears) -> Work:
    """One beat: touch the file, unless the bot does not hear from Telegram or can keep nothing."""

    async def beat() -> None:
        if hears():
            await asyncio.to_thread(path.touch)

    return beat


def heard(last_contact: LastContact) -> Hears:
    """Whether polls bring anything, or a database answers: the last good time is recent.

    To have connected counts as a good poll, since the first may wait for its answer. Pushes come
    when learners write, so a webhook is not judged by them but by being known to Telegram.
    """
    loop = asyncio.get_running_loop()
    connected = loop.time()
    return lambda: is_heard(last_contact() or connected, loop.time())


def is_heard(last_contact: float, now: float) -> bool:
    """Whether the last good poll is recent enough."""
    return now - last_contact < SILENT_SECONDS
