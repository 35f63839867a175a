"""Who writes as the group or as a channel: nobody can tell who they are, so they are told so."""

import structlog
from telegram import Message, MessageEntity, ReplyParameters, Update
from telegram.constants import MessageEntityType as Type
from telegram.error import TelegramError

from bot import words
from bot.menus import INSTRUCTORS_COMMANDS
from bot.messages.incoming import mentions, text_of
from bot.sending.styled import portion

_COMMANDS = frozenset({"start", *(name for name, _ in INSTRUCTORS_COMMANDS)})

log = structlog.get_logger(__name__)


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
    text, entities = text_of(message)
    return mentions(message, bot_id=bot.id, username=bot.username) or any(
        _is_our_command(text, entity, bot.username) for entity in entities
    )


def _is_our_command(text: str, entity: MessageEntity, username: str) -> bool:
    if entity.type != Type.BOT_COMMAND or entity.offset != 0:
        return False
    name, _, whose = portion(text, 1, entity.length - 1).lower().partition("@")
    return name in _COMMANDS and whose in {"", username.lower()}
