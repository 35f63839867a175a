"""Reading what a class did. Every function works within the transaction it is given."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, case, func, null, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from progress import statistics
from progress.cohorts.cohort import NOBODY
from progress.events import Event, Kind
from progress.periods import back
from progress.rollups import NO_ERROR
from progress.statistics import ClassStatistics, TopicStatistics, UnansweredWording
from progress.stores import practice
from progress.stores.class_tables import MemberRow
from progress.stores.cohorts.counted import counted, days_of
from progress.stores.events import PAGE
from progress.stores.history import counts_in, sums
from progress.stores.tables import ActivityRow, EventRow, RunsRow, UnansweredRow
from progress.unanswered import KINDS, Pairing, Unmet


async def class_statistics(
    connection: AsyncConnection, cohort_id: int, first: date, last: date
) -> ClassStatistics:
    """Sum up what a class did on these days, both included."""
    span, week = (cohort_id, first, last), back(last, statistics.WEEK.days)
    topics = await _topics(connection, *span)
    return ClassStatistics(
        since=first,
        until=last,
        learners=await _learners(connection, cohort_id),
        active_week=await _active(connection, cohort_id, week.first, last),
        active=await _active(connection, *span),
        total=statistics.total(topics),
        topics=statistics.by_questions(topics),
        hardest=statistics.hardest(topics),
        withheld_topics=statistics.withheld(topics),
        unanswered=await _unanswered(connection, *span),
        outcomes=await _runs(connection, *span, RunsRow.outcome),
        errors=await _runs(connection, *span, RunsRow.error),
        exercises=statistics.told(await practice.statistics(connection, *span)),
    )


async def _learners(connection: AsyncConnection, cohort_id: int) -> int:
    query = select(func.count()).where(
        MemberRow.cohort_id == cohort_id,
        MemberRow.left_on.is_(None),
        MemberRow.telegram_user_id > NOBODY,
    )
    return await connection.scalar(query) or 0


async def _active(connection: AsyncConnection, cohort_id: int, first: date, last: date) -> int:
    """Count the learners who did anything; whoever teaches the class is none of them."""
    of = ActivityRow
    query = select(func.count(of.telegram_user_id.distinct())).join(
        MemberRow, counted(cohort_id, of.telegram_user_id, of.day, first, last)
    )
    return await connection.scalar(query) or 0


async def _topics(
    connection: AsyncConnection, cohort_id: int, first: date, last: date
) -> list[TopicStatistics]:
    of = ActivityRow
    learners = func.count(of.telegram_user_id.distinct()).label("learners")
    found = await connection.execute(
        select(of.topic, learners, *sums())
        .join(MemberRow, counted(cohort_id, of.telegram_user_id, of.day, first, last))
        .group_by(of.topic)
    )
    return [TopicStatistics(row.topic, row.learners, counts_in(row)) for row in found]


async def _unanswered(
    connection: AsyncConnection, cohort_id: int, first: date, last: date
) -> tuple[UnansweredWording, ...]:
    of, times = UnansweredRow, func.sum(UnansweredRow.times)
    found = await connection.execute(
        select(of.wording, times)
        .join(MemberRow, counted(cohort_id, of.telegram_user_id, of.day, first, last))
        .group_by(of.wording)
        .order_by(times.desc(), of.wording)
    )
    return tuple(UnansweredWording(wording, int(number)) for wording, number in found)


async def _runs(
    connection: AsyncConnection,
    cohort_id: int,
    first: date,
    last: date,
    column: InstrumentedAttribute[str],
) -> Mapping[str, int]:
    """Count runs by outcome or by exception, the most frequent first."""
    of, times = RunsRow, func.sum(RunsRow.times)
    found = await connection.execute(
        select(column, times)
        .join(MemberRow, counted(cohort_id, of.telegram_user_id, of.day, first, last))
        .where(column != NO_ERROR)
        .group_by(column)
        .order_by(times.desc(), column)
    )
    return {name: int(number) for name, number in found}


# Reading what was not met. Every function works within the transaction it is given.

# What these bear is needed; a question's text and a vote say all in their columns.
_TOLD = (Kind.ANSWERED, Kind.SUGGESTED, Kind.ABSTAINED, Kind.CHOSEN)


async def unmet(connection: AsyncConnection, cohort_id: int, since: datetime) -> list[Unmet]:
    """Pair what a class's learners asked with what became of it, on the days that count for it."""
    of = await days_of(connection, cohort_id)
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
        .where(EventRow.telegram_user_id.in_(_ever(cohort_id)))
        .order_by(EventRow.id)
    )
    found: list[Unmet] = []
    pairing = Pairing()
    # In portions, for a long log takes a second in which others want to be heard.
    async for rows in (await connection.stream(query)).partitions(PAGE):
        found += pairing.read(event for event in map(_event, rows) if of.have(event))
    return found


def _ever(cohort_id: int) -> Select[Any]:
    return select(MemberRow.telegram_user_id).where(MemberRow.cohort_id == cohort_id)


def _event(row: Row[Any]) -> Event:
    return Event(
        kind=Kind(row.kind),
        telegram_user_id=row.telegram_user_id,
        at=row.at,
        slug=row.slug,
        text=row.text,
        detail=row.detail or {},
    )
