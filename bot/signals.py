"""What ends a program from outside, and how: by closing in reverse what it has opened."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


async def ended_by_signals(work: Coroutine[Any, Any, None]) -> None:
    """Do the work; the first SIGTERM, SIGINT or SIGHUP cancels it, however far it has come.

    Later ones change nothing: what was opened is being closed then.
    """
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    numbers = _numbers()
    for number in numbers:
        loop.add_signal_handler(number, _end, task)
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
        await asyncio.wait({task})
        for number in numbers:
            loop.remove_signal_handler(number)
    if not task.cancelled():
        task.result()


def _numbers() -> tuple[signal.Signals, ...]:
    """SIGHUP too, which a closed terminal sends, unless `nohup` has it ignored."""
    is_ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return (signal.SIGTERM, signal.SIGINT, *(() if is_ignored else (signal.SIGHUP,)))


def _end(task: asyncio.Task[None]) -> None:
    if not task.cancelling():
        task.cancel()
