"""A button that was pressed, under a message that may be too old to be known."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import cast

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.buttons.learners import buttons_of
from bot.context import Context
from bot.messages.incoming import is_private
from bot.sending.reactions import decorate
from bot.sending.replies import Destination, change, destination, send
from bot.sending.response import Response
from bot.sending.splitting import fits
from bot.sending.styled import Styled, paragraphs
from progress.events import Turn

# Telegram shows an action for five seconds.
_ACTION_SECONDS = 4.5


class Pressed:
    """Where a press is answered: beside the button, in the place of its message, or below it."""

    def __init__(self, update: Update, context: Context) -> None:
        self._context = context
        self._query = query = cast("CallbackQuery", update.callback_query)
        self._message = query.message if isinstance(query.message, Message) else None

    @property
    def turn(self) -> Turn:
        return self._context.turn

    @property
    def data(self) -> str | None:
        """What the button says."""
        return self._query.data

    @property
    def message(self) -> Message | None:
        """The button's own message; None where it is too old to be known."""
        return self._message

    @property
    def in_group(self) -> bool:
        """Whether others see the button; that is known of a message that is gone, too."""
        return bool(self._query.message and not is_private(self._query.message))

    @property
    def quoted(self) -> Message | None:
        """The message that the button's own one answers."""
        return self._message.reply_to_message if self._message else None

    async def toast(self, text: str | None = None) -> None:
        """Let the button's spinner end, perhaps with a word."""
        try:
            await self._query.answer(text)
        except BadRequest:
            return  # Too old to be answered; the rest still happens.

    @asynccontextmanager
    async def busy(self, action: ChatAction) -> AsyncIterator[None]:
        """Show in the chat that we are at it; the work waits for that neither before nor after."""
        showing = asyncio.create_task(self._showing(action))
        try:
            yield
        finally:
            showing.cancel()
            await asyncio.wait([showing])

    async def send(self, response: Response, *, quote: bool = False) -> None:
        """Send a response below everything else."""
        if self._message:
            where = destination(self._message, quote=quote)
        else:
            old = self._query.message
            where = Destination(old.chat.id if old else self._query.from_user.id)
        await send(self._context, where, response)

    async def change(self, response: Response) -> None:
        """Put a response in the place of the button's message, or below where that can't be had."""
        changed = self._message is not None and await change(self._context, self._message, response)
        if not changed:
            await self.send(response)

    async def unfold(self, opened: Response, sections: Mapping[str, Styled]) -> None:
        """Show what a button opened within its message; where that has no room, below it.

        `sections` has the text of each open section, by the caption of the button that opens it.
        Below the message, only the section of the pressed button is sent.
        """
        if fits(opened.text):
            await self.change(opened)
            return
        new = sections.get(self._caption(), paragraphs(*sections.values()))
        await self.redraw_buttons(opened.keyboard)
        await self.send(Response(new), quote=True)

    async def redraw_buttons(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Let other buttons stand under the message, where it is known."""
        if self._message is None:
            return
        try:
            await self._query.edit_message_reply_markup(keyboard)
        except BadRequest:
            return  # Gone, too old, or pressed twice: what was pressed counts all the same.

    def _caption(self) -> str:
        """What the button says; nothing where its message is too old to be known."""
        keyboard = self._message.reply_markup if self._message else None
        buttons = buttons_of(keyboard)
        return next((each.text for each in buttons if each.callback_data == self.data), "")

    async def _showing(self, action: ChatAction) -> None:
        while self._message is not None:
            chat_id, thread_id = self._message.chat_id, destination(self._message).thread_id
            bot = self._context.bot
            await decorate(bot.send_chat_action(chat_id, action, message_thread_id=thread_id))
            await asyncio.sleep(_ACTION_SECONDS)
