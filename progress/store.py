"""The store of everything that happened: each method is one transaction."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import writing
from database.upsert import insert
from progress import (
    event_store,
    history_store,
    inbox_store,
    invite_store,
    learner_store,
    pending_store,
    shown_store,
    statistics_store,
    unmet_store,
    vote_store,
)
from progress.events import Event
from progress.history import Failed, LastRead, LearnerHistory, Offered, OpenQuestion
from progress.inbox import State
from progress.invites import Redemption
from progress.learner import Learner, Role
from progress.statistics import WINDOW, ClassStatistics
from progress.tables import ReplyRow
from progress.turn import Reply, Turn
from progress.unmet import Unmet
from progress.vote_store import Standing

# PostgreSQL lets many write at once; SQLite one, and queueing here is fairer than its polling.
_WRITERS = {"sqlite": 1, "postgresql": 8}


class ProgressStore:
    """Learners, events, inbox, invites, and what is folded from them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._writers = asyncio.Semaphore(_WRITERS[engine.dialect.name])

    async def commit(self, turn: Turn) -> None:
        """Write all that a turn gathered and end its stay in the inbox, or nothing of it.

        The same turn, or the same update handled again, changes nothing.
        """
        async with self._write() as connection:
            await learner_store.seen(connection, turn.sender, turn.at)
            await event_store.append(connection, turn.events)
            for reply in turn.replies:
                await _remember(connection, reply)
            if turn.update_id is not None:
                await inbox_store.close(connection, turn.update_id, State.DONE, turn.at)

    async def replies_to(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """Find the bot's messages that answer a learner's message."""
        query = select(ReplyRow.reply_ids).where(
            ReplyRow.chat_id == chat_id, ReplyRow.message_id == message_id
        )
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).scalar_one_or_none()
        return tuple(found or ())

    async def receive(self, updates: Sequence[tuple[int, str]], now: datetime) -> list[int]:
        """Keep raw updates before they are confirmed; returns the ids that are new."""
        async with self._write() as connection:
            return await inbox_store.receive(connection, updates, now)

    async def pending(self) -> list[tuple[int, str]]:
        """List updates that were received and never finished, in order."""
        async with self._engine.connect() as connection:
            return await inbox_store.pending(connection)

    async def quarantine(self, update_id: int, reason: str, now: datetime) -> None:
        """Set aside an update that can't be decoded."""
        async with self._write() as connection:
            await inbox_store.close(connection, update_id, State.QUARANTINED, now, reason)

    async def dismiss(self, update_id: int, now: datetime) -> None:
        """End the stay of an update that nobody sent, such as one about the bot itself."""
        async with self._write() as connection:
            await inbox_store.close(connection, update_id, State.DONE, now)

    async def mark_failed(self, turn: Turn, reference: str) -> None:
        """End the stay of an update whose handling failed; its events are dropped."""
        if turn.update_id is not None:
            async with self._write() as connection:
                await inbox_store.close(
                    connection, turn.update_id, State.FAILED, turn.at, reference
                )

    async def counts(self) -> Mapping[State, int]:
        """Count the inbox's updates in each state."""
        async with self._engine.connect() as connection:
            return await inbox_store.counts(connection)

    async def purge(self, done_before: datetime) -> int:
        """Forget updates that ended before then: Telegram may number anew after a quiet week."""
        async with self._write() as connection:
            return await inbox_store.purge(connection, done_before)

    async def learner(self, telegram_user_id: int) -> Learner | None:
        """Find someone who wrote before, or None."""
        async with self._engine.connect() as connection:
            return await learner_store.learner(connection, telegram_user_id)

    async def role(self, telegram_user_id: int) -> Role:
        """Tell what someone may see; a stranger is a learner."""
        known = await self.learner(telegram_user_id)
        return Role.LEARNER if known is None else known.role

    async def instructors(self) -> tuple[int, ...]:
        """List everyone who is an instructor."""
        async with self._engine.connect() as connection:
            return await learner_store.with_role(connection, Role.INSTRUCTOR)

    async def create_invite(self, role: Role, expires_at: datetime, now: datetime) -> str:
        """Make a new code, which is readable only now."""
        async with self._write() as connection:
            return await invite_store.create(connection, role, expires_at, now)

    async def redeem(self, code: str, telegram_user_id: int, now: datetime) -> Redemption:
        """Take a code for someone; of two who try at once, one gets it."""
        async with self._write() as connection:
            return await invite_store.redeem(connection, code, telegram_user_id, now)

    async def events(self, since: datetime | None = None) -> AsyncIterator[Event]:
        """Read every event since then, in the order they were written."""
        last = 0
        while found := await self._page(last, since):
            for event in found:
                yield event
                last = event.id or last

    async def learner_history(self, telegram_user_id: int) -> LearnerHistory:
        """Gather all that `/me` tells about one learner."""
        async with self._engine.connect() as connection:
            return await history_store.history(connection, telegram_user_id)

    async def lately(self, telegram_user_id: int, since: datetime) -> list[Event]:
        """Read what one learner did since then, in the order it was written."""
        async with self._engine.connect() as connection:
            return await event_store.lately(connection, telegram_user_id, since)

    async def open_question(self, telegram_user_id: int, update_id: int) -> OpenQuestion | None:
        """Find a learner's question by its update, where it got suggestions."""
        async with self._engine.connect() as connection:
            return await history_store.open_question(connection, telegram_user_id, update_id)

    async def last_read(self, telegram_user_id: int, since: datetime) -> LastRead | None:
        """Find the page a learner read last, not earlier than `since`."""
        async with self._engine.connect() as connection:
            read = await history_store.last_read(connection, telegram_user_id, since)
            return await shown_store.with_shown(connection, telegram_user_id, read, since)

    async def read_before(
        self, telegram_user_id: int, since: datetime, sent: datetime
    ) -> LastRead | None:
        """Find the page a learner had read last when a message was sent that is edited now."""
        async with self._engine.connect() as connection:
            read = await history_store.read_before(connection, telegram_user_id, since, sent)
            return await shown_store.with_shown(connection, telegram_user_id, read, since, sent)

    async def since_read(
        self, telegram_user_id: int, since: datetime, before: datetime | None = None
    ) -> Failed | Offered | None:
        """Find what came after the page a learner read last: suggestions, or a failed run."""
        async with self._engine.connect() as connection:
            return await pending_store.since_read(connection, telegram_user_id, since, before)

    async def vote(self, telegram_user_id: int, slug: str) -> Standing | None:
        """Find how a learner voted on a page last."""
        async with self._engine.connect() as connection:
            return await vote_store.standing(connection, telegram_user_id, slug)

    async def class_statistics(self, now: datetime, window: timedelta = WINDOW) -> ClassStatistics:
        """Gather all that `/stats` tells about everybody."""
        async with self._engine.connect() as connection:
            return await statistics_store.class_statistics(connection, now, window)

    async def unmet(self, since: datetime) -> list[Unmet]:
        """List the questions since then that were not met, without who asked them."""
        async with self._engine.connect() as connection:
            return await unmet_store.unmet(connection, since)

    async def rebuild(self) -> int:
        """Fold the roll-ups from the events anew; returns the number of events."""
        async with self._write() as connection:
            return await event_store.rebuild(connection)

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        async with self._writers, self._writing.begin() as connection:
            yield connection

    async def _page(self, after_id: int, since: datetime | None) -> list[Event]:
        # A page a transaction: a reader that takes its time must not hold one open.
        async with self._engine.connect() as connection:
            return await event_store.page(connection, after_id, since)


async def _remember(connection: AsyncConnection, reply: Reply) -> None:
    upsert = insert(connection, ReplyRow).values(
        chat_id=reply.chat_id, message_id=reply.message_id, reply_ids=list(reply.reply_ids)
    )
    keys = [ReplyRow.chat_id, ReplyRow.message_id]
    await connection.execute(
        upsert.on_conflict_do_update(
            index_elements=keys, set_={"reply_ids": upsert.excluded.reply_ids}
        )
    )
