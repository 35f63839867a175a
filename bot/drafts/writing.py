"""What instructors write: /answer, /drafts, /cancel, and the messages that go into a draft."""

from dataclasses import replace

from telegram import Document, Message, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot.context import Context
from bot.drafts import render
from bot.drafts.handlers import Drafts
from bot.handlers.message import Messages
from bot.handlers.private import private_command
from bot.messages import code
from bot.messages.code import Unreadable
from bot.messages.incoming import (
    PRIVATE,
    WRITTEN,
    after_command,
    begins_with_command,
    code_of,
    message_of,
    python_file_of,
    text_of,
    words_beside,
)
from bot.messages.typed import markdown_in
from bot.render import unanswered
from bot.sending.reactions import watched
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import clean, plain
from knowledge.curation.draft import Draft, Step, part_of
from knowledge.importing.reading import ENDINGS, READABLE
from progress.events import Turn
from tutor.conversation.code_or_words import unprompted
from tutor.curation.desk import InstructorsOnly
from tutor.curation.imports import LIMIT_BYTES
from tutor.curation_desk import Curation

# A file of questions that an instructor sends in private becomes drafts.


class IsFile(filters.MessageFilter):
    """Documents that are no code, nor moving pictures, without a command that is about them."""

    def filter(self, message: Message) -> bool:
        is_file = message.document is not None and message.animation is None
        is_code = python_file_of(message) is not None
        return is_file and not is_code and not begins_with_command(message)


def handler(
    curation: Curation, replies: Replies, messages: Messages
) -> BaseHandler[Update, Context, None]:
    """Takes the file before everyone else, where it is an instructor's; words with it as well."""

    async def taken_in(turn: Turn, document: Document) -> Response:
        name = document.file_name or ""
        if not name.lower().endswith(ENDINGS):
            return unanswered.not_read(name, [*READABLE, ".py"])
        data = await code.fetched(document, LIMIT_BYTES)
        if data is None:
            return unanswered.too_large(name)
        found = await curation.questionnaires.take_in(turn, name, data)
        if isinstance(found, InstructorsOnly):
            return unanswered.refused(found)
        return unanswered.outcome(name, found)

    async def on_file(update: Update, context: Context) -> None:
        message = message_of(update)
        if message.document is None or not await curation.allows(context.turn):
            return
        async with watched(context, message):
            response = await taken_in(context.turn, message.document)
            then = messages.beside(update, context, (await messages.heard(message, context)).beside)
            await replies.answer(context, message, replace(response, then=then))
        raise ApplicationHandlerStop

    return MessageHandler(WRITTEN & PRIVATE & IsFile(), on_file)


Handler = BaseHandler[Update, Context, None]


def handlers(drafts: Drafts, replies: Replies) -> list[Handler]:
    async def on_answer(turn: Turn, message: Message) -> Response:
        question = "" if _is_code_alone(message) else clean(after_command(message)).strip()
        is_edited = message.edit_date is not None
        return await drafts.answer(turn, question, message.message_id, is_edited=is_edited)

    return [
        private_command("answer", replies, on_answer),
        private_command("drafts", replies, lambda turn, _: drafts.page(turn, 0)),
        private_command("cancel", replies, lambda turn, _: drafts.put_aside(turn)),
    ]


def into_draft(curation: Curation, drafts: Drafts, replies: Replies) -> Handler:
    """Takes a message before everyone else, where its author is writing a draft."""

    async def written(turn: Turn, draft: Draft, message: Message) -> Response:
        text = await text_for(draft, message)
        if isinstance(text, Response):
            return text
        return await drafts.write(turn, draft, text, message.message_id)

    async def on_message(update: Update, context: Context) -> None:
        message = message_of(update)
        if begins_with_command(message):
            return
        draft = await curation.drafts.writing(context.turn)
        if draft is None or _is_of_before(message, draft):
            await of_before(context, message)
            return
        async with watched(context, message):
            response = await written(context.turn, draft, message)
            await replies.answer(context, message, response)
        raise ApplicationHandlerStop

    async def of_before(context: Context, message: Message) -> None:
        """Keep what is edited, and was a part of another draft, from being a question."""
        if message.edit_date is None:
            return
        told = await drafts.of_before(context.turn, message.message_id)
        if told is not None:
            await replies.answer(context, message, told)
            raise ApplicationHandlerStop

    return MessageHandler(WRITTEN & PRIVATE & ~filters.StatusUpdate.ALL, on_message)


async def text_for(draft: Draft, message: Message) -> str | Response:
    """What a message brings to the part it is meant for, or why it can't be that part."""
    text, entities = text_of(message)
    match part_of(draft, message.message_id) or draft.step:
        case Step.EXAMPLE if document := python_file_of(message):
            return await _text_in(document)
        case Step.EXAMPLE:
            return clean(unprompted(code_of(message) or text))
        case Step.QUESTION if _is_code_alone(message):
            return render.code_for_question(draft)
        case Step.QUESTION | Step.ALIASES | Step.TOPIC:
            return clean(text)
        case _:
            return clean(markdown_in(text, entities))


async def _text_in(document: Document) -> str | Response:
    read = await code.read(document)
    return Response(plain(read.complaint)) if isinstance(read, Unreadable) else read


def _is_code_alone(message: Message) -> bool:
    """Whether all that a message says, its command aside, is a block of code."""
    return code_of(message) is not None and not words_beside(message)


def _is_of_before(message: Message, draft: Draft) -> bool:
    """Whether a message is edited, and was no part of this draft when it was first sent."""
    return message.edit_date is not None and part_of(draft, message.message_id) is None
