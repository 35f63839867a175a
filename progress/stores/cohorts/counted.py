"""What of a learner's work counts for a class: the days on which they were in it, to its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from progress.events import Event
from progress.rollups import day_of
from progress.stores.class_tables import CohortRow, MemberRow


def counted(
    cohort_id: int,
    learner: InstrumentedAttribute[int],
    day: InstrumentedAttribute[date],
    first: date,
    last: date,
) -> ColumnElement[Any]:
    """Join a roll-up's rows with members: those of these days, both included."""
    member = MemberRow
    ends_on = select(CohortRow.ends_on).where(CohortRow.id == cohort_id).scalar_subquery()
    return and_(
        member.cohort_id == cohort_id,
        member.telegram_user_id == learner,
        day >= member.joined_on,
        or_(member.left_on.is_(None), day < member.left_on),
        day >= first,
        day <= last,
        or_(ends_on.is_(None), day <= ends_on),
    )


@dataclass(frozen=True, slots=True)
class Days:
    """When each learner was a member: from which day on, and before which day; all to the end."""

    of: Mapping[int, Sequence[tuple[date, date | None]]]
    ends_on: date | None = None

    def have(self, event: Event) -> bool:
        """Whether an event counts for the class."""
        day, spans = day_of(event), self.of.get(event.telegram_user_id, ())
        if self.ends_on is not None and day > self.ends_on:
            return False
        return any(joined <= day and (left is None or day < left) for joined, left in spans)


async def days_of(connection: AsyncConnection, cohort_id: int) -> Days:
    """Read when who was in a class."""
    of = MemberRow
    found: dict[int, list[tuple[date, date | None]]] = {}
    query = select(of.telegram_user_id, of.joined_on, of.left_on).where(of.cohort_id == cohort_id)
    for who, joined, left in await connection.execute(query):
        found.setdefault(who, []).append((joined, left))
    ends_on = await connection.scalar(select(CohortRow.ends_on).where(CohortRow.id == cohort_id))
    return Days(found, ends_on)
