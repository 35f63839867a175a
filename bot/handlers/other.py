"""What is neither a question nor code, in private: one polite sentence. Elsewhere: silence."""

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.albums import Albums
from bot.filters import PRIVATE, WRITTEN, message_of
from bot.render import words
from bot.replies import Replies
from bot.response import Response
from bot.styled import plain
from bot.turns import Context


def handler(replies: Replies, albums: Albums) -> MessageHandler[Context, None]:
    async def on_other(update: Update, context: Context) -> None:
        message = message_of(update)
        if await albums.is_answered(message):
            return
        said = (
            words.UNKNOWN_COMMAND
            if message.text
            else words.NOT_A_PYTHON_FILE
            if message.document
            else words.NOT_TEXT
        )
        await replies.answer(context, message, Response(plain(said)))

    return MessageHandler(WRITTEN & PRIVATE & ~filters.StatusUpdate.ALL, on_other)
