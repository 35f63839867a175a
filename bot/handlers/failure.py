"""The one place that meets every error: a reference for the learner, the trace for the log."""

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot import words
from bot.context import Context, Failure
from bot.intake.liveness import named
from bot.intake.turns import new_reference
from bot.sending.replies import destination

log = structlog.get_logger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log what broke, let the turn end as failed, and say so to whoever waits.

    No further handler may take the update: one that failed as part of a draft is no question.
    """
    failure = Failure(new_reference(), passing=is_passing(context.error))
    context.fail(failure)
    await _tell(update, context, failure)
    raise ApplicationHandlerStop


async def _tell(update: object, context: Context, failure: Failure) -> None:
    error = context.error
    if isinstance(error, Forbidden):
        log.info("learner_blocked_us", reference=failure.reference)
        return
    number = update.update_id if isinstance(update, Update) else None
    log.error(
        "update_failed",
        reference=failure.reference,
        update_id=number,
        error=named(error),
        # Of the network's errors it says nothing more.
        exc_info=None if failure.passing else error,
    )
    if not failure.passing and isinstance(update, Update):
        await _apologise(update, context, failure.reference)


def is_passing(error: BaseException | None) -> bool:
    """Whether the network or Telegram's load is to blame, so that later it may work."""
    return isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest)


async def _apologise(update: Update, context: Context, reference: str) -> None:
    message = update.effective_message
    if message is None:
        return
    try:
        where = destination(message)
        await context.bot.send_message(
            where.chat_id,
            words.failed(reference).text,
            message_thread_id=where.thread_id,
            reply_parameters=where.quoted,
        )
    except TelegramError:
        log.warning("apology_not_sent", reference=reference)
