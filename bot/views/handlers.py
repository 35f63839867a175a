"""/stats, and the views under it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import structlog
from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import words
from bot.buttons.codec import Stale
from bot.context import Context
from bot.handlers.press import Pressed
from bot.handlers.private import private_command
from bot.messages.incoming import after_command
from bot.render import card
from bot.sending.pictures import NotPainted, Painted, Painter, questions_by_topic
from bot.sending.replies import Destination, Replies, send
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
from bot.views.render import Post
from progress.cohorts.cohort import day_at
from progress.csv_export import statistics_csv
from progress.events import Turn
from progress.periods import DAY, Period, read_period
from progress.statistics import WINDOW
from tutor.class_report import ClassReport
from tutor.curation.desk import InstructorsOnly
from tutor.picture.scene.marks import Scene
from tutor.tutor import Tutor
from tutor.views.values import Heatmap, LearnerView, NoSuchMember, Nudge

log = structlog.get_logger(__name__)

Send = Callable[[Context, Post], Awaitable[bool]]
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
    tutor: Tutor, painter: Painter, sending: Send | None = None
) -> CallbackQueryHandler[Context, None]:
    shown = _Shown(tutor, painter)

    async def on_press(update: Update, context: Context) -> None:
        at = Pressed(update, context)
        press = unpack(at.data)
        match press:
            case Stale():
                await at.toast(words.STALE_BUTTON)
            case SendNudge(learner, mark):
                nudge = await shown.nudge(at.turn, learner, mark)
                deliver = sending or _directly(tutor)
                post = Post(learner, nudge.text, nudge.page, nudge.exercise) if nudge else None
                await at.toast(await _sent(context, deliver, post))
            # The first page comes from under the statistics, which stay.
            case ShowMembers(page) if page:
                await at.toast()
                await at.change(await shown.view(at.turn, press))
            case _:
                await at.toast()
                await at.send(await shown.view(at.turn, press))

    return CallbackQueryHandler(on_press, f"^{VERSION}")


async def _sent(context: Context, deliver: Send, post: Post | None) -> str:
    if post is None:
        return render.NOTHING_TO_SEND
    return "Sent." if await deliver(context, post) else "They can't be reached at the moment."


def _directly(tutor: Tutor) -> Send:
    """Send at once; whoever has blocked the bot is not reached."""

    async def deliver(context: Context, post: Post) -> bool:
        try:
            said = render.post(post, tutor.entry(post.page))
            await send(context, Destination(post.person), said)
        except TelegramError as error:
            log.warning("nudge_not_sent", error=str(error))
            return False
        return True

    return deliver


class _Shown:
    """Views as responses, of the class that whoever presses is at."""

    def __init__(self, tutor: Tutor, painter: Painter) -> None:
        self._views = tutor.views
        self._painter = painter

    async def view(self, turn: Turn, press: ViewPress) -> Response:
        who, now = turn.sender.telegram_user_id, turn.at
        match press:
            case ShowStuck():
                return _told(await self._views.stuck(who, now), render.stuck)
            case ShowAtRisk():
                return _told(await self._views.at_risk(who, now), render.at_risk)
            case ShowExercises():
                found = await self._views.exercises(who, _month(now))
                return _told(found, render.exercises)
            case ShowTopics():
                return await self._topics(await self._views.topics(who, now))
            case ShowMembers(page):
                listed = await self._views.members(who)
                return _told(listed, lambda found: render.members(found, page))
            case ShowMember(learner) | SendNudge(learner):
                return _learner(await self._views.learner(who, learner, now))

    async def nudge(self, turn: Turn, learner: int, mark: int) -> Nudge | None:
        """What a button sends, where its learner is stuck at that still."""
        found = await self._views.stuck(turn.sender.telegram_user_id, turn.at)
        if isinstance(found, InstructorsOnly):
            return None
        of = (each for each in found.learners if each.member.telegram_user_id == learner)
        nudges = (why.nudge for each in of for why in each.why)
        return next((each for each in nudges if render.mark(each) == mark), None)

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


def _month(now: datetime) -> Period:
    today = day_at(now)
    return Period(today - WINDOW + DAY, today)


async def _with_files(report: ClassReport, painter: Painter) -> Response:
    # A byte order mark, or a spreadsheet takes it for an old code page.
    table = statistics_csv(report.statistics, report.titles).encode("utf-8-sig")
    figures = Document(f"unsqueeze-{report.statistics.until:%Y-%m-%d}.csv", table)
    said = replace(card.report(report), keyboard=render.menu(), attachments=(figures,))
    return await _pictured(said, questions_by_topic(report), painter)


async def _pictured(said: Response, picture: Scene | None, painter: Painter) -> Response:
    """With a picture before the files, where there is one."""
    painted = await painter.paint(picture) if picture else NotPainted()
    photos = (Photo(painted.png),) if isinstance(painted, Painted) else ()
    return replace(said, attachments=(*photos, *said.attachments))
