"""Which updates a handler takes: new and edited messages alike, and in groups only ours."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from telegram import Message, Update
from telegram.ext import CommandHandler, filters

from bot.incoming import code_of, is_addressed
from bot.turns import Context

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]

WRITTEN = filters.UpdateType.MESSAGES
PRIVATE = filters.ChatType.PRIVATE


class Addressed(filters.MessageFilter):
    """Messages for us: all in private, in groups those that mention us or answer us."""

    def filter(self, message: Message) -> bool:
        bot = message.get_bot()
        return is_addressed(message, bot_id=bot.id, username=bot.username)


class HasCode(filters.MessageFilter):
    """Messages with a code block."""

    def filter(self, message: Message) -> bool:
        return code_of(message) is not None


class IsPythonFile(filters.MessageFilter):
    """Documents that are called Python."""

    def filter(self, message: Message) -> bool:
        name = message.document.file_name if message.document else None
        return (name or "").lower().endswith(".py")


def commands(name: str, callback: Callback) -> CommandHandler[Context, None]:
    """A command, also where it stands in an edited message."""
    return CommandHandler(name, callback, WRITTEN)


def message_of(update: Update) -> Message:
    """The message that a handler of messages was called for."""
    return cast("Message", update.effective_message)
