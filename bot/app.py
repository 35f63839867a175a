"""The bot's table of contents: every handler, in the order they are asked."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from telegram.ext import Application, BaseHandler, ContextTypes

from bot.cohorts import handlers as cohorts_handlers
from bot.context import App, Context
from bot.drafts import handlers as drafts_handlers
from bot.drafts import writing
from bot.drafts.handlers import Drafts
from bot.drills import handlers as drills_handlers
from bot.handlers import buttons, code, failure, masked, message, pages
from bot.handlers import entries as handlers_entries
from bot.handlers import instructors as handlers_instructors
from bot.handlers.entries import Entries
from bot.handlers.instructors import Conflicts, UnansweredQuestions
from bot.intake.intake import Intake, bot_id_in
from bot.intake.liveness import Outage
from bot.intake.ordering import QUIET_SECONDS, Albums, LearnersInOrder
from bot.intake.requests import MESSAGES_PER_SECOND, MessageRates, sending
from bot.intake.turns import Clock, Turns
from bot.menus import Instructors
from bot.notes import handlers as notes_handlers
from bot.posts.handlers import Posts, posts
from bot.posts.sender import Sender
from bot.practice import handlers as practice_handlers
from bot.privacy import handlers as privacy_handlers
from bot.sending.pictures import Painter
from bot.sending.replies import Replies
from bot.views import handlers as views_handlers
from bot.views import xray
from bot.views.weekly import Weekly
from bot.web import handlers as web_handlers
from progress.stores.progress_store import ProgressStore
from tutor.curation_desk import Curation
from tutor.tutor import Tutor

TELEGRAM = "https://api.telegram.org"

Handler = BaseHandler[Any, Context, Any]


def handlers(
    tutor: Tutor,
    curation: Curation,
    store: ProgressStore,
    painter: Painter,
    albums: Albums,
    *,
    announced: Posts,
    web_url: str | None = None,
) -> dict[int, Sequence[Handler]]:
    """In each group the first that takes an update handles it.

    What is for another bot or was overtaken goes no further, nor do answers to announcements, a
    draft's messages and an instructor's files.
    """
    replies = Replies(store)
    messages = message.Messages(tutor, replies, partial(practice_handlers.judged, tutor))
    open_questions, entries = UnansweredQuestions(tutor, curation), Entries(tutor, curation)
    conflicting, drafts = Conflicts(curation, entries), Drafts(tutor, curation, entries)
    usual = [
        *announced.handlers(),
        *practice_handlers.command_handlers(tutor.practice, replies),
        *cohorts_handlers.handlers(tutor, replies),
        *pages.handlers(tutor, curation, replies),
        pages.topics_handler(tutor, replies),
        pages.me_handler(tutor, replies),
        drills_handlers.command_handler(tutor.drills, replies),
        views_handlers.stats_handler(tutor, replies, painter),
        web_handlers.handler(store, replies, web_url),
        handlers_instructors.unanswered_handler(open_questions, replies),
        *writing.handlers(drafts, replies),
        handlers_entries.handler(entries, replies),
        handlers_instructors.conflicts_handler(conflicting, replies),
        code.draw_handler(tutor, replies, painter),
        code.timing_handler(tutor, replies),
        code.trace_handler(tutor, replies),
        code.run_handler(tutor, replies, messages),
        message.handler(messages),
        drafts_handlers.handler(
            curation,
            unanswered=open_questions,
            entries=entries,
            conflicts=conflicting,
            drafts=drafts,
        ),
        *notes_handlers.handlers(tutor.notes, replies),
        *privacy_handlers.handlers(curation.privacy, replies),
        drills_handlers.button_handler(tutor.drills),
        practice_handlers.button_handler(tutor.practice, painter),
        xray.button_handler(tutor, announced.sender),
        views_handlers.button_handler(tutor, painter, announced.sender),
        buttons.run_button_handler(tutor, replies),
        buttons.handler(tutor, painter),
        message.other_handler(replies, albums),
    ]
    into_draft = writing.into_draft(curation, drafts, replies)
    files = writing.handler(curation, replies, messages)
    first = [message.unheard_handler(), message.overtaken_handler(store)]
    return {-4: first, -3: [announced.answers_handler()], -2: [into_draft], -1: [files], 0: usual}


@dataclass(frozen=True, slots=True)
class Bot:
    """The application with what feeds it."""

    # Its own representation shows the token.
    application: App = field(repr=False)
    intake: Intake
    ordering: LearnersInOrder
    painter: Painter
    posts: Posts
    weekly: Weekly
    api_url: str
    instructors: Instructors
    database: Outage


def now() -> datetime:
    return datetime.now(UTC)


def build(
    tutor: Tutor,
    curation: Curation,
    store: ProgressStore,
    *,
    token: str,
    api_url: str = TELEGRAM,
    clock: Clock = now,
    quiet_seconds: float = QUIET_SECONDS,
    messages_per_second: float = MESSAGES_PER_SECOND,
    web_url: str | None = None,
) -> Bot:
    """Put the bot together; nothing is connected yet.

    An update comes in by the intake and its queue, waits in `ordering` for those before it, and is
    then handled in a turn of its own, by the first of `handlers` that takes it.
    """
    # python-telegram-bot warns at every "too many requests" unless told that we are ready for it.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    queue: asyncio.Queue[object] = asyncio.Queue()
    bot_id = bot_id_in(token)
    outage = Outage()
    turns = Turns(store, clock, tutor.refresh, bot_id, masked.explain, outage=outage)
    intake = Intake(store, queue, clock, bot_id, turns.unwritten, outage=outage)
    albums = Albums(quiet_seconds)
    ordering = LearnersInOrder(turns, intake.finished, albums.note, quiet_seconds=quiet_seconds)
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(sending(api_url))
        .rate_limiter(MessageRates(messages_per_second))
        .context_types(ContextTypes(context=Context))
        .concurrent_updates(ordering)
        .updater(None)
        .update_queue(queue)
        .job_queue(None)
        .build()
    )
    painter = Painter()
    announced = posts(tutor, store, Sender(store.outbox, application.bot, clock))
    application.add_handlers(
        handlers(tutor, curation, store, painter, albums, announced=announced, web_url=web_url)
    )
    application.add_error_handler(failure.on_error)
    return Bot(
        application,
        intake,
        ordering,
        painter,
        announced,
        Weekly(tutor.views, store, announced.sender),
        api_url,
        store.instructors,
        outage,
    )
