"""The latest code of each learner for each exercise, kept only of whoever has joined a class."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from progress.cohorts.cohort import OPEN
from progress.stores.class_tables import MemberRow, SubmissionRow


async def keep(
    connection: AsyncConnection, who: int, exercise: str, code: str, at: datetime
) -> None:
    """Keep code in the place of what the same learner sent before; of the open class, none."""
    of = MemberRow
    joined = select(of.cohort_id).where(
        of.telegram_user_id == who, of.left_on.is_(None), of.cohort_id != OPEN
    )
    if await connection.scalar(joined.limit(1)) is None:
        return
    facts = {"code": code, "at": at}
    row = {"telegram_user_id": who, "exercise": exercise, **facts}
    keys = [SubmissionRow.telegram_user_id, SubmissionRow.exercise]
    upsert = insert(connection, SubmissionRow).values(row)
    await connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=facts))


async def of_class(
    connection: AsyncConnection, cohort_id: int, exercise: str
) -> list[tuple[int, str]]:
    """Whose code is the latest, of those who are in a class and have been since they sent it."""
    code, member = SubmissionRow, MemberRow
    found = await connection.execute(
        select(code.telegram_user_id, code.code, code.at, member.joined_on)
        .join(member, member.telegram_user_id == code.telegram_user_id)
        .where(member.cohort_id == cohort_id, member.cohort_id != OPEN)
        .where(member.left_on.is_(None), code.exercise == exercise)
        .order_by(code.telegram_user_id)
    )
    return [(row.telegram_user_id, row.code) for row in found if row.at.date() >= row.joined_on]
