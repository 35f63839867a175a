"""The store of everything that happened: each method is one transaction."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import write, writing
from progress.cohorts.cohort import OPEN, day_at
from progress.events import Event, Turn
from progress.history import Failed, LastRead, LearnerHistory, Offered, OfferedQuestion
from progress.inbox import Claimant, Claimed, State
from progress.people import Learner, Post, Redemption, Role
from progress.periods import Period, back
from progress.practising import Attempts, OpenExercise
from progress.statistics import WINDOW, ClassStatistics
from progress.stores import events as stores_events
from progress.stores import history, inbox, people, practice, replies, statistics
from progress.stores.cohorts import outbox_store, submissions
from progress.stores.cohorts.assignment_store import AssignmentStore
from progress.stores.cohorts.cohort_store import CohortStore
from progress.stores.cohorts.note_store import NoteStore
from progress.stores.cohorts.outbox_store import OutboxStore
from progress.stores.cohorts.view_store import ViewStore
from progress.stores.cohorts.web_store import WebStore
from progress.stores.history import Standing
from progress.stores.privacy_store import PrivacyStore
from progress.unanswered import Unmet


class ProgressStore:
    """Learners, events, inbox, invites, and what is folded from them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self.cohorts = CohortStore(engine)
        self.notes = NoteStore(engine)
        self.privacy = PrivacyStore(engine)
        self.web = WebStore(engine)
        self.views = ViewStore(engine)
        self.outbox = OutboxStore(engine)
        self.assignments = AssignmentStore(engine)

    async def commit(self, *turns: Turn) -> None:
        """Write all that turns gathered and end their stay in the inbox, or nothing of it.

        The same turn, or the same update handled again, changes nothing.
        """
        async with self._write() as connection:
            for turn in turns:
                if not turn.forgotten:
                    await _written(connection, turn)

    async def replies_to(self, bot_id: int, chat_id: int, message_id: int) -> tuple[int, ...]:
        """Find a bot's messages that answer a learner's message."""
        async with self._engine.connect() as connection:
            return await replies.replies_to(connection, bot_id, chat_id, message_id)

    async def was_run(self, bot_id: int, chat_id: int, message_id: int) -> bool:
        """Whether what a bot said last to a learner's message told of a run."""
        async with self._engine.connect() as connection:
            return await replies.was_run(connection, bot_id, chat_id, message_id)

    async def is_overtaken(
        self, bot_id: int, update_id: int, chat_id: int, message_id: int
    ) -> bool:
        """Whether a later update of the bot about the same message was answered already."""
        async with self._engine.connect() as connection:
            return await replies.is_overtaken(connection, bot_id, update_id, chat_id, message_id)

    async def receive(
        self,
        claimant: Claimant,
        updates: Sequence[tuple[int, str]],
        now: datetime,
        until: datetime,
    ) -> list[int]:
        """Keep raw updates before they are confirmed; returns the ids that are new, and claimed."""
        async with self._write() as connection:
            return await inbox.receive(connection, claimant, updates, now, until)

    async def claim(self, claimant: Claimant, now: datetime, until: datetime) -> list[Claimed]:
        """Take up a bot's updates that no process has in hand; of two processes one gets each."""
        async with self._write() as connection:
            return await inbox.claim(connection, claimant, now, until)

    async def take_over(self, claimant: Claimant, until: datetime) -> list[Claimed]:
        """Take up all of the bot's updates that are not finished, whoever had them in hand."""
        async with self._write() as connection:
            return await inbox.take_over(connection, claimant, until)

    async def renew(self, claimant: Claimant, in_hand: Collection[int], until: datetime) -> None:
        """Go on holding updates that take their time."""
        async with self._write() as connection:
            await inbox.renew(connection, claimant, in_hand, until)

    async def release(self, claimant: Claimant) -> None:
        """Let other processes take up the updates that this one had claimed and did not finish."""
        async with self._write() as connection:
            await inbox.release(connection, claimant)

    async def put_off(self, bot_id: int, update_id: int, now: datetime) -> datetime | None:
        """Leave an update for later; returns when it is tried again, None if it is given up."""
        async with self._write() as connection:
            return await inbox.put_off(connection, bot_id, update_id, now)

    async def close(
        self, bot_id: int, update_id: int, state: State, now: datetime, *, reason: str | None = None
    ) -> None:
        """End an update's stay in the inbox without a turn; its events, if any, are dropped."""
        async with self._write() as connection:
            await inbox.close(connection, bot_id, update_id, state, now, reason=reason)

    async def adopt(self, bot_id: int, now: datetime, left_before: datetime) -> None:
        """Give a bot what was written before updates bore their bot's id.

        What is pending only where it was received before `left_before`.
        """
        async with self._write() as connection:
            await inbox.adopt(connection, bot_id, now, left_before)

    async def counts(self) -> Mapping[State, int]:
        """Count the inbox's updates in each state."""
        async with self._engine.connect() as connection:
            return await inbox.counts(connection)

    async def purge(self, before: datetime) -> int:
        """Forget what ended before then, and return how many updates that were.

        Telegram may number updates anew after a quiet week. Messages can be edited for two days,
        and wrong codes count for an hour, so neither is asked for after that week.
        """
        async with self._write() as connection:
            await replies.purge(connection, before)
            await people.purge(connection, before)
            await outbox_store.purge(connection, before)
            return await inbox.purge(connection, before)

    async def learner(self, telegram_user_id: int) -> Learner | None:
        """Find someone who wrote before, or None."""
        async with self._engine.connect() as connection:
            return await people.learner(connection, telegram_user_id)

    async def role(self, telegram_user_id: int) -> Role:
        """Tell what someone may see; a stranger is a learner."""
        async with self._engine.connect() as connection:
            return await people.role_of(connection, telegram_user_id)

    async def instructors(self) -> tuple[int, ...]:
        """List everyone who is an instructor."""
        async with self._engine.connect() as connection:
            return await people.with_role(connection, Role.INSTRUCTOR)

    async def create_invite(
        self, role: Role, expires_at: datetime, now: datetime, post: Post | None = None
    ) -> str:
        """Make a new code, which is readable only now."""
        async with self._write() as connection:
            return await people.create(connection, role, expires_at, now, post)

    async def redeem(self, code: str, telegram_user_id: int, now: datetime) -> Redemption:
        """Take a code for someone; of two who try at once, one gets it."""
        async with self._write() as connection:
            return await people.redeem(connection, code, telegram_user_id, now)

    async def events(self, since: datetime | None = None) -> AsyncIterator[Event]:
        """Read every event since then that is written by now, in the order of their ids."""
        last, newest = 0, await self._newest_event()
        while found := await self._page(last, newest, since):
            for event in found:
                yield event
                last = event.id or last

    async def learner_history(self, telegram_user_id: int) -> LearnerHistory:
        """Gather all that `/me` tells about one learner."""
        async with self._engine.connect() as connection:
            return await history.history(connection, telegram_user_id)

    async def lately(self, telegram_user_id: int, since: datetime) -> list[Event]:
        """Read a learner's events since a time, in the order they were written."""
        async with self._engine.connect() as connection:
            return await stores_events.lately(connection, telegram_user_id, since)

    async def offered_question(
        self, telegram_user_id: int, bot_id: int, update_id: int
    ) -> OfferedQuestion | None:
        """Find a learner's question by a bot's update, where it got suggestions."""
        async with self._engine.connect() as connection:
            return await history.offered_question(connection, telegram_user_id, bot_id, update_id)

    async def last_read(
        self, telegram_user_id: int, since: datetime, sent: datetime | None = None
    ) -> LastRead | None:
        """Find the page a learner read last; had read, when a message was `sent` that is edited."""
        async with self._engine.connect() as connection:
            return await history.last_read(connection, telegram_user_id, since, sent)

    async def since_read(
        self, telegram_user_id: int, since: datetime, sent: datetime | None = None
    ) -> Failed | Offered | None:
        """Find the suggestions or the failed run that came after the page a learner read last."""
        async with self._engine.connect() as connection:
            return await history.since_read(connection, telegram_user_id, since, sent)

    async def vote(self, telegram_user_id: int, slug: str) -> Standing | None:
        """Find how a learner voted on a page last."""
        async with self._engine.connect() as connection:
            return await history.standing(connection, telegram_user_id, slug)

    async def open_exercise(self, telegram_user_id: int) -> OpenExercise | None:
        """Find the exercise that a learner is at."""
        async with self._engine.connect() as connection:
            return await practice.opened(connection, telegram_user_id)

    async def attempts(self, telegram_user_id: int) -> Attempts:
        """Gather what a learner has done with exercises, by their ids."""
        async with self._engine.connect() as connection:
            return await practice.attempts(connection, telegram_user_id)

    async def attempted_by(self, bot_id: int, chat_id: int, message_id: int) -> str | None:
        """Find the exercise that a message was an attempt at before it was edited."""
        async with self._engine.connect() as connection:
            return await practice.attempted_by(connection, bot_id, chat_id, message_id)

    async def class_statistics(
        self, now: datetime, cohort_id: int = OPEN, period: Period | None = None
    ) -> ClassStatistics:
        """Gather all that `/stats` tells about a class in a period, by default the last month."""
        span = period or back(day_at(now), WINDOW.days)
        async with self._engine.connect() as connection:
            return await statistics.class_statistics(connection, cohort_id, span.first, span.last)

    async def unmet(self, since: datetime, cohort_id: int = OPEN) -> list[Unmet]:
        """List the questions of a class since a time that were not met, but not who asked them."""
        async with self._engine.connect() as connection:
            return await statistics.unmet(connection, cohort_id, since)

    async def rebuild(self) -> int:
        """Fold the roll-ups from the events anew; returns the number of events."""
        async with self._write() as connection:
            return await stores_events.rebuild(connection)

    def _write(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return write(self._writing)

    async def _newest_event(self) -> int:
        async with self._engine.connect() as connection:
            return await stores_events.newest(connection)

    async def _page(self, after_id: int, newest: int, since: datetime | None) -> list[Event]:
        # A page a transaction: a reader that takes its time must not hold one open.
        async with self._engine.connect() as connection:
            return await stores_events.page(connection, after_id, newest, since)


async def _written(connection: AsyncConnection, turn: Turn) -> None:
    await people.seen(connection, turn.sender, turn.at)
    await stores_events.append(connection, turn.bot_id, turn.events)
    for reply in turn.replies:
        await replies.remember(connection, reply, turn)
    for exercise in turn.exercises[-1:]:
        await practice.keep(connection, turn.sender.telegram_user_id, exercise)
    for name, code in turn.submissions:
        await submissions.keep(connection, turn.sender.telegram_user_id, name, code, turn.at)
    if turn.update_id is not None:
        await inbox.close(connection, turn.bot_id, turn.update_id, State.DONE, turn.at)
