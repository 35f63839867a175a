"""What a message asks for: which of its text is code, which is a question, and for whom it is."""

import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, cast

from telegram import Document, MaybeInaccessibleMessage, Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.constants import MessageEntityType as Type
from telegram.ext import CommandHandler, filters

from bot.context import Context
from bot.sending.styled import clean, portion
from knowledge.examples.markdown import PYTHON
from tutor.conversation import message as tutor_message
from tutor.conversation.message import Before, Block, runnable

# A closing fence may be missing, as when a learner is in a hurry.
_FENCED = re.compile(r"```(?:[ \t]*((?!#)[\w+#-]*)[ \t]*\n)?(.*?)(?:```|\Z)", re.DOTALL)
# Of "``` python" and "```python ", apps make a block that begins with the language.
_NAMED = re.compile(
    rf"[ \t]*({'|'.join(filter(None, PYTHON))})[ \t]*\n(.*)", re.DOTALL | re.IGNORECASE
)


def blocks_in(text: str, entities: Sequence[MessageEntity]) -> tuple[str, ...]:
    """The blocks of a message that may be Python, else all of them."""
    return runnable(named_blocks(text, entities))


def named_blocks(text: str, entities: Sequence[MessageEntity]) -> tuple[Block, ...]:
    """The blocks of a message: its `pre` entities, or what stands between typed fences."""
    marked = [_block(text, entity) for entity in entities if entity.type == Type.PRE]
    return tuple(marked or [Block(*found) for found in _FENCED.findall(text)])


def _block(text: str, entity: MessageEntity) -> Block:
    code = portion(text, entity.offset, entity.length)
    named = None if entity.language else _NAMED.fullmatch(code)
    return Block(*named.groups()) if named else Block(entity.language or "", code)


def code_in(text: str, entities: Sequence[MessageEntity]) -> str | None:
    """The code of a message: all of its blocks together."""
    code = "\n".join(blocks_in(text, entities))
    return code if code.strip() else None


def code_of(message: Message) -> str | None:
    """The code of a message as a whole."""
    return code_in(*text_of(message))


def words_beside(message: Message) -> str:
    """What a message says beside its blocks of code, without the command that it begins with."""
    text, entities = text_of(message)
    blocks = [each for each in entities if each.type == Type.PRE or _is_command(each)]
    for entity in sorted(blocks, key=lambda each: -each.offset):
        before = portion(text, 0, entity.offset)
        text = f"{before} {portion(text, entity.offset + entity.length, len(text))}"
    return " ".join(_FENCED.sub(" ", text).split())


def text_of(message: Message) -> tuple[str, Sequence[MessageEntity]]:
    """A message's words, with a picture's caption counted as such."""
    if message.text:
        return message.text, message.entities
    return message.caption or "", message.caption_entities


def after_command(message: Message) -> str:
    """What follows the command that a message begins with, line breaks and indentation kept."""
    text, entities = text_of(message)
    command = next(filter(_is_command, entities), None)
    if command is None:
        return clean(text).strip("\n")
    return clean(portion(text, command.length, len(text))).removeprefix(" ").strip("\n")


def begins_with_command(message: Message) -> bool:
    return any(map(_is_command, text_of(message)[1]))


def command_of(message: Message) -> tuple[str, bool]:
    """The command that a message begins with, and whether it is for us: it names no other bot."""
    text, entities = text_of(message)
    command = next(filter(_is_command, entities), None)
    if command is None:
        return "", False
    name, _, whose = portion(text, 1, command.length - 1).lower().partition("@")
    return name, whose in {"", message.get_bot().username.lower()}


def question_in(text: str, username: str) -> str:
    """A question without the mention that addressed it to us."""
    mention = re.compile(rf"@{re.escape(username)}\b", re.IGNORECASE)
    return mention.sub(" ", text).strip()


def is_private(message: MaybeInaccessibleMessage) -> bool:
    return message.chat.type == ChatType.PRIVATE


def is_addressed(message: Message, *, bot_id: int, username: str) -> bool:
    """Whether a message is for us: any in private; in a group a mention or a reply to us."""
    if is_private(message):
        return True
    return bool(_quoted_of_ours(message, bot_id)) or mentions(
        message, bot_id=bot_id, username=username
    )


def mentions(message: Message, *, bot_id: int, username: str) -> bool:
    """Whether a message mentions us."""
    text, entities = text_of(message)
    return any(_mentions(text, entity, bot_id, username) for entity in entities)


def is_ours(message: Message, bot_id: int) -> bool:
    """Whether we sent a message."""
    return message.from_user is not None and message.from_user.id == bot_id


# What our message that is replied to tells of a run, by its text and entities.
ErrorLine = Callable[[str, Sequence[MessageEntity]], str]
TellsOfRun = Callable[[str, Sequence[MessageEntity]], bool]


def heard(
    message: Message,
    bot_id: int,
    username: str,
    error_line: ErrorLine,
    tells_of_run: TellsOfRun,
) -> tutor_message.Message:
    """A message as a value, without what is Telegram's; a file that it brings is not read yet."""
    text, entities = text_of(message)
    quoted = quoted_answer(message, bot_id)
    return tutor_message.Message(
        text=clean(question_in(text, username)),
        blocks=tuple(replace(each, code=clean(each.code)) for each in named_blocks(text, entities)),
        beside=clean(question_in(words_beside(message), username)),
        before=Before(
            quoted=quoted[0],
            error=error_line(*quoted),
            ran=tells_of_run(*quoted),
            sent=message.date if message.edit_date else None,
            alone=is_private(message),
        ),
    )


def quoted_answer(message: Message, bot_id: int) -> tuple[str, Sequence[MessageEntity]]:
    """The text of our own message that this one replies to; empty without one."""
    ours = _quoted_of_ours(message, bot_id)
    return text_of(ours) if ours else ("", ())


def _is_command(entity: MessageEntity) -> bool:
    """Elsewhere than at the beginning, `/b` may be a division, which Telegram marks as well."""
    return entity.type == Type.BOT_COMMAND and entity.offset == 0


def _quoted_of_ours(message: Message, bot_id: int) -> Message | None:
    replied_to = message.reply_to_message
    return replied_to if replied_to and is_ours(replied_to, bot_id) else None


def _mentions(text: str, entity: MessageEntity, bot_id: int, username: str) -> bool:
    if entity.type == Type.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot_id
    mentioned = portion(text, entity.offset, entity.length)
    return entity.type == Type.MENTION and mentioned.lower() == f"@{username}".lower()


# Which updates a handler takes: new and edited messages alike, and in groups only ours.

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]

WRITTEN = filters.UpdateType.MESSAGES
PRIVATE = filters.ChatType.PRIVATE


class Addressed(filters.MessageFilter):
    """Messages for us: all in private, in groups those that mention us or answer us."""

    def filter(self, message: Message) -> bool:
        bot = message.get_bot()
        return is_addressed(message, bot_id=bot.id, username=bot.username)


class ForAnother(filters.MessageFilter):
    """Messages that begin with a command for another bot, which it names."""

    def filter(self, message: Message) -> bool:
        name, is_ours = command_of(message)
        return bool(name) and not is_ours


class HasCode(filters.MessageFilter):
    """Messages with a code block, though they begin with a command that nobody knows."""

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
        name, is_ours = command_of(message)
        if name not in self.commands or not is_ours:
            return None
        passed = self.filters.check_update(cast("Update", update))
        return (message.caption.split()[1:], passed) if passed else False


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
