"""Run it: code that was sent without a fence is run when somebody says so."""

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from bot.commanded import run_before
from bot.pressed import Pressed
from bot.render import words
from bot.render.asides import RUN_QUOTED
from bot.replies import Replies
from bot.running import told
from bot.turns import Context
from tutor.tutor import Tutor


def handler(tutor: Tutor, replies: Replies) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        offer, quoted = at.message, at.quoted
        code = await run_before(quoted, context.bot.username) if quoted else None
        if offer is None or quoted is None or code is None:
            await at.toast(words.CODE_GONE_RUN)
            return
        await at.toast(words.RUNNING)
        async with at.busy(ChatAction.TYPING):
            outcome = await tutor.run(at.turn, code)
            # The reply quotes the message with the code, where Draw finds it again.
            response = told(outcome, drawable=True)
            await replies.add(context, quoted, response, below=offer.message_id)

    return CallbackQueryHandler(on_press, rf"{RUN_QUOTED}\Z")
