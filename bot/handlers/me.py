"""/me: what a learner has touched, how firmly, and what to read next."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.incoming import is_private
from bot.render import card as render
from bot.render import words
from bot.replies import Replies
from bot.response import Response
from bot.sources import commands, message_of
from bot.styled import plain
from bot.turns import Context
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_me(update: Update, context: Context) -> None:
        message, turn = message_of(update), context.turn
        if is_private(message):
            card = await tutor.me(turn.sender.telegram_user_id, turn.at)
            await replies.answer(context, message, render.progress(card))
        else:
            await replies.answer(context, message, Response(plain(words.SEND_IT_PRIVATELY)))

    return commands("me", on_me)
