"""/trace: a run that tells what every part of every line held."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.commanded import commanded
from bot.decoration import watched
from bot.filters import commands, message_of
from bot.render import words
from bot.replies import Replies
from bot.running import told
from bot.turns import Context
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_trace(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        if not given.code:
            await replies.answer(context, message, given.instead(words.how_to_trace()))
            return
        async with watched(context, message):
            outcome = await tutor.trace(context.turn, given.code)
            response = told(outcome, every_line=True)
            await replies.answer(context, message, response, quote=True)

    return commands("trace", on_trace)
