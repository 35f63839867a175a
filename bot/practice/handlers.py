"""/practice and /exercise, and the buttons under exercises and verdicts."""

import structlog
from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.ext import BaseHandler, CallbackQueryHandler, filters

from bot import words
from bot.buttons.codec import Stale
from bot.buttons.practice import (
    VERSION,
    Choose,
    DrawDifference,
    GiveUp,
    NextHint,
    OpenExercise,
    PractisePage,
    ShowSolution,
    StopExercise,
    unpack,
)
from bot.context import Context
from bot.handlers.press import Pressed
from bot.messages.code import run_before
from bot.messages.incoming import (
    WRITTEN,
    Commands,
    after_command,
    commands,
    is_private,
    message_of,
)
from bot.messages.typed import linked_exercise, practice_link
from bot.practice import render
from bot.render.run import told
from bot.sending.pictures import Painter
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from progress.events import Turn
from tutor.picture.scene.marks import Scene
from tutor.practice.choose import NoneLeft
from tutor.practice.exercises import (
    Faulty,
    Gone,
    Graded,
    Hinted,
    Judged,
    NoMoreHints,
    NotYet,
    Practice,
    Shown,
    Solved,
)
from tutor.run import NotRun
from tutor.tutor import Tutor

Handler = BaseHandler[Update, Context, None]

log = structlog.get_logger(__name__)


def command_handlers(practice: Practice, replies: Replies) -> list[Handler]:
    async def on_practice(update: Update, context: Context) -> None:
        message = message_of(update)
        said = after_command(message).strip()
        await replies.answer(context, message, await begun(practice, context, message, said))

    async def on_exercise(update: Update, context: Context) -> None:
        message = message_of(update)
        said = after_command(message).strip()
        found = (
            await begun(practice, context, message, said)
            if said or not is_private(message)
            else render.shown(practice.all())
        )
        await replies.answer(context, message, found)

    async def on_link(update: Update, context: Context) -> None:
        message = message_of(update)
        name = linked_exercise(after_command(message).strip()) or ""
        await replies.answer(context, message, await begun(practice, context, message, name))

    # Both spellings are what somebody types who has read the button.
    spelt = [commands(name, on_practice) for name in ("practice", "practise")]
    opened = Commands("start", on_link, WRITTEN & filters.Regex(r"^/start\S*\s+x-"))
    return [opened, *spelt, commands("exercise", on_exercise)]


async def begun(practice: Practice, context: Context, message: Message, said: str) -> Response:
    """An exercise; in a group, the way to it."""
    if is_private(message):
        return render.shown(await practice.begin(context.turn, said))
    return render.in_group(practice_link(context.bot.username, practice.linked(said)))


def judged(tutor: Tutor, found: Judged) -> Response:
    """What is said of an attempt."""
    match found:
        case Graded():
            return render.verdict(found, tutor.library.known(found.exercise.pages))
        case Gone():
            return Response(plain(render.GONE))
        case Faulty():
            return _faulty(found)
        case NotRun():
            return told(found)


def _faulty(found: Faulty) -> Response:
    log.error("exercise_broken", reason=found.reason)
    return Response(plain(render.FAULTY))


def button_handler(practice: Practice, painter: Painter) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        if at.in_group:
            await _lead_away(practice, at, context.bot.username)
            return
        async with at.busy(ChatAction.TYPING):
            await _press(practice, painter, at, context.bot.username)

    return CallbackQueryHandler(on_press, f"^{VERSION}")


async def _lead_away(practice: Practice, at: Pressed, username: str) -> None:
    """From under an answer in a group to the private chat, where it opens."""
    match unpack(at.data):
        case PractisePage(page):
            await at.toast()
            there = render.in_group(practice_link(username, practice.linked(page)))
            await at.send(there, quote=True)
        case _:
            await at.toast(words.SEND_IT_PRIVATELY)


async def _press(practice: Practice, painter: Painter, at: Pressed, username: str) -> None:
    turn = at.turn
    match unpack(at.data):
        case NextHint(exercise):
            await _help(at, await practice.hint(turn, exercise))
        case GiveUp(exercise):
            await _help(at, await practice.give_up(turn, exercise))
        case ShowSolution(exercise):
            found = await practice.solution(turn, exercise)
            await _help(at, found, await _theirs(at, username))
        case DrawDifference(exercise):
            await at.toast()
            scene = await practice.drawn(turn, exercise, await _theirs(at, username))
            await at.send(await _drawn(painter, scene), quote=True)
        case Stale():
            await at.toast(words.STALE_BUTTON)
        case StopExercise(exercise):
            await practice.stop(turn, exercise)
            await at.toast(render.STOPPED)
            await at.redraw_buttons(None)
        case (OpenExercise() | PractisePage() | Choose()) as wanted:
            await _open(at, await _wanted(practice, turn, wanted))


async def _wanted(
    practice: Practice, turn: Turn, wanted: OpenExercise | PractisePage | Choose
) -> Shown | NoneLeft | Gone:
    match wanted:
        case OpenExercise(exercise):
            return practice.open(turn, exercise)
        case PractisePage(page):
            return await practice.page(turn, page)
        case Choose(wish, exercise):
            return await practice.following(turn, exercise, wish)


async def _open(at: Pressed, found: Shown | NoneLeft | Gone) -> None:
    await at.toast(render.GONE_TOAST if isinstance(found, Gone) else None)
    if not isinstance(found, Gone):
        await at.send(render.shown(found))


async def _help(
    at: Pressed, found: Hinted | NoMoreHints | Solved | NotYet | Gone, theirs: str = ""
) -> None:
    match found:
        case Hinted():
            await at.toast()
            await at.send(render.hint(found))
        case Solved():
            await at.toast()
            await at.send(render.solution(found, theirs))
        case NoMoreHints():
            await at.toast(render.NO_MORE_HINTS)
        case NotYet():
            await at.toast(render.NOT_YET)
        case Gone():
            await at.toast(render.GONE_TOAST)


async def _drawn(painter: Painter, scene: Scene | Gone | Faulty | NotRun | None) -> Response:
    match scene:
        case Gone():
            return Response(plain(render.GONE_TOAST))
        case Faulty():
            return _faulty(scene)
        case NotRun():
            return told(scene)
        case _:
            return await render.picture(painter, scene)


async def _theirs(at: Pressed, username: str) -> str:
    """The code that passed: the message which the verdict quotes."""
    return (await run_before(at.quoted, username) or "") if at.quoted else ""
