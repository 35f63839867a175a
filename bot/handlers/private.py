"""Commands that are nobody else's business: they work in a private chat only."""

from collections.abc import Awaitable, Callable

from telegram import Message, Update
from telegram.ext import CommandHandler

from bot import words
from bot.context import Context
from bot.messages.incoming import commands, is_private, message_of
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from progress.events import Turn

Respond = Callable[[Turn, Message], Awaitable[Response]]


def private_command(name: str, replies: Replies, respond: Respond) -> CommandHandler[Context, None]:
    """A command whose answer is what `respond` gives, or a pointer to the private chat."""

    async def on_command(update: Update, context: Context) -> None:
        message = message_of(update)
        if is_private(message):
            response = await respond(context.turn, message)
        else:
            response = Response(plain(words.SEND_IT_PRIVATELY))
        await replies.answer(context, message, response)

    return commands(name, on_command)
