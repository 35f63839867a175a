"""Which updates a handler takes: new and edited messages alike, and in groups only ours."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from telegram import Document, Message, Update
from telegram.constants import MessageEntityType as Type
from telegram.ext import CommandHandler, filters

from bot.incoming import code_of, is_addressed, text_of
from bot.styled import portion
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
        return python_file_of(message) is not None


class Commands(CommandHandler[Context, None]):
    """A command; the library's own handler does not look at captions."""

    def check_update(self, update: object) -> Any:
        found = super().check_update(update)
        message = update.effective_message if isinstance(update, Update) else None
        if found is not None or message is None or message.text or not message.caption:
            return found
        if not self._begins(message):
            return None
        passed = self.filters.check_update(cast("Update", update))
        return (message.caption.split()[1:], passed) if passed else False

    def _begins(self, message: Message) -> bool:
        text, entities = text_of(message)
        first = next((each for each in entities if each.offset == 0), None)
        if first is None or first.type != Type.BOT_COMMAND:
            return False
        name, _, whose = portion(text, 1, first.length - 1).lower().partition("@")
        return name in self.commands and whose in {"", message.get_bot().username.lower()}


def commands(name: str, callback: Callback) -> CommandHandler[Context, None]:
    """A command, also where it stands in an edited message or under a picture."""
    return Commands(name, callback, WRITTEN)


def python_file_of(message: Message) -> Document | None:
    """The document of a message, where it is called Python."""
    document = message.document
    name = (document.file_name if document else None) or ""
    return document if name.lower().endswith(".py") else None


def message_of(update: Update) -> Message:
    """The message that a handler of messages was called for."""
    return cast("Message", update.effective_message)
