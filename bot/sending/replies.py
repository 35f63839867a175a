"""Sending what answers a message; when the message is edited, the same reply changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.context import Context
from bot.sending.response import Document, Photo, Response, is_photo
from bot.sending.splitting import fits, split
from bot.sending.styled import Styled, plain, stacked
from progress.stores.progress_store import ProgressStore

FIGURE_NAME = "figure.png"

_UNCHANGED = "message is not modified"

Part = Styled | Photo | Document

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a reply goes: a chat, a topic of it, and the message it quotes."""

    chat_id: int
    thread_id: int | None = None
    quoted_id: int | None = None

    @property
    def quoted(self) -> ReplyParameters | None:
        """The quote; where its message is gone the reply still goes out."""
        if self.quoted_id is None:
            return None
        return ReplyParameters(self.quoted_id, allow_sending_without_reply=True)


class Replies:
    """Answers messages, and remembers with which messages."""

    def __init__(self, store: ProgressStore) -> None:
        self._store = store

    async def answer(
        self, context: Context, message: Message, response: Response, *, quote: bool = False
    ) -> None:
        """Answer a learner's message, or change what answered it before it was edited."""
        where = destination(message, quote=quote)
        old = await self._to(context, message) if message.edit_date else ()
        sent = await _replace(context, where, response, old)
        context.turn.remember(message.chat_id, message.message_id, sent)

    async def take_back(self, context: Context, message: Message, instead: Response) -> None:
        """Put something else in the place of what answered a message before it was edited."""
        if message.edit_date and await self._to(context, message):
            await self.answer(context, message, instead)

    async def add(
        self, context: Context, message: Message, response: Response, *, below: int
    ) -> None:
        """Answer a message once more, `below` a reply to it whose button asked for that.

        When the message is edited, all of it gives way.
        """
        old = await self._to(context, message) or (below,)
        sent = await send(context, destination(message, quote=True), response)
        context.turn.remember(message.chat_id, message.message_id, (*old, *sent))

    async def was_run(self, context: Context, message: Message) -> bool:
        """Whether the code of a message was run before the message was edited."""
        return message.edit_date is not None and await self._store.was_run(
            context.turn.bot_id, message.chat_id, message.message_id
        )

    async def attempted(self, context: Context, message: Message) -> str | None:
        """The exercise that a message was an attempt at before it was edited."""
        if message.edit_date is None:
            return None
        bot_id = context.turn.bot_id
        return await self._store.attempted_by(bot_id, message.chat_id, message.message_id)

    async def _to(self, context: Context, message: Message) -> tuple[int, ...]:
        bot_id = context.turn.bot_id
        return await self._store.replies_to(bot_id, message.chat_id, message.message_id)


async def send(context: Context, where: Destination, response: Response) -> tuple[int, ...]:
    """Send a response as new messages; the buttons stand under its text."""
    return await _send_all(context, where, list(_parts(response)))


async def change(context: Context, message: Message, response: Response) -> bool:
    """Put a response in the place of a message of ours; False where it can't stand there whole."""
    text, number = response.text, message.message_id
    if not text.text.strip() or not fits(text):
        return False
    return await _put(context, message.chat_id, number, text, response.keyboard)


def destination(message: Message, *, quote: bool = False) -> Destination:
    """Where to answer a message. In a group it is always quoted: others write in between."""
    in_group = message.chat.type != message.chat.PRIVATE
    thread_id = message.message_thread_id if message.is_topic_message else None
    return Destination(
        message.chat_id, thread_id, message.message_id if quote or in_group else None
    )


Sendable = tuple[Part, InlineKeyboardMarkup | None]


def _parts(response: Response) -> Iterator[Sendable]:
    texts = [chunk for chunk in split(response.text) if chunk.text.strip()]
    for number, chunk in enumerate(texts, start=1):
        yield chunk, response.keyboard if number == len(texts) else None
    for attachment in response.attachments:
        if isinstance(attachment, Photo) and not is_photo(attachment.png):
            # Telegram makes no photo of it.
            yield _as_file(attachment), None
        else:
            yield attachment, None
    if response.then is not None:
        yield from _parts(response.then)


def _as_file(photo: Photo) -> Document:
    return Document(FIGURE_NAME, photo.png, photo.caption)


async def _replace(
    context: Context, where: Destination, response: Response, old: Sequence[int]
) -> tuple[int, ...]:
    parts = list(_parts(response))
    if not old:
        return await _send_all(context, where, parts)
    first, keyboard = parts[0]
    await _delete(context, where.chat_id, old[1:])
    if await _put(context, where.chat_id, old[0], first, keyboard):
        return (old[0], *await _send_all(context, where, parts[1:]))
    await _delete(context, where.chat_id, old[:1])
    return await _send_all(context, where, parts)


async def _send_all(
    context: Context, where: Destination, parts: Sequence[Sendable]
) -> tuple[int, ...]:
    return tuple([await _send(context, where, part, keyboard) for part, keyboard in parts])


async def _send(
    context: Context, where: Destination, part: Part, keyboard: InlineKeyboardMarkup | None
) -> int:
    """Send a part; of one that is refused, what can be had of it, so that the rest is not lost."""
    try:
        return await _request(context, where, part, keyboard)
    except BadRequest as error:
        instead = _instead(part)
        if instead is None:
            raise
        log.warning("attachment_refused", kind=type(part).__name__, error=str(error))
        return await _send(context, where, instead, keyboard)


def _instead(refused: Part) -> Part | None:
    """A picture as a file, since some groups forbid either; of a file, what there is in words."""
    match refused:
        case Photo():
            return _as_file(refused)
        case Document(name, _, caption):
            return stacked(plain(caption), plain(f"Telegram refused to take {name} here."))
        case Styled():
            return None


async def _request(
    context: Context, where: Destination, part: Part, keyboard: InlineKeyboardMarkup | None
) -> int:
    bot, to = context.bot, where.chat_id
    at: dict[str, Any] = {
        "message_thread_id": where.thread_id,
        "reply_parameters": where.quoted,
    }
    match part:
        case Styled(text, entities):
            sent = await bot.send_message(to, text, entities=entities, reply_markup=keyboard, **at)
        case Photo(png, caption):
            sent = await bot.send_photo(
                to, png, caption=caption or None, filename=FIGURE_NAME, **at
            )
        case Document(name, data, caption):
            sent = await bot.send_document(to, data, caption=caption or None, filename=name, **at)
    return sent.message_id


async def _put(
    context: Context,
    chat_id: int,
    message_id: int,
    part: Part,
    keyboard: InlineKeyboardMarkup | None,
) -> bool:
    """Whether the message now shows that; False where it is gone or can't be made to."""
    bot = context.bot
    try:
        match part:
            case Styled(text, entities):
                await bot.edit_message_text(
                    text, chat_id, message_id, entities=entities, reply_markup=keyboard
                )
            case Photo(png, caption):
                media = InputMediaPhoto(png, caption or None, filename=FIGURE_NAME)
                await bot.edit_message_media(media, chat_id, message_id, reply_markup=keyboard)
            case Document():
                return False
    except BadRequest as error:
        return _UNCHANGED in error.message.lower()
    return True


async def _delete(context: Context, chat_id: int, message_ids: Sequence[int]) -> None:
    for message_id in message_ids:
        try:
            await context.bot.delete_message(chat_id, message_id)
        except TelegramError:
            continue  # Gone already, or too old: nothing depends on it.
