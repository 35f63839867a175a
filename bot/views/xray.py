"""X-ray: what many of a class did alike at an exercise, and an explanation for those who did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler

from bot import words
from bot.buttons import practice
from bot.buttons.codec import Codec, Stale
from bot.buttons.learners import keyboard
from bot.context import Context
from bot.handlers.press import Pressed
from bot.posts.sender import Sender
from bot.render import card
from bot.render.markdown import markdown
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, paragraphs, plain, pre, stacked
from progress.cohorts.cohort import day_at
from progress.events import Turn
from progress.views.exercises import ExerciseFigures
from tutor.curation.desk import InstructorsOnly
from tutor.practice.xray.words import FEWEST
from tutor.practice.xray.xray import Cluster, TooFew, XRay
from tutor.tutor import Tutor

VERSION = "x"
SHOWN, EXAMPLE_LENGTH = 5, 300
_TOO_FEW = f"Fewer than {FEWEST} of those who joined this class have sent something for it."


@dataclass(frozen=True, slots=True)
class PressXRay:
    """What a class made of an exercise; with a mark, explain it to those in the cluster of it."""

    mark: int
    exercise: str


CODEC = Codec[PressXRay](VERSION, {"s": PressXRay})


def offers(tried: Iterable[ExerciseFigures]) -> InlineKeyboardMarkup | None:
    """A button an exercise that enough have tried."""
    names = (each.counted.exercise for each in tried if each.counted.tried >= FEWEST)
    rows = [[_button(f"X-ray {name}", PressXRay(0, name))] for name in names]
    return keyboard(*rows) if rows else None


def button_handler(tutor: Tutor, sender: Sender) -> CallbackQueryHandler[Context, None]:
    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        press = CODEC.unpack(at.data)
        await at.toast(words.STALE_BUTTON if isinstance(press, Stale) else None)
        if isinstance(press, Stale):
            return
        match await tutor.xray(at.turn.sender.telegram_user_id, press.exercise):
            case XRay() as found:
                told = [each for each in found.clusters if _mark(each) == press.mark]
                for each in told:
                    await _explain(sender, at.turn, found, each)
                await at.send(_shown(found) if press.mark == 0 else _sent(told))
            case TooFew():
                await at.send(Response(plain(_TOO_FEW)))
            case InstructorsOnly():
                await at.send(card.instructors_only())
            case _:
                await at.send(Response(plain("That can't be judged just now: try again later.")))

    return CallbackQueryHandler(on_press, f"^{VERSION}")


async def _explain(sender: Sender, turn: Turn, found: XRay, told: Cluster) -> None:
    """Through the outbox: pressed twice on a day, it comes once, and answers go to the teacher."""
    ref = f"xray:{found.exercise.id}:{_mark(told)}:{day_at(turn.at)}"
    teacher = turn.sender.telegram_user_id
    await sender.put(ref, told.who, _letter(found, told), reply_to=teacher)


def _sent(told: Sequence[Cluster]) -> Response:
    count = sum(each.count for each in told)
    return Response(plain(f"It goes to {count}." if told else "The class has gone on since."))


def _shown(found: XRay) -> Response:
    shown, name = found.clusters[:SHOWN], found.exercise.id
    head = f"{found.passed} of {found.submissions} pass. {found.others} did what too few did alike."
    told = (
        stacked(
            bold(f"{each.share:.0%}: {each.name}"),
            markdown(each.explanation),
            pre(clipped(each.example, EXAMPLE_LENGTH), "python") if each.example else Styled(),
        )
        for each in shown
    )
    rows = [
        [_button(f"{at}. Explain to these {each.count}", PressXRay(_mark(each), name))]
        for at, each in enumerate(shown, 1)
    ]
    text = paragraphs(bold(f"X-ray: {found.exercise.title}"), plain(head), *told)
    return Response(text, keyboard(*rows))


def _letter(found: XRay, told: Cluster) -> Response:
    again = practice.pack(practice.OpenExercise(found.exercise.id))
    about = f"From your teacher, about “{found.exercise.title}”"
    opener = keyboard([InlineKeyboardButton("Open the exercise", callback_data=again)])
    return Response(stacked(bold(about), markdown(told.explanation)), opener)


def _mark(of: Cluster) -> int:
    return crc32(f"{of.name}\n{of.explanation}".encode())


def _button(caption: str, press: PressXRay) -> InlineKeyboardButton:
    return InlineKeyboardButton(clipped(caption, 40), callback_data=CODEC.pack(press))
