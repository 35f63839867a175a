"""/join CODE: an invite code makes an instructor."""

from collections.abc import Mapping

from telegram import Message
from telegram.ext import CommandHandler

from bot.incoming import after_command
from bot.private import private_command
from bot.profile import show_commands_of
from bot.render import words
from bot.replies import Replies
from bot.response import Response
from bot.styled import plain
from bot.turns import Context
from progress.invites import InviteRejected, Redeemed, Rejection
from progress.learner import Role
from progress.turn import Turn
from tutor.tutor import Tutor

_WELCOME: Mapping[Role, str] = {
    Role.INSTRUCTOR: (
        "Welcome! You are an instructor now. /stats shows how the class is doing, /unanswered "
        "what I could not answer; /help lists the rest."
    ),
    Role.LEARNER: (
        "You are a learner now. You can ask me anything and send me code; /help lists the rest."
    ),
}
_REJECTED: Mapping[Rejection, str] = {
    Rejection.UNKNOWN: "I don't know that code. Please check it and send it again.",
    Rejection.USED: "That code has been used already. Please ask for a new one.",
    Rejection.EXPIRED: "That code has expired. Please ask for a new one.",
    Rejection.TOO_MANY_TRIES: "Too many wrong codes. Please try again in an hour.",
}


def handler(tutor: Tutor, replies: Replies) -> CommandHandler[Context, None]:
    async def on_join(turn: Turn, message: Message) -> Response:
        code = after_command(message).strip()
        if not code:
            return Response(plain(words.JOIN_HOW))
        outcome = await tutor.redeem(turn, code)
        if isinstance(outcome, Redeemed):
            await show_commands_of(outcome.role, message.get_bot(), turn.sender.telegram_user_id)
        return Response(plain(_said(outcome)))

    return private_command("join", replies, on_join)


def _said(outcome: Redeemed | InviteRejected) -> str:
    match outcome:
        case Redeemed(role):
            return _WELCOME[role]
        case InviteRejected(reason):
            return _REJECTED[reason]
