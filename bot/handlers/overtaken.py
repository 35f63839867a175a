"""What was put off and has been overtaken: a message that was edited and answered meanwhile.

Its older words would take the place of the newer answer, so nobody handles them any more.
"""

import structlog
from telegram import Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler

from bot.sources import WRITTEN, message_of
from bot.turns import Context
from progress.store import ProgressStore

log = structlog.get_logger(__name__)


def handler(store: ProgressStore) -> BaseHandler[Update, Context, None]:
    """Stops an update where a later one about the same message was answered; else lets it pass."""

    async def on_message(update: Update, context: Context) -> None:
        message, number = message_of(update), update.update_id
        about = message.chat_id, message.message_id
        if await store.is_overtaken(context.turn.bot_id, number, *about):
            log.info("update_overtaken", update_id=number)
            raise ApplicationHandlerStop

    return MessageHandler(WRITTEN, on_message)
