"""The outbox: letters put, taken up one at a time, and ended; each method is one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import write, writing
from database.upsert import insert
from progress.cohorts.outbox import ANSWERED_WITHIN, LEASE, Delivered, Delivery, Letter
from progress.stores.class_tables import OutboxRow


class OutboxStore:
    """What waits to be sent, and what became of what was."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def put(
        self,
        bot_id: int,
        ref: str,
        people: Iterable[int],
        body: Any,
        not_before: datetime,
        *,
        reply_to: int | None = None,
    ) -> None:
        """Let a bot send something to people; who has it by this name already gets it no more."""
        row = {"bot_id": bot_id, "ref": ref, "body": body, "reply_to": reply_to, "tries": 0}
        row |= {"state": Delivery.PENDING, "not_before": not_before}
        async with write(self._writing) as connection:
            for who in people:
                letter = insert(connection, OutboxRow).values(**row, telegram_user_id=who)
                await connection.execute(letter.on_conflict_do_nothing())

    async def take(self, bot_id: int, now: datetime) -> Letter | None:
        """Take up the letter that has waited longest; no other process gets it within the lease."""
        of = OutboxRow
        waiting = of.bot_id == bot_id, of.state == Delivery.PENDING, of.not_before <= now
        first = select(of.id).where(*waiting).order_by(of.not_before, of.id).limit(1)
        taken = (
            update(of)
            .where(of.id == first.with_for_update(skip_locked=True).scalar_subquery())
            .values(not_before=now + LEASE, tries=of.tries + 1)
            .returning(of.id, of.telegram_user_id, of.body, of.tries)
        )
        async with write(self._writing) as connection:
            row = (await connection.execute(taken)).one_or_none()
            return Letter(*row) if row else None

    async def sent(self, letter: int, message_id: int, now: datetime) -> None:
        await self._change(letter, state=Delivery.SENT, message_id=message_id, done_at=now)

    async def ended(self, letter: int, how: Delivery, now: datetime) -> None:
        """Give up a letter: its person blocked the bot, or it could not be sent."""
        await self._change(letter, state=how, done_at=now)

    async def put_off(self, letter: int, until: datetime) -> None:
        await self._change(letter, not_before=until)

    async def delivered(self, ref: str) -> Delivered:
        """Count how far something is that goes to many, whichever class it was for."""
        named = (OutboxRow.ref == ref) | OutboxRow.ref.startswith(f"{ref}:", autoescape=True)
        query = select(OutboxRow.state, func.count()).where(named)
        async with self._engine.connect() as connection:
            found = await connection.execute(query.group_by(OutboxRow.state))
            return Delivered(**{str(state): count for state, count in found})

    async def told(
        self, cohort_id: int, person: int, since: datetime
    ) -> tuple[tuple[datetime, str], ...]:
        """List what the teachers of a class told a learner since then, the latest first."""
        of, at = OutboxRow, func.coalesce(OutboxRow.done_at, OutboxRow.not_before)
        by_teachers = of.ref.startswith("nudge:") | of.ref.startswith("said:")
        query = (
            select(at, of.body)
            .where(of.telegram_user_id == person, by_teachers, of.ref.endswith(f":{cohort_id}"))
            .where(of.state.in_((Delivery.PENDING, Delivery.SENT)), at >= since)
        )
        async with self._engine.connect() as connection:
            found = await connection.execute(query.order_by(at.desc()))
            return tuple((when, str(body["text"])) for when, body in found)

    async def answers_go_to(self, bot_id: int, person: int, message_id: int) -> int | None:
        """Find whom an answer to one of a bot's messages is for; None where it is for the bot."""
        of = OutboxRow
        sent = of.bot_id == bot_id, of.telegram_user_id == person, of.message_id == message_id
        async with self._engine.connect() as connection:
            return await connection.scalar(select(of.reply_to).where(*sent))

    async def _change(self, letter: int, **values: Any) -> None:
        this: ColumnElement[bool] = OutboxRow.id == letter
        async with write(self._writing) as connection:
            await connection.execute(update(OutboxRow).where(this).values(**values))


async def purge(connection: AsyncConnection, before: datetime) -> None:
    """Forget letters that ended so long ago that nobody answers them any more."""
    await connection.execute(delete(OutboxRow).where(OutboxRow.done_at < before - ANSWERED_WITHIN))
