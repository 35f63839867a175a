"""Assignments of classes, and who has passed what; each method is one transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import write, writing
from progress.cohorts.assignment import REMINDED_BEFORE, Assignment, Wanted
from progress.events import Event, Kind
from progress.practising import GAVE_UP
from progress.stores.class_tables import AssignmentRow
from progress.stores.cohorts.counted import days_of
from progress.stores.tables import EventRow


class AssignmentStore:
    """What classes are to do."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def give(self, cohort_id: int, what: Wanted, now: datetime) -> Assignment:
        """Give a class an assignment; the same one, given again, is the one it has."""
        of, targets = AssignmentRow, list(what.targets)
        same = of.cohort_id == cohort_id, of.title == what.title, of.due_at == what.due_at
        row = {"cohort_id": cohort_id, "title": what.title, "due_at": what.due_at}
        # Given on its last day, it reminds by itself.
        is_late = what.due_at <= now + REMINDED_BEFORE
        row |= {"targets": targets, "given_at": now, "reminded": is_late}
        async with write(self._writing) as connection:
            known = await connection.execute(select(of.id, of.targets).where(*same))
            number = next((each.id for each in known if each.targets == targets), None)
            if number is None:
                made = await connection.execute(plain_insert(of).values(row).returning(of.id))
                number = made.scalar_one()
        return Assignment(number, cohort_id, what.title, what.targets, what.due_at)

    async def of(self, cohort_id: int) -> tuple[Assignment, ...]:
        """List a class's assignments, the latest end first."""
        return await self._listed(AssignmentRow.cohort_id == cohort_id)

    async def ending(self, now: datetime) -> tuple[Assignment, ...]:
        """List those that end soon, and of which nobody was reminded."""
        of = AssignmentRow
        return await self._listed(
            of.reminded.is_(False), of.due_at > now, of.due_at <= now + REMINDED_BEFORE
        )

    async def reminded(self, assignment_id: int) -> None:
        this = update(AssignmentRow).where(AssignmentRow.id == assignment_id)
        async with write(self._writing) as connection:
            await connection.execute(this.values(reminded=True))

    async def ended(
        self, cohort_id: int, exercises: Collection[str], who: int | None = None
    ) -> Mapping[int, Mapping[str, datetime | None]]:
        """When whoever is in a class passed an exercise; None where they saw the solution first.

        What they did before they joined is another class's: they may pass it again.
        """
        of = EventRow
        query = select(of.telegram_user_id, of.slug, of.at, of.detail).order_by(of.id)
        tried = query.where(of.kind == Kind.ATTEMPTED, of.slug.in_(exercises))
        found: dict[int, dict[str, datetime | None]] = {}
        async with self._engine.connect() as connection:
            days = await days_of(connection, cohort_id)
            tried = tried.where(of.telegram_user_id.in_(days.of if who is None else (who,)))
            for learner, slug, at, facts in await connection.execute(tried):
                if days.have(Event(Kind.ATTEMPTED, learner, at)):
                    if facts.get("outcome") == GAVE_UP:
                        found.setdefault(learner, {}).setdefault(slug, None)
                    elif facts.get("passed") is True:
                        found.setdefault(learner, {}).setdefault(slug, at)
        return found

    async def _listed(self, *where: ColumnElement[bool]) -> tuple[Assignment, ...]:
        of: Any = AssignmentRow
        query = select(of.id, of.cohort_id, of.title, of.targets, of.due_at).where(*where)
        async with self._engine.connect() as connection:
            found = await connection.execute(query.order_by(of.due_at.desc(), of.id.desc()))
            return tuple(Assignment(a, b, c, tuple(d), e) for a, b, c, d, e in found)
