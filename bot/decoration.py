"""Decoration: marks in a chat that say we are at it. An answer never waits long for one."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress

from telegram.error import TelegramError

# A request that matters is sent again and again, for minutes if need be; a mark is not worth it.
PATIENCE_SECONDS = 3.0


async def decorate(mark: Awaitable[object]) -> None:
    """Set a mark; where the chat forbids it, or Telegram is slow, go on without."""
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await mark
