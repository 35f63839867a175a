"""/privacy, and /forget with the two buttons in a row that it asks for."""

from functools import partial
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot import words
from bot.buttons.codec import Stale
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.menus import show_commands_of
from bot.messages.incoming import commands, is_private, message_of
from bot.privacy import render
from bot.privacy.buttons import VERSION, AskAgain, Begin, ForgetMe, KeepMe, ShowLooks, unpack
from bot.sending.replies import Replies
from bot.sending.response import Response
from progress.events import Turn
from progress.people import Role
from tutor.privacy.forgetting import Privacy


def handlers(privacy: Privacy, replies: Replies) -> list[BaseHandler[Any, Context, Any]]:
    async def on_privacy(update: Update, context: Context) -> None:
        message = message_of(update)
        await replies.answer(context, message, render.kept(private=is_private(message)))

    async def on_forget(_turn: Turn, _message: Message) -> Response:
        return render.warning()

    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        match unpack(at.data):
            case ShowLooks():
                await at.toast()
                await at.send(render.looks(await privacy.looks(at.turn)))
            case Begin():
                await at.toast()
                await at.send(render.warning())
            case AskAgain():
                await at.toast()
                await at.change(render.last_question())
            case ForgetMe():
                await at.toast()
                await privacy.forget(at.turn)
                await at.change(render.farewell())
                who = at.turn.sender.telegram_user_id
                await show_commands_of(Role.LEARNER, context.bot, who)
            case KeepMe():
                await at.toast()
                await at.change(render.unchanged())
            case Stale():
                await at.toast(words.STALE_BUTTON)

    return [
        commands("privacy", on_privacy),
        private_command("mydata", replies, partial(_everything, privacy)),
        private_command("forget", replies, on_forget),
        CallbackQueryHandler(on_press, f"^{VERSION}"),
    ]


async def _everything(privacy: Privacy, turn: Turn, _message: Message) -> Response:
    return render.everything(await privacy.kept_of(turn))
