"""Learners in the database. Every function works within the transaction it is given."""

from datetime import datetime

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from progress.learner import Learner, Role
from progress.tables import LearnerRow
from progress.turn import Sender

NAME_CHARACTERS = 128


async def seen(connection: AsyncConnection, sender: Sender, at: datetime) -> None:
    """Note that someone wrote. An update that comes late renames nobody."""
    upsert = insert(connection, LearnerRow).values(
        telegram_user_id=sender.telegram_user_id,
        name=sender.name[:NAME_CHARACTERS],
        role=Role.LEARNER,
        first_seen=at,
        last_seen=at,
    )
    old, new = LearnerRow, upsert.excluded
    renamed = (new.name != "") & (new.last_seen >= old.last_seen)
    changes = {
        "name": case((renamed, new.name), else_=old.name),
        "first_seen": case((new.first_seen < old.first_seen, new.first_seen), else_=old.first_seen),
        "last_seen": case((new.last_seen > old.last_seen, new.last_seen), else_=old.last_seen),
    }
    await connection.execute(
        upsert.on_conflict_do_update(index_elements=[old.telegram_user_id], set_=changes)
    )


async def give_role(connection: AsyncConnection, telegram_user_id: int, role: Role) -> None:
    await connection.execute(
        update(LearnerRow).where(LearnerRow.telegram_user_id == telegram_user_id).values(role=role)
    )


async def with_role(connection: AsyncConnection, role: Role) -> tuple[int, ...]:
    found = await connection.execute(
        select(LearnerRow.telegram_user_id)
        .where(LearnerRow.role == role)
        .order_by(LearnerRow.telegram_user_id)
    )
    return tuple(found.scalars())


async def learner(connection: AsyncConnection, telegram_user_id: int) -> Learner | None:
    found = await connection.execute(
        select(LearnerRow.__table__).where(LearnerRow.telegram_user_id == telegram_user_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Learner(row.telegram_user_id, row.name, Role(row.role), row.first_seen, row.last_seen)


async def role(connection: AsyncConnection, telegram_user_id: int) -> Role:
    """Tell what someone may see; a stranger is a learner."""
    known = await learner(connection, telegram_user_id)
    return Role.LEARNER if known is None else known.role
