"""Work that goes on beside the bot, is begun again whenever it fails, and tells that it lives."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from telegram.error import TelegramError

LONGEST_PAUSE_SECONDS = 30.0
RESTART_SECONDS = 2.0
# How long Telegram may hold a poll that brings nothing.
LONG_POLL_SECONDS = 25
# It answers after that time; a failed one or two may come between.
SILENT_SECONDS = 3.0 * LONG_POLL_SECONDS
# Docker's check waits for seven of them.
BEAT_SECONDS = 3.0

Work = Callable[[], Coroutine[Any, Any, None]]
# Says whether Telegram can be heard and, for a beat, whether what it says can be kept.
Hears = Callable[[], bool]
# The loop's time of the last good poll, or of another sign of life; None before the first.
LastContact = Callable[[], float | None]

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Outage:
    """What is away for a time: told once, and once more when it is back.

    Shared by all that needs what is away: the first to fail tells, the first to succeed too.
    """

    failures: int = 0
    _events: dict[str, str] = field(default_factory=dict)

    def failed(self, event: str, error: BaseException | None, **more: object) -> None:
        """Note a failure; of each kind of error only the first is told.

        Of Telegram's errors, which are the network's too, a trace says nothing more.
        """
        self.failures += 1
        said = named(error)
        if said not in self._events:
            self._events[said] = event
            trace = None if isinstance(error, TelegramError) else error
            log.error(event, error=said, exc_info=trace, **more)

    def over(self) -> None:
        """Note that it works."""
        if self.failures:
            log.info("works_again", after=sorted({*self._events.values()}), failures=self.failures)
            self.failures = 0
            self._events.clear()

    @property
    def pause_seconds(self) -> float:
        return float(min(LONGEST_PAUSE_SECONDS, RESTART_SECONDS * 2 ** min(self.failures - 1, 10)))


def named(error: BaseException | None) -> str:
    """An error in one line; SQLAlchemy's first line says what, the others say with which words."""
    if error is None:
        return "cancelled"
    first, _, _ = str(error).partition("\n")
    return f"{type(error).__name__}: {first}"


async def kept(work: Work, event: str, outage: Outage) -> None:
    """Begin work again whenever it fails: a database that is away for a minute must not end us.

    A failure is logged as `event`, by which an operator sees what it was that failed. Pauses grow
    until it works.
    """
    while True:
        task = asyncio.create_task(work())
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            await asyncio.wait({task})
        error = None if task.cancelled() else task.exception()
        outage.failed(event, error)
        await asyncio.sleep(outage.pause_seconds)


async def every(
    seconds: float, work: Work, event: str, outage: Outage, *, first_after: float | None = None
) -> None:
    """Do work every so many seconds; a stop comes between two rounds of it, never within one."""

    async def again() -> None:
        await asyncio.sleep(seconds if first_after is None else first_after)
        while True:
            await unbroken(work())
            outage.over()
            await asyncio.sleep(seconds)

    await kept(again, event, outage)


async def unbroken(work: Coroutine[Any, Any, None]) -> None:
    """Wait for a transaction to end, even where we are cancelled in the middle of it.

    A transaction that is cancelled may hold SQLite's lock for as long as the process lives.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    finally:
        await task


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
