"""Reading one learner's history. Every function works within the transaction it is given."""

from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.counts import COUNTED, Counts
from progress.events import Kind
from progress.history import LearnerHistory, OfferedQuestion, TopicHistory
from progress.inbox import NO_BOT
from progress.rollups import NO_TOPIC
from progress.tables import ActivityRow, EventRow

RECENT = 5
# Opening an entry is seeing it; being offered it among others is not.
SEEING = (Kind.ANSWERED, Kind.CHOSEN, Kind.RAN)


async def history(connection: AsyncConnection, telegram_user_id: int) -> LearnerHistory:
    mine = ActivityRow.telegram_user_id == telegram_user_id
    total = (await connection.execute(select(*sums()).where(mine))).one()
    days = await connection.execute(
        select(ActivityRow.day).where(mine).distinct().order_by(ActivityRow.day)
    )
    topics = await connection.execute(
        select(ActivityRow.topic, func.max(ActivityRow.day).label("last_day"), *sums())
        .where(mine, ActivityRow.topic != NO_TOPIC)
        .group_by(ActivityRow.topic)
        .order_by(ActivityRow.topic)
    )
    seen = await connection.execute(_seen(telegram_user_id))
    recent = await connection.execute(_recent(telegram_user_id))
    return LearnerHistory(
        total=counts_in(total),
        days=tuple(days.scalars()),
        topics=tuple(TopicHistory(row.topic, counts_in(row), row.last_day) for row in topics),
        seen=tuple(seen.scalars()),
        recent=tuple(recent.scalars()),
    )


async def offered_question(
    connection: AsyncConnection, telegram_user_id: int, bot_id: int, update_id: int
) -> OfferedQuestion | None:
    found = await connection.execute(
        select(EventRow.kind, EventRow.text, EventRow.detail)
        .where(EventRow.update_id == update_id, EventRow.bot_id.in_((bot_id, NO_BOT)))
        .where(EventRow.telegram_user_id == telegram_user_id)
        .where(EventRow.kind.in_((Kind.SUGGESTED, Kind.ABSTAINED)))
    )
    rows = {Kind(row.kind): row for row in found}
    suggested = rows.get(Kind.SUGGESTED)
    if suggested is None:
        return None
    return OfferedQuestion(
        suggested.text or "",
        declined=Kind.ABSTAINED in rows,
        instead_of=suggested.detail.get("instead_of"),
    )


def sums() -> list[Any]:
    """One summed column for each field of `Counts`."""
    return [func.coalesce(func.sum(getattr(ActivityRow, name)), 0).label(name) for name in COUNTED]


def counts_in(row: Row[Any]) -> Counts:
    # PostgreSQL sums integers to its decimal type.
    return Counts(**{name: int(getattr(row, name)) for name in COUNTED})


def _seen(telegram_user_id: int) -> Select[Any]:
    latest = func.max(EventRow.id)
    return (
        select(EventRow.slug)
        .where(EventRow.telegram_user_id == telegram_user_id)
        .where(EventRow.kind.in_(SEEING), EventRow.slug.is_not(None))
        .group_by(EventRow.slug)
        .order_by(latest)
    )


def _recent(telegram_user_id: int) -> Select[Any]:
    return (
        select(EventRow.text)
        .where(EventRow.telegram_user_id == telegram_user_id)
        .where(EventRow.kind == Kind.ASKED, EventRow.text.is_not(None))
        .order_by(EventRow.id.desc())
        .limit(RECENT)
    )
