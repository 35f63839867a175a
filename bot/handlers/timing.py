"""/time: how long a block takes, or which of two is faster."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.commanded import commanded
from bot.decoration import watched
from bot.filters import commands, message_of
from bot.render import timing as render
from bot.render import words
from bot.replies import Replies
from bot.turns import Context
from tutor.blocks import Blocks, Unclear, blocks_in
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_time(update: Update, context: Context) -> None:
        message = message_of(update)
        given = await commanded(message)
        match blocks_in(given.blocks):
            case Unclear():
                await replies.answer(context, message, given.instead(words.how_to_time()))
            case Blocks() as blocks:
                async with watched(context, message):
                    found = await tutor.time(context.turn, blocks)
                    await replies.answer(context, message, render.timing(found, blocks), quote=True)

    return commands("time", on_time)
