"""Who is told to write otherwise: to us alone, or as themselves."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Message, ReplyParameters, Update
from telegram.error import TelegramError
from telegram.ext import CommandHandler

from bot import words
from bot.context import Context
from bot.menus import INSTRUCTORS_COMMANDS
from bot.messages.incoming import (
    command_of,
    commands,
    is_private,
    mentions,
    message_of,
)
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from progress.events import Turn

log = structlog.get_logger(__name__)

# Commands that are nobody else's business work in a private chat only.

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


# Who writes as the group or as a channel: nobody can tell who they are, so they are told so.

_COMMANDS = frozenset({"start", *(name for name, _ in INSTRUCTORS_COMMANDS)})


async def explain(update: Update) -> None:
    """Say that it works as oneself, where a message that no person sent is for us."""
    message = update.message
    if message is None or message.sender_chat is None or not is_for_us(message):
        return
    quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    try:
        await message.reply_text(words.MASKED, reply_parameters=quoted)
    except TelegramError as error:
        log.warning("masked_not_told", error=str(error))


def is_for_us(message: Message) -> bool:
    """Whether a message mentions us, or begins with a command of ours."""
    bot = message.get_bot()
    name, is_ours = command_of(message)
    is_known = is_ours and name in _COMMANDS
    return is_known or mentions(message, bot_id=bot.id, username=bot.username)
