"""Reading what a class did. Every function works within the transaction it is given."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, func, null, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from progress import statistics
from progress.events import Event, Kind
from progress.people import Role
from progress.rollups import NO_ERROR
from progress.statistics import ClassStatistics, TopicStatistics, UnansweredWording
from progress.stores import practice
from progress.stores.events import PAGE
from progress.stores.history import counts_in, sums
from progress.stores.tables import ActivityRow, EventRow, LearnerRow, RunsRow, UnansweredRow
from progress.unanswered import KINDS, Pairing, Unmet

MOST_UNANSWERED = 10


async def class_statistics(connection: AsyncConnection, now: datetime) -> ClassStatistics:
    today = now.astimezone(UTC).date()
    since = _first_day(today, statistics.WINDOW)
    topics = await _topics(connection, since)
    return ClassStatistics(
        since=since,
        until=today,
        learners=await _learners(connection),
        active_week=await _active(connection, _first_day(today, statistics.WEEK)),
        active=await _active(connection, since),
        total=statistics.total(topics),
        topics=statistics.by_questions(topics),
        hardest=statistics.hardest(topics),
        withheld_topics=statistics.withheld(topics),
        unanswered=await _unanswered(connection, since),
        outcomes=await _runs(connection, since, RunsRow.outcome),
        errors=await _runs(connection, since, RunsRow.error),
        exercises=statistics.told(await practice.statistics(connection, since)),
    )


def _first_day(today: date, window: timedelta) -> date:
    """Start a window: one of seven days is today and the six before."""
    return today - window + timedelta(days=1)


async def _learners(connection: AsyncConnection) -> int:
    query = select(func.count(LearnerRow.telegram_user_id)).where(LearnerRow.role == Role.LEARNER)
    return await connection.scalar(query) or 0


async def _active(connection: AsyncConnection, since: date) -> int:
    """Count the learners who did anything; an instructor who tries the bot is none of them."""
    different = func.count(ActivityRow.telegram_user_id.distinct())
    learners = select(LearnerRow.telegram_user_id).where(LearnerRow.role == Role.LEARNER)
    query = select(different).where(
        ActivityRow.day >= since, ActivityRow.telegram_user_id.in_(learners)
    )
    return await connection.scalar(query) or 0


async def _topics(connection: AsyncConnection, since: date) -> list[TopicStatistics]:
    learners = func.count(ActivityRow.telegram_user_id.distinct()).label("learners")
    found = await connection.execute(
        select(ActivityRow.topic, learners, *sums())
        .where(ActivityRow.day >= since)
        .group_by(ActivityRow.topic)
    )
    return [TopicStatistics(row.topic, row.learners, counts_in(row)) for row in found]


async def _unanswered(connection: AsyncConnection, since: date) -> tuple[UnansweredWording, ...]:
    times = func.sum(UnansweredRow.times)
    found = await connection.execute(
        select(UnansweredRow.wording, times)
        .where(UnansweredRow.day >= since)
        .group_by(UnansweredRow.wording)
        .order_by(times.desc(), UnansweredRow.wording)
        .limit(MOST_UNANSWERED)
    )
    return tuple(UnansweredWording(wording, int(number)) for wording, number in found)


async def _runs(
    connection: AsyncConnection, since: date, column: InstrumentedAttribute[str]
) -> Mapping[str, int]:
    """Count runs by outcome or by exception, the most frequent first."""
    times = func.sum(RunsRow.times)
    found = await connection.execute(
        select(column, times)
        .where(RunsRow.day >= since, column != NO_ERROR)
        .group_by(column)
        .order_by(times.desc(), column)
    )
    return {name: int(number) for name, number in found}


# Reading what was not met. Every function works within the transaction it is given.

# What these bear is needed; a question's text and a vote say all in their columns.
_TOLD = (Kind.ANSWERED, Kind.SUGGESTED, Kind.ABSTAINED, Kind.CHOSEN)


async def unmet(connection: AsyncConnection, since: datetime) -> list[Unmet]:
    detail = case((EventRow.kind.in_(_TOLD), EventRow.detail), else_=null())
    query = (
        select(
            EventRow.kind,
            EventRow.telegram_user_id,
            EventRow.at,
            EventRow.slug,
            EventRow.text,
            detail.label("detail"),
        )
        .where(EventRow.at >= since, EventRow.kind.in_(KINDS))
        .order_by(EventRow.id)
    )
    found: list[Unmet] = []
    pairing = Pairing()
    # In portions, for a long log takes a second in which others want to be heard.
    async for rows in (await connection.stream(query)).partitions(PAGE):
        found += pairing.read(map(_event, rows))
    return found


def _event(row: Row[Any]) -> Event:
    return Event(
        kind=Kind(row.kind),
        telegram_user_id=row.telegram_user_id,
        at=row.at,
        slug=row.slug,
        text=row.text,
        detail=row.detail or {},
    )
