"""Work that goes on beside the bot, and is begun again whenever it fails."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.intake.intake import unbroken
from bot.intake.spell import Spell


async def kept(work: Callable[[], Coroutine[Any, Any, None]], event: str, spell: Spell) -> None:
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
        spell.failed(event, error)
        await asyncio.sleep(spell.pause_seconds)


async def every(
    seconds: float,
    work: Callable[[], Coroutine[Any, Any, None]],
    event: str,
    spell: Spell,
    *,
    first_after: float | None = None,
) -> None:
    """Do work every so many seconds; a stop comes between two rounds of it, never within one."""

    async def again() -> None:
        await asyncio.sleep(seconds if first_after is None else first_after)
        while True:
            await unbroken(work())
            spell.over()
            await asyncio.sleep(seconds)

    await kept(again, event, spell)


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let work go on beside the block, and end with it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
