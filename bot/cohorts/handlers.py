"""/class and /join, links into a class, and the buttons of all these."""

from collections.abc import Mapping

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot import words
from bot.buttons.codec import Stale
from bot.cohorts import render
from bot.cohorts.buttons import (
    VERSION,
    AskDismissal,
    ChooseClass,
    Dismiss,
    HowToChange,
    HowToMake,
    InviteStaff,
    JoinClass,
    LeaveClass,
    ListOthers,
    NotNow,
    OfClass,
    OfStaff,
    Share,
    ShowStaff,
    unpack,
)
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.menus import show_commands_of
from bot.messages.incoming import WRITTEN, Commands, after_command, is_private, message_of
from bot.messages.typed import linked_class
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from progress.cohorts.cohort import Cohort
from progress.cohorts.wish import Misread, New, Show, wished
from progress.events import Turn
from progress.people import InviteRejected, Post, Redeemed, Rejection, Role
from tutor.cohorts.classroom import Classroom, Desk, Ended, Invitation, Refused
from tutor.tutor import Tutor

Handler = CommandHandler[Context, None] | CallbackQueryHandler[Context, None]

_WELCOME: Mapping[Role, str] = {
    Role.INSTRUCTOR: (
        "Welcome! You are an instructor now. /class makes a class of your own, /stats shows how "
        "one is doing, /unanswered what I could not answer; /help lists the rest."
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


def handlers(tutor: Tutor, replies: Replies) -> list[Handler]:
    classroom = tutor.classroom

    async def on_class(turn: Turn, message: Message) -> Response:
        return await _answer(classroom, turn, after_command(message))

    async def on_join(turn: Turn, message: Message) -> Response:
        said = after_command(message).strip()
        if not said:
            return Response(plain(words.JOIN_HOW))
        found = await _invited(classroom, turn, said)
        return found or await _redeemed(tutor, turn, message, said)

    async def on_link(update: Update, context: Context) -> None:
        message = message_of(update)
        said = linked_class(after_command(message).strip())
        if not is_private(message):
            response = Response(plain(words.SEND_IT_PRIVATELY))
        else:
            found = await _invited(classroom, context.turn, said)
            response = found or Response(plain(_REJECTED[Rejection.UNKNOWN]))
        await replies.answer(context, message, response)

    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        match unpack(at.data):
            case ShowStaff() | InviteStaff() | AskDismissal() | Dismiss() as press:
                await at.toast()
                await _press_staff(classroom, at, press, context)
            case Stale():
                await at.toast(words.STALE_BUTTON)
            case press:
                await at.toast()
                await _press(classroom, at, press, context.bot.username)

    return [
        private_command("class", replies, on_class),
        private_command("join", replies, on_join),
        Commands("start", on_link, WRITTEN & filters.Regex(r"^/start\S*\s+c-")),
        CallbackQueryHandler(on_press, f"^{VERSION}"),
    ]


async def _press_staff(classroom: Classroom, at: Pressed, press: OfStaff, context: Context) -> None:
    match press:
        case ShowStaff(number):
            await at.change(_staff(await classroom.owned(at.turn, number)))
        case InviteStaff(number, role):
            made = await classroom.invite_staff(at.turn, number, role)
            told = render.staff_code(made, role) if isinstance(made, str) else render.refused(made)
            await at.send(told)
        case AskDismissal(number, who):
            desk = await classroom.owned(at.turn, number)
            asked = render.asks_dismissal(desk, who) if isinstance(desk, Desk) else _staff(desk)
            await at.change(asked)
        case Dismiss(number, who):
            desk = await classroom.dismiss(at.turn, number, who)
            await at.change(_staff(desk))
            if isinstance(desk, Desk):
                await show_commands_of(await classroom.role(who), context.bot, who)


def _staff(found: Desk | Refused) -> Response:
    return render.staff(found) if isinstance(found, Desk) else render.refused(found)


async def _answer(classroom: Classroom, turn: Turn, said: str) -> Response:
    """What `/class` comes to: the card as it is then, or why nothing was done."""
    refused: Refused | None = None
    match wished(said):
        case Misread() as misread:
            return render.refused(misread)
        case Show():
            pass
        case New(name):
            refused = await classroom.make(turn, name)
        case change:
            refused = await classroom.change(turn, change)
    return render.refused(refused) if refused else await _card(classroom, turn)


async def _press(classroom: Classroom, at: Pressed, press: OfClass, username: str) -> None:
    match press:
        case Share(number):
            await at.send(_shared(await classroom.to_share(at.turn, number), username))
        case HowToChange():
            await at.send(render.how_to_change())
        case HowToMake():
            await at.send(render.how_to_make())
        case ListOthers():
            await at.change(render.others(await classroom.classes(at.turn)))
        case ChooseClass(number):
            refused = await classroom.choose(at.turn, number)
            card = render.refused(refused) if refused else await _card(classroom, at.turn)
            await at.change(card)
        case JoinClass(code):
            await at.change(render.came_to(await classroom.join(at.turn, code)))
        case NotNow():
            await at.change(Response(plain(render.NOT_JOINED)))
        case LeaveClass(number):
            await at.change(render.came_to(await classroom.leave(at.turn, number)))


def _shared(found: Cohort | Refused | Ended, username: str) -> Response:
    match found:
        case Cohort():
            return render.shared(found, username)
        case Ended():
            return render.came_to(found)
        case refused:
            return render.refused(refused)


async def _card(classroom: Classroom, turn: Turn) -> Response:
    return render.classes(await classroom.classes(turn))


async def _invited(classroom: Classroom, turn: Turn, code: str) -> Response | None:
    """What a class code opens; None where it is none."""
    found = await classroom.invitation(turn, code)
    if found is None:
        return None
    return render.invitation(found) if isinstance(found, Invitation) else render.came_to(found)


async def _redeemed(tutor: Tutor, turn: Turn, message: Message, code: str) -> Response:
    """An invite code makes an instructor."""
    match await tutor.redeem(turn, code):
        case Redeemed(_, Post(_, staff_role)):
            who = turn.sender.telegram_user_id
            await show_commands_of(await tutor.classroom.role(who), message.get_bot(), who)
            return Response(plain(f"Welcome! You are an {staff_role} now: /class shows of what."))
        case Redeemed(role):
            await show_commands_of(role, message.get_bot(), turn.sender.telegram_user_id)
            return Response(plain(_WELCOME[role]))
        case InviteRejected(reason):
            return Response(plain(_REJECTED[reason]))
