"""/trace: a run that tells what every part of every line held."""

from telegram import Message, Update
from telegram.ext import CommandHandler

from bot.handlers.code import watched
from bot.handlers.draw import code_again, commanded
from bot.render import explained, words
from bot.render import run as render
from bot.replies import Replies
from bot.response import Response
from bot.sources import commands, message_of
from bot.styled import clean
from bot.turns import Context
from tutor.run import NotRun, Ran
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_trace(update: Update, context: Context) -> None:
        message = message_of(update)
        code = commanded(message) or await _in_file(message)
        if not code:
            await replies.answer(context, message, Response(words.how_to_trace()))
            return
        async with watched(context, message):
            outcome = await tutor.trace(context.turn, clean(code))
            await replies.answer(context, message, _response(outcome), quote=True)

    return commands("trace", on_trace)


def _response(outcome: Ran | NotRun) -> Response:
    match outcome:
        case Ran():
            return explained.offered(render.ran(outcome, every_line=True), outcome)
        case NotRun():
            return render.not_run(outcome)


async def _in_file(message: Message) -> str | None:
    replied_to = message.reply_to_message
    return await code_again(replied_to) if replied_to and replied_to.document else None
