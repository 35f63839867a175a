"""A button that was pressed, under a message that may be too old to be known."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import CallbackQuery, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.replies import Address, address, change, send
from bot.response import Response
from bot.turns import Context
from progress.turn import Turn

# Telegram shows an action for five seconds.
_ACTION_SECONDS = 4.5


class Pressed:
    """Where a press is answered: beside the button, in the place of its message, or below it."""

    def __init__(self, context: Context, query: CallbackQuery) -> None:
        self._context = context
        self._query = query
        self._message = query.message if isinstance(query.message, Message) else None

    @property
    def turn(self) -> Turn:
        return self._context.turn

    async def toast(self, text: str | None = None) -> None:
        """Let the button's spinner end, perhaps with a word."""
        try:
            await self._query.answer(text)
        except BadRequest:
            return  # Too old to be answered; the rest still happens.

    @asynccontextmanager
    async def busy(self, action: ChatAction) -> AsyncIterator[None]:
        """Show in the chat that we are at it; what we do need not wait for that."""
        done = asyncio.Event()
        showing = asyncio.create_task(self._show_until(done, action))
        try:
            yield
        finally:
            done.set()
            await showing

    async def send(self, response: Response, *, quote: bool = False) -> None:
        """Say it below everything else."""
        if self._message:
            where = address(self._message, quote=quote)
        else:
            where = Address(self._query.from_user.id)
        await send(self._context, where, response)

    async def change(self, response: Response) -> None:
        """Say it in the place of the button's message, or below where that can't be had."""
        changed = self._message is not None and await change(self._context, self._message, response)
        if not changed:
            await self.send(response)

    async def _show_until(self, done: asyncio.Event, action: ChatAction) -> None:
        if self._message is None:
            return
        while not done.is_set():
            try:
                await self._context.bot.send_chat_action(
                    self._message.chat_id,
                    action,
                    message_thread_id=address(self._message).thread_id,
                )
                async with asyncio.timeout(_ACTION_SECONDS):
                    await done.wait()
            except TimeoutError:
                continue
            except TelegramError:
                return  # It is only decoration.
