"""/join CODE: an invite code makes an instructor."""

from collections.abc import Mapping

from telegram import Update
from telegram.ext import CommandHandler

from bot.incoming import after_command, is_private
from bot.profile import show_instructors_commands
from bot.render import words
from bot.replies import Replies
from bot.response import Response
from bot.sources import commands, message_of
from bot.styled import plain
from bot.turns import Context
from progress.invites import InviteRejected, Redeemed, Rejection
from progress.learner import Role
from tutor.tutor import Tutor

_REJECTED: Mapping[Rejection, str] = {
    Rejection.UNKNOWN: "I don't know that code. Please check it and send it again.",
    Rejection.USED: "That code has been used already. Please ask for a new one.",
    Rejection.EXPIRED: "That code has expired. Please ask for a new one.",
    Rejection.TOO_MANY_TRIES: "Too many wrong codes. Please try again in an hour.",
}


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_join(update: Update, context: Context) -> None:
        message = message_of(update)
        code = after_command(message).strip()
        if not is_private(message):
            said = words.SEND_IT_PRIVATELY
        elif not code:
            said = words.JOIN_HOW
        else:
            outcome = await tutor.redeem(context.turn, code)
            said = _said(outcome)
            if isinstance(outcome, Redeemed) and outcome.role is Role.INSTRUCTOR:
                await show_instructors_commands(context.bot, context.turn.sender.telegram_user_id)
        await replies.answer(context, message, Response(plain(said)))

    return commands("join", on_join)


def _said(outcome: Redeemed | InviteRejected) -> str:
    match outcome:
        case Redeemed(role):
            return (
                f"Welcome! You are an {role} now. /stats shows how the class is doing, /unanswered "
                "what I could not answer; /help lists the rest."
            )
        case InviteRejected(reason):
            return _REJECTED[reason]
