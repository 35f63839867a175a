"""Classes: made, joined and left; each method is one transaction."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, func, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import write, writing
from database.upsert import insert
from progress.cohorts.cohort import (
    CODE_BYTES,
    OPEN,
    Cohort,
    Member,
    Staff,
    StaffRole,
    Taught,
    as_typed,
    class_code,
)
from progress.people import Role
from progress.stores.class_tables import CohortRow, MemberRow, StaffRow, SubmissionRow
from progress.stores.tables import LearnerRow


class CohortStore:
    """Classes, their members and those who teach them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def create(self, name: str, owner: int, now: datetime, time_zone: str = "UTC") -> Cohort:
        """Make a class; whoever makes it owns it, and is at it from now on."""
        row = {"name": name, "time_zone": time_zone, "created_at": now}
        async with write(self._writing) as connection:
            code = await _new_code(connection)
            made = await connection.execute(
                plain_insert(CohortRow).values(**row, code=code).returning(CohortRow.id)
            )
            number = made.scalar_one()
            await appoint(connection, number, owner, StaffRole.OWNER, now)
        return Cohort(number, name, code, time_zone)

    async def change(
        self, cohort_id: int, *, name: str, time_zone: str, ends_on: date | None
    ) -> None:
        """Rename, renew or close a class."""
        changed = update(CohortRow).where(CohortRow.id == cohort_id)
        async with write(self._writing) as connection:
            await connection.execute(
                changed.values(name=name, time_zone=time_zone, ends_on=ends_on)
            )

    async def by_code(self, code: str) -> Cohort | None:
        """Find a class by the code that somebody typed."""
        return await self._one(CohortRow.code == as_typed(code))

    async def cohort(self, cohort_id: int) -> Cohort | None:
        return await self._one(CohortRow.id == cohort_id)

    async def named(self, name: str) -> tuple[Cohort, ...]:
        """Find the classes of that name, in capitals or not."""
        query = _cohorts().where(func.lower(CohortRow.name) == name.lower())
        async with self._engine.connect() as connection:
            return tuple(map(_cohort, await connection.execute(query)))

    async def taught_by(self, telegram_user_id: int) -> tuple[Taught, ...]:
        """List the classes that somebody teaches; the one they are at comes first."""
        query = (
            _cohorts(StaffRow.role)
            .join(StaffRow, StaffRow.cohort_id == CohortRow.id)
            .where(StaffRow.telegram_user_id == telegram_user_id)
            .order_by(StaffRow.chosen_at.desc(), CohortRow.id.desc())
        )
        async with self._engine.connect() as connection:
            found = await connection.execute(query)
            return tuple(Taught(_cohort(row), StaffRole(row.role)) for row in found)

    async def at(self, telegram_user_id: int) -> Taught | None:
        """The class that somebody is at who teaches; None of whoever teaches none."""
        return next(iter(await self.taught_by(telegram_user_id)), None)

    async def choose(self, telegram_user_id: int, cohort_id: int, now: datetime) -> None:
        """Let a class be the one that somebody who teaches it is at."""
        mine = and_(StaffRow.telegram_user_id == telegram_user_id, StaffRow.cohort_id == cohort_id)
        async with write(self._writing) as connection:
            await connection.execute(update(StaffRow).where(mine).values(chosen_at=now))

    async def staff(self, cohort_id: int) -> tuple[Staff, ...]:
        query = (
            select(StaffRow.telegram_user_id, LearnerRow.name, StaffRow.role)
            .outerjoin(LearnerRow, LearnerRow.telegram_user_id == StaffRow.telegram_user_id)
            .where(StaffRow.cohort_id == cohort_id)
            .order_by(StaffRow.telegram_user_id)
        )
        async with self._engine.connect() as connection:
            found = await connection.execute(query)
            return tuple(Staff(who, name or "", StaffRole(role)) for who, name, role in found)

    async def elsewhere(self, cohort_id: int) -> frozenset[int]:
        """Who teaches other classes and not this one; of who teaches none, nobody is meant."""
        of = StaffRow
        here = select(of.telegram_user_id).where(of.cohort_id == cohort_id)
        query = select(of.telegram_user_id).where(of.telegram_user_id.not_in(here))
        async with self._engine.connect() as connection:
            return frozenset(await connection.scalars(query))

    async def dismiss(self, cohort_id: int, who: int, today: date) -> None:
        """Let somebody teach a class no longer; with no other they are a learner again."""
        mine = StaffRow.telegram_user_id == who
        teaches = select(StaffRow.cohort_id).where(mine, StaffRow.role != StaffRole.ASSISTANT)
        is_learner = update(LearnerRow).where(LearnerRow.telegram_user_id == who)
        async with write(self._writing) as connection:
            await connection.execute(delete(StaffRow).where(mine, StaffRow.cohort_id == cohort_id))
            if await connection.scalar(teaches.limit(1)) is None:
                await connection.execute(is_learner.values(role=Role.LEARNER))
            await _into_open(connection, who, today)

    async def joined_by(self, telegram_user_id: int) -> tuple[Cohort, ...]:
        """List the classes that a learner is in, but for the open one."""
        query = (
            _cohorts()
            .join(MemberRow, MemberRow.cohort_id == CohortRow.id)
            .where(_is_in(telegram_user_id), MemberRow.cohort_id != OPEN)
            .order_by(CohortRow.id)
        )
        async with self._engine.connect() as connection:
            return tuple(map(_cohort, await connection.execute(query)))

    async def members(self, cohort_id: int) -> tuple[Member, ...]:
        """List who is in a class now, by name; of the open one nobody, for nobody joined it."""
        if cohort_id == OPEN:
            return ()
        query = (
            select(MemberRow.telegram_user_id, LearnerRow.name, MemberRow.joined_on)
            .join(LearnerRow, LearnerRow.telegram_user_id == MemberRow.telegram_user_id)
            .where(MemberRow.cohort_id == cohort_id, MemberRow.left_on.is_(None))
            .order_by(func.lower(LearnerRow.name), MemberRow.telegram_user_id)
        )
        async with self._engine.connect() as connection:
            return tuple(Member(*row) for row in await connection.execute(query))

    async def joined(self) -> tuple[Cohort, ...]:
        """List the classes that somebody is in, but for the open one."""
        is_in = MemberRow.cohort_id != OPEN, MemberRow.left_on.is_(None)
        query = _cohorts().where(CohortRow.id.in_(select(MemberRow.cohort_id).where(*is_in)))
        async with self._engine.connect() as connection:
            return tuple(map(_cohort, await connection.execute(query.order_by(CohortRow.id))))

    async def join(self, cohort_id: int, telegram_user_id: int, today: date) -> None:
        """Let a learner be in a class from today on; what they did before is not its business."""
        async with write(self._writing) as connection:
            await _leave(connection, OPEN, telegram_user_id, today)
            await _enter(connection, cohort_id, telegram_user_id, today)

    async def leave(self, cohort_id: int, telegram_user_id: int, today: date) -> None:
        """Let a learner be out of a class from today on; with no other they are in the open one."""
        async with write(self._writing) as connection:
            await _leave(connection, cohort_id, telegram_user_id, today)
            is_in = select(MemberRow.cohort_id).where(_is_in(telegram_user_id))
            if await connection.scalar(is_in.where(MemberRow.cohort_id != OPEN).limit(1)) is None:
                theirs = SubmissionRow.telegram_user_id == telegram_user_id
                await connection.execute(delete(SubmissionRow).where(theirs))
            await _into_open(connection, telegram_user_id, today)

    async def _one(self, where: ColumnElement[bool]) -> Cohort | None:
        async with self._engine.connect() as connection:
            row = (await connection.execute(_cohorts().where(where))).one_or_none()
            return _cohort(row) if row else None


async def appoint(
    connection: AsyncConnection, cohort_id: int, who: int, role: StaffRole, now: datetime
) -> None:
    """Let somebody teach a class: what they do counts as no learner's there."""
    facts = {"role": role, "chosen_at": now}
    upsert = insert(connection, StaffRow).values(cohort_id=cohort_id, telegram_user_id=who, **facts)
    keys = [StaffRow.cohort_id, StaffRow.telegram_user_id]
    await connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=facts))
    mine = and_(MemberRow.telegram_user_id == who, MemberRow.cohort_id.in_((cohort_id, OPEN)))
    await connection.execute(delete(MemberRow).where(mine))


async def _enter(
    connection: AsyncConnection, cohort_id: int, telegram_user_id: int, today: date
) -> None:
    is_in = select(MemberRow.cohort_id).where(
        MemberRow.cohort_id == cohort_id, _is_in(telegram_user_id)
    )
    if await connection.scalar(is_in) is not None:
        return
    row = {"cohort_id": cohort_id, "telegram_user_id": telegram_user_id, "joined_on": today}
    keys = [MemberRow.cohort_id, MemberRow.telegram_user_id, MemberRow.joined_on]
    upsert = insert(connection, MemberRow).values(row)
    # Whoever left today has been here all day.
    again = upsert.on_conflict_do_update(index_elements=keys, set_={"left_on": None})
    await connection.execute(again)


async def _into_open(connection: AsyncConnection, telegram_user_id: int, today: date) -> None:
    """Let whoever is in no class any more, and teaches none, be in the open one from today on."""
    is_in = select(MemberRow.cohort_id).where(_is_in(telegram_user_id))
    teaches = select(StaffRow.cohort_id).where(StaffRow.telegram_user_id == telegram_user_id)
    if await connection.scalar(is_in.union_all(teaches).limit(1)) is None:
        await _enter(connection, OPEN, telegram_user_id, today)


async def _leave(
    connection: AsyncConnection, cohort_id: int, telegram_user_id: int, today: date
) -> None:
    left = (
        update(MemberRow)
        .where(MemberRow.cohort_id == cohort_id, _is_in(telegram_user_id))
        .values(left_on=today)
    )
    await connection.execute(left)


async def _new_code(connection: AsyncConnection) -> str:
    while True:
        code = class_code(secrets.token_bytes(CODE_BYTES))
        if await connection.scalar(select(CohortRow.id).where(CohortRow.code == code)) is None:
            return code


def _is_in(telegram_user_id: int) -> ColumnElement[bool]:
    return and_(MemberRow.telegram_user_id == telegram_user_id, MemberRow.left_on.is_(None))


def _cohorts(*more: Any) -> Select[Any]:
    of = CohortRow
    return select(of.id, of.name, of.code, of.time_zone, of.ends_on, *more)


def _cohort(row: Row[Any]) -> Cohort:
    return Cohort(row.id, row.name, row.code or "", row.time_zone, row.ends_on)
