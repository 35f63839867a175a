"""Who writes as the group or as a channel: nobody can tell who they are, so they are told so."""

import structlog
from telegram import Message, ReplyParameters, Update
from telegram.error import TelegramError

from bot import words
from bot.menus import INSTRUCTORS_COMMANDS
from bot.messages.incoming import command_of, mentions

log = structlog.get_logger(__name__)

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
