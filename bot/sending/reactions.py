"""Decoration: marks in a chat that say we are at it. An answer never waits long for one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ReactionEmoji
from telegram.error import TelegramError

from bot.context import Context

# A request that matters is sent again and again, for minutes if need be; a mark is not worth it.
PATIENCE_SECONDS = 3.0


async def decorate(mark: Awaitable[object]) -> None:
    """Set a mark; where the chat forbids it, or Telegram is slow, go on without."""
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await mark


@asynccontextmanager
async def watched(context: Context, message: Message) -> AsyncIterator[None]:
    """Show on a message that we are at it; the first answer need not wait for that."""
    looking = asyncio.create_task(_react(context, message, ReactionEmoji.EYES))
    try:
        yield
    finally:
        # Taken back at once, the eyes might arrive only then, and stay. So they do where Telegram
        # takes longer with them than we are patient: nobody's next answer waits for that.
        await looking
        await _react(context, message, None)


async def _react(context: Context, message: Message, emoji: str | None) -> None:
    await decorate(context.bot.set_message_reaction(message.chat_id, message.message_id, emoji))
