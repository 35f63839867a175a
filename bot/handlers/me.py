"""/me: what a learner has touched, how firmly, and what to read next."""

from telegram import Message
from telegram.ext import CommandHandler

from bot.private import private_command
from bot.render import card as render
from bot.replies import Replies
from bot.response import Response
from bot.turns import Context
from progress.turn import Turn
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_me(turn: Turn, _message: Message) -> Response:
        return render.progress(await tutor.me(turn.sender.telegram_user_id, turn.at))

    return private_command("me", replies, on_me)
