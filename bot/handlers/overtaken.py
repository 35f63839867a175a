"""A message that was edited, and whose edit was answered first: its older words are passed over.

They would take the place of the newer answer. Whether that has happened is asked for every message,
and not only for those that were put off: behind a webhook, pushes come in any order, and another
process may answer the edit while the message waits here for its learner's turn.
"""

import structlog
from telegram import Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler

from bot.filters import WRITTEN, message_of
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
