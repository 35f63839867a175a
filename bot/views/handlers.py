"""/stats, and the views under it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import words
from bot.buttons.codec import Stale
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.messages.incoming import after_command
from bot.posts.sender import Sender
from bot.render import card
from bot.sending.pictures import NotPainted, Painted, Painter, questions_by_topic
from bot.sending.replies import Replies
from bot.sending.response import Document, Photo, Response
from bot.sending.styled import plain
from bot.views import heatmap, render
from bot.views.buttons import (
    VERSION,
    SendNudge,
    ShowAtRisk,
    ShowExercises,
    ShowMember,
    ShowMembers,
    ShowStuck,
    ShowTopics,
    ViewPress,
    unpack,
)
from progress.cohorts.cohort import day_at
from progress.csv_export import statistics_csv
from progress.events import Turn
from progress.periods import back, read_period
from progress.statistics import WINDOW
from tutor.class_report import ClassReport
from tutor.curation.desk import InstructorsOnly
from tutor.picture.scene.marks import Scene
from tutor.tutor import Tutor
from tutor.views.values import Heatmap, LearnerView, NoSuchMember

T = TypeVar("T")


def stats_handler(
    tutor: Tutor, replies: Replies, painter: Painter
) -> CommandHandler[Context, None]:
    async def on_stats(turn: Turn, message: Message) -> Response:
        said = after_command(message).strip()
        period = read_period(said, day_at(turn.at)) if said else None
        if isinstance(period, str):
            return Response(plain(period))
        match await tutor.stats(turn.sender.telegram_user_id, turn.at, period):
            case InstructorsOnly():
                return card.instructors_only()
            case ClassReport() as report:
                return await _with_files(report, painter)

    return private_command("stats", replies, on_stats)


def button_handler(
    tutor: Tutor, painter: Painter, sender: Sender
) -> CallbackQueryHandler[Context, None]:
    shown = _Shown(tutor, painter, sender)

    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        press = unpack(at.data)
        match press:
            case Stale():
                await at.toast(words.STALE_BUTTON)
            case SendNudge(learner, mark):
                await at.toast(await shown.help(at.turn, learner, mark))
            # From under the statistics, which stay, it comes as 0.
            case ShowMembers(page) if page:
                await at.toast()
                await at.change(await shown.view(at.turn, press))
            case _:
                await at.toast()
                await at.send(await shown.view(at.turn, press))

    return CallbackQueryHandler(on_press, f"^{VERSION}")


class _Shown:
    """Views as responses, of the class that whoever presses is at."""

    def __init__(self, tutor: Tutor, painter: Painter, sender: Sender) -> None:
        self._tutor = tutor
        self._views = tutor.views
        self._painter = painter
        self._sender = sender

    async def view(self, turn: Turn, press: ViewPress) -> Response:
        who, now = turn.sender.telegram_user_id, turn.at
        match press:
            case ShowStuck():
                return _told(await self._views.stuck(who, now), render.stuck)
            case ShowAtRisk():
                return _told(await self._views.at_risk(who, now), render.at_risk)
            case ShowExercises():
                found = await self._views.exercises(who, back(day_at(now), WINDOW.days))
                return _told(found, render.exercises)
            case ShowTopics():
                return await self._topics(await self._views.topics(who, now))
            case ShowMembers(page):
                listed = await self._views.members(who)
                return _told(listed, lambda found: render.members(found, page))
            case ShowMember(learner) | SendNudge(learner):
                return _learner(await self._views.learner(who, learner, now))

    async def help(self, turn: Turn, learner: int, mark: int) -> str:
        """Send what a button means, where its learner is stuck at that still; once a day."""
        teacher = turn.sender.telegram_user_id
        found = await self._views.stuck(teacher, turn.at)
        if isinstance(found, InstructorsOnly):
            return render.NOTHING_TO_SEND
        of = (each for each in found.learners if each.member.telegram_user_id == learner)
        for nudge in (why.nudge for each in of for why in each.why):
            if render.mark(nudge) == mark:
                day = day_at(turn.at)
                ref = f"nudge:{teacher}:{learner}:{mark}:{day}:{found.cohort.id}"
                said = render.nudge(nudge, self._tutor.entry(nudge.page))
                await self._sender.put(ref, [learner], said, reply_to=teacher)
                return render.ON_ITS_WAY
        return render.NOTHING_TO_SEND

    async def _topics(self, found: Heatmap | InstructorsOnly) -> Response:
        said = _told(found, render.heatmap)
        picture = None if isinstance(found, InstructorsOnly) else heatmap.scene(found)
        return await _pictured(said, picture, self._painter)


def _told(found: T | InstructorsOnly, shown: Callable[[T], Response]) -> Response:
    return card.instructors_only() if isinstance(found, InstructorsOnly) else shown(found)


def _learner(found: LearnerView | NoSuchMember | InstructorsOnly) -> Response:
    if isinstance(found, NoSuchMember):
        return Response(plain(render.NO_SUCH_MEMBER))
    return _told(found, render.learner)


async def _with_files(report: ClassReport, painter: Painter) -> Response:
    # A byte order mark, or a spreadsheet takes it for an old code page.
    name = report.cohort.name if report.cohort else ""
    table = statistics_csv(report.statistics, report.titles, name).encode("utf-8-sig")
    figures = Document(f"unsqueeze-{report.statistics.until:%Y-%m-%d}.csv", table)
    said = replace(card.report(report), keyboard=render.menu(), attachments=(figures,))
    return await _pictured(said, questions_by_topic(report), painter)


async def _pictured(said: Response, picture: Scene | None, painter: Painter) -> Response:
    """With a picture before the files, where there is one."""
    painted = await painter.paint(picture) if picture else NotPainted()
    photos = (Photo(painted.png),) if isinstance(painted, Painted) else ()
    return replace(said, attachments=(*photos, *said.attachments))
