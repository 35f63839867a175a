"""/trace: a run that tells what every part of every line held."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.commanded import commanded
from bot.handlers.running import watched
from bot.render import explained, words
from bot.render import run as render
from bot.replies import Replies
from bot.response import Response
from bot.sources import commands, message_of
from bot.turns import Context
from tutor.run import NotRun, Ran
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
            await replies.answer(context, message, _response(outcome), quote=True)

    return commands("trace", on_trace)


def _response(outcome: Ran | NotRun) -> Response:
    match outcome:
        case Ran():
            return explained.offered(render.reply(outcome, every_line=True), outcome)
        case NotRun():
            return render.not_run(outcome)
