"""A button that was pressed, under a message that may be too old to be known."""

from telegram import CallbackQuery, Message
from telegram.error import BadRequest

from bot.replies import Address, address, change, send
from bot.response import Response
from bot.turns import Context
from progress.turn import Turn


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
