"""Exercises in the database. Every function works within the transaction it is given."""

from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from progress import practising
from progress.events import Kind
from progress.inbox import NO_BOT
from progress.practising import Attempts, ExerciseStatistics, OpenExercise, Times
from progress.stores.class_tables import MemberRow
from progress.stores.cohorts.counted import counted
from progress.stores.tables import AttemptsRow, EventRow, OpenExerciseRow, ReplyRow


async def keep(connection: AsyncConnection, telegram_user_id: int, at: OpenExercise | None) -> None:
    """Let this exercise be the open one, in the place of another; None closes it."""
    mine = OpenExerciseRow.telegram_user_id == telegram_user_id
    if at is None:
        await connection.execute(delete(OpenExerciseRow).where(mine))
        return
    facts = {"exercise": at.exercise, "at": at.opened_at, "hints": at.hints, "seen": at.seen}
    upsert = insert(connection, OpenExerciseRow).values(telegram_user_id=telegram_user_id, **facts)
    keys = [OpenExerciseRow.telegram_user_id]
    await connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=facts))


async def opened(connection: AsyncConnection, telegram_user_id: int) -> OpenExercise | None:
    of = OpenExerciseRow
    found = await connection.execute(
        select(of.exercise, of.at, of.hints, of.seen).where(of.telegram_user_id == telegram_user_id)
    )
    row = found.one_or_none()
    return OpenExercise(*row) if row else None


async def attempts(connection: AsyncConnection, telegram_user_id: int) -> Attempts:
    found = await connection.execute(
        select(EventRow.slug, EventRow.at, EventRow.detail)
        .where(EventRow.telegram_user_id == telegram_user_id, EventRow.kind == Kind.ATTEMPTED)
        .order_by(EventRow.id)
    )
    return practising.folded((slug or "", at, detail) for slug, at, detail in found)


async def attempted_by(
    connection: AsyncConnection, bot_id: int, chat_id: int, message_id: int
) -> str | None:
    """The exercise that a message was an attempt at when it was answered last."""
    query = select(EventRow.slug).where(
        ReplyRow.chat_id == chat_id,
        ReplyRow.message_id == message_id,
        ReplyRow.bot_id.in_((bot_id, NO_BOT)),
        EventRow.bot_id == ReplyRow.bot_id,
        EventRow.update_id == ReplyRow.update_id,
        EventRow.kind == Kind.ATTEMPTED,
    )
    return await connection.scalar(query)


async def statistics(
    connection: AsyncConnection, cohort_id: int, first: date, last: date
) -> tuple[ExerciseStatistics, ...]:
    of = AttemptsRow
    key = (of.telegram_user_id, of.exercise, of.outcome, of.tries, of.mistake)
    found = await connection.execute(
        select(*key, func.sum(of.times))
        .join(MemberRow, counted(cohort_id, of.telegram_user_id, of.day, first, last))
        .group_by(*key)
    )
    return practising.by_exercise(Times(*row[:5], int(row[5])) for row in found)
