"""Run it: code that was sent without a fence is run when its sender says so."""

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from bot.callback_data import Stale
from bot.commanded import run_before
from bot.handlers.running import told
from bot.pressed import Pressed
from bot.render import words
from bot.replies import destination, send
from bot.running_codec import VERSION, unpack
from bot.turns import Context
from tutor.tutor import Tutor


def handler(tutor: Tutor) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None:
            return
        press = RunPress(context, query)
        if isinstance(unpack(query.data), Stale):
            await press.toast(words.STALE_BUTTON)
        else:
            await press.run(tutor)

    return CallbackQueryHandler(on_press, f"^{VERSION}")


class RunPress(Pressed):
    """One press of the button that offers to run."""

    async def run(self, tutor: Tutor) -> None:
        """Run the code of the message that the offer quotes."""
        quoted = self._message.reply_to_message if self._message else None
        code = await run_before(quoted, self._context.bot.username) if quoted else None
        if quoted is None or code is None:
            await self.toast(words.CODE_GONE_RUN)
            return
        await self.toast(words.RUNNING)
        async with self.busy(ChatAction.TYPING):
            outcome = await tutor.run(self.turn, code)
            # The reply quotes the message with the code, where Draw finds it again.
            await send(self._context, destination(quoted, quote=True), told(outcome, drawable=True))
