"""What a class did on the days that count for it, by learner; each method is one transaction."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import write, writing
from progress.events import Event
from progress.periods import Period
from progress.rollups import COUNTED, AttemptDay, Counts, LearnerTopicDay
from progress.stores.class_tables import LookRow, MemberRow
from progress.stores.cohorts import submissions
from progress.stores.cohorts.counted import counted, days_of
from progress.stores.events import lately_of
from progress.stores.tables import ActivityRow, AttemptsRow
from progress.views.exercises import Attempts
from progress.views.standing import Activity


class ViewStore:
    """Rows that the views are folded from, and who looked at whom."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def events(
        self, cohort_id: int, learners: Collection[int], since: datetime
    ) -> list[Event]:
        """Read what these learners did since then that counts for a class, as it was written."""
        async with self._engine.connect() as connection:
            days = await days_of(connection, cohort_id)
            return [
                each for each in await lately_of(connection, learners, since) if days.have(each)
            ]

    async def activity(self, cohort_id: int, until: date, learners: Collection[int]) -> Activity:
        """Read what these learners did in each topic on each day up to one."""
        of = ActivityRow
        span = counted(cohort_id, of.telegram_user_id, of.day, date.min, until)
        sums = (getattr(of, name) for name in COUNTED)
        query = select(of.telegram_user_id, of.topic, of.day, *sums).join(MemberRow, span)
        query = query.where(of.telegram_user_id.in_(learners))
        async with self._engine.connect() as connection:
            found = await connection.execute(query.order_by(of.day))
            return [(LearnerTopicDay(*row[:3]), Counts(*row[3:])) for row in found]

    async def attempts(
        self, cohort_id: int, period: Period, learners: Collection[int] | None = None
    ) -> Attempts:
        """Read how the attempts of each learner, or of these, ended in a period."""
        of = AttemptsRow
        key = (of.telegram_user_id, of.day, of.exercise, of.outcome, of.tries, of.mistake)
        span = counted(cohort_id, of.telegram_user_id, of.day, period.first, period.last)
        query = select(*key, of.times).join(MemberRow, span)
        if learners is not None:
            query = query.where(of.telegram_user_id.in_(learners))
        async with self._engine.connect() as connection:
            found = await connection.execute(query)
            return [(AttemptDay(*row[:6]), row.times) for row in found]

    async def submissions(self, cohort_id: int, exercise: str) -> list[tuple[int, str]]:
        """Read the latest code for an exercise of each who has joined a class."""
        async with self._engine.connect() as connection:
            return await submissions.of_class(connection, cohort_id, exercise)

    async def looked(self, cohort_id: int, viewer: int, learner: int, now: datetime) -> None:
        """Put on record that a teacher looked at one learner."""
        row = {"cohort_id": cohort_id, "viewer_id": viewer, "telegram_user_id": learner, "at": now}
        async with write(self._writing) as connection:
            await connection.execute(insert(LookRow).values(row))
