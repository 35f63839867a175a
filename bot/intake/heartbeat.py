"""A file whose age says whether the bot is alive: what a container's health is judged by.

`python -m bot.intake.heartbeat FILE` exits with 0 while it is young. Each check is a new
process, so this module imports nothing of the bot.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

# How long Telegram may hold a poll that brings nothing.
LONG_POLL_SECONDS = 25
BEAT_SECONDS = 3.0
# A poll that brings nothing answers after its own time; a failed one or two may come between.
SILENT_SECONDS = 3.0 * LONG_POLL_SECONDS
STALE_SECONDS = 7 * BEAT_SECONDS

Work = Callable[[], Coroutine[object, object, None]]
# Says whether Telegram can be heard and, for a beat, whether what it says can be kept.
Hears = Callable[[], bool]
# The loop's time of the last good poll, or of another sign of life; None before the first.
LastContact = Callable[[], float | None]


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


def is_beating(path: Path, now: float) -> bool:
    """Whether the file was touched a short while before `now`, which counts as files' times do."""
    try:
        return now - path.stat().st_mtime < STALE_SECONDS
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    sys.exit(0 if is_beating(Path(sys.argv[1]), time.time()) else 1)
