"""/start and /help. A link `?start=SLUG` opens that page."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.graphemes import clipped
from bot.incoming import after_command
from bot.render import answer as render
from bot.render import words
from bot.render.visible import on_one_line
from bot.replies import Replies
from bot.response import Response
from bot.sources import commands, message_of
from bot.turns import Context
from tutor.tutor import Tutor

NAME_LENGTH = 40

Handler = CommandHandler[Context, None]


def handlers(tutor: Tutor, replies: Replies) -> list[Handler]:
    async def on_start(update: Update, context: Context) -> None:
        message = message_of(update)
        found = tutor.choose(context.turn, after_command(message).strip())
        name = update.effective_user.first_name if update.effective_user else ""
        greeting = words.welcome(clipped(on_one_line(name), NAME_LENGTH))
        response = render.answer(found) if found else Response(greeting)
        await replies.answer(context, message, response)

    async def on_help(update: Update, context: Context) -> None:
        await replies.answer(context, message_of(update), Response(words.manual()))

    async def on_privacy(update: Update, context: Context) -> None:
        await replies.answer(context, message_of(update), Response(words.privacy()))

    return [
        commands("start", on_start),
        commands("help", on_help),
        commands("privacy", on_privacy),
    ]
