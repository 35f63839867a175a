"""/drill, and the buttons under its questions."""

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import words
from bot.buttons.codec import Stale
from bot.context import Context
from bot.drills import render
from bot.drills.buttons import VERSION, AnswerDrill, NextDrill, StopDrills, unpack
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.messages.incoming import after_command
from bot.sending.replies import Replies
from bot.sending.response import Response
from progress.events import Turn
from tutor.practice.drilling import Changed, Drills, Judged
from tutor.practice.drills.course import family_of
from tutor.run import NotRun


def command_handler(drills: Drills, replies: Replies) -> CommandHandler[Context, None]:
    async def on_drill(turn: Turn, message: Message) -> Response:
        said = after_command(message).strip()
        family = family_of(said)
        if said and family is None:
            return render.families(said)
        return render.question(await drills.begin(turn, family))

    return private_command("drill", replies, on_drill)


def button_handler(drills: Drills) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        match unpack(at.data):
            case AnswerDrill() as press:
                await _answer(drills, at, press)
            case NextDrill() as press:
                await at.toast()
                # The question that was left unanswered, or its verdict, stays without buttons.
                await at.redraw_buttons(None)
                await at.send(render.question(await drills.ask(at.turn, press.course)))
            case StopDrills():
                await at.toast(render.STOPPED)
                await at.redraw_buttons(None)
            case Stale():
                await at.toast(words.STALE_BUTTON)

    return CallbackQueryHandler(on_press, f"^{VERSION}")


async def _answer(drills: Drills, at: Pressed, press: AnswerDrill) -> None:
    match await drills.answer(at.turn, press.course, press.mark, press.chosen):
        case Judged() as judged:
            await at.toast()
            await at.change(render.verdict(judged))
        case Changed():
            await at.toast(render.CHANGED)
        case NotRun() as lacking:
            await at.toast()
            await at.send(render.question(lacking))
