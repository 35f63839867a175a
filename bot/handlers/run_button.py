"""Run it: code that was sent without a fence is run when its sender says so."""

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import CallbackQueryHandler

from bot.callback_data import Stale
from bot.handlers.code import told
from bot.incoming import question_in, text_of
from bot.pressed import Pressed
from bot.render import words
from bot.replies import address, send
from bot.running_codec import VERSION, unpack
from bot.styled import clean
from bot.turns import Context
from bot.unfenced import unfenced
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
        text = text_of(quoted)[0] if quoted else ""
        found = unfenced(clean(question_in(text, self._context.bot.username)))
        if quoted is None or found is None:
            await self.toast(words.CODE_GONE_RUN)
            return
        await self.toast(words.RUNNING)
        async with self.busy(ChatAction.TYPING):
            outcome = await tutor.run(self.turn, found.code)
            # It quotes the code, so that it can be drawn.
            await send(self._context, address(quoted, quote=True), told(outcome, drawable=True))
