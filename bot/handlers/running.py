"""What every run of a learner's code has: 👀 on its message meanwhile, and the reply to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Message
from telegram.constants import ReactionEmoji

from bot.codec import DrawQuoted
from bot.decoration import decorate
from bot.render import drawing, explained
from bot.render import run as render
from bot.response import Response
from bot.turns import Context
from tutor.run import NotRun, Ran


def told(outcome: Ran | NotRun, *, drawable: bool) -> Response:
    """The reply to a run; a picture is offered where the code can be read off the message again."""
    match outcome:
        case NotRun():
            return render.not_run(outcome)
        case Ran() if drawable:
            shown = drawing.offered(render.reply(outcome), outcome, DrawQuoted())
            return explained.offered(shown, outcome)
        case Ran():
            return explained.offered(render.reply(outcome), outcome)


@asynccontextmanager
async def watched(context: Context, message: Message) -> AsyncIterator[None]:
    """Show on a message that we are at it; the first answer need not wait for that."""
    looking = asyncio.create_task(_react(context, message, ReactionEmoji.EYES))
    try:
        yield
    finally:
        # Taken back at once, the eyes might arrive only then, and stay. So they do where Telegram
        # takes longer with them than we are patient: nobody's next answer waits for that.
        await looking
        await _react(context, message, None)


async def _react(context: Context, message: Message, emoji: str | None) -> None:
    await decorate(context.bot.set_message_reaction(message.chat_id, message.message_id, emoji))
