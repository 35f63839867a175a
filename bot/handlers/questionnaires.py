"""A file of questions that an instructor sends in private becomes drafts."""

from dataclasses import replace

from telegram import Document, Message, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot.decoration import watched
from bot.filters import PRIVATE, WRITTEN, message_of
from bot.handlers.question import Questions, said_beside
from bot.incoming import begins_with_command
from bot.render import instructors
from bot.render import questionnaires as render
from bot.replies import Replies
from bot.response import Response
from bot.turns import Context
from knowledge.importing.kind import ENDINGS
from progress.turn import Turn
from tutor.curation import Curation
from tutor.desk import InstructorsOnly
from tutor.questionnaires import LIMIT_BYTES


class HasQuestions(filters.MessageFilter):
    """Documents that may hold questions, without a command that is about them."""

    def filter(self, message: Message) -> bool:
        name = (message.document.file_name if message.document else None) or ""
        return name.lower().endswith(ENDINGS) and not begins_with_command(message)


def handler(
    curation: Curation, replies: Replies, questions: Questions
) -> BaseHandler[Update, Context, None]:
    """Takes the file before everyone else, where it is an instructor's; words with it as well."""

    async def taken_in(turn: Turn, document: Document) -> Response:
        name = document.file_name or ""
        if (document.file_size or 0) > LIMIT_BYTES:
            return render.too_large(name)
        file = await document.get_file()
        data = bytes(await file.download_as_bytearray())
        if len(data) > LIMIT_BYTES:
            return render.too_large(name)
        found = await curation.questionnaires.take_in(turn, name, data)
        return (
            instructors.refused(found)
            if isinstance(found, InstructorsOnly)
            else render.outcome(name, found)
        )

    async def on_file(update: Update, context: Context) -> None:
        message = message_of(update)
        if message.document is None or not await curation.allows(context.turn):
            return
        async with watched(context, message):
            response = await taken_in(context.turn, message.document)
            then = questions.beside(update, context, said_beside(context, message))
            await replies.answer(context, message, replace(response, then=then))
        raise ApplicationHandlerStop

    return MessageHandler(WRITTEN & PRIVATE & HasQuestions(), on_file)
