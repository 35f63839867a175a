"""The notes of classes; each method is one transaction."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import write, writing
from database.upsert import insert
from progress.cohorts.cohort import day_at
from progress.cohorts.note import ClassNote, Note
from progress.stores.class_tables import CohortRow, MemberRow, NoteRow, StaffRow


class NoteStore:
    """What classes are told of their organisation."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def keep(self, cohort_id: int, note: Note, author_id: int, now: datetime) -> None:
        """Keep a note; one of the same title says this from now on."""
        facts = {"text": note.text, "author_id": author_id, "at": now}
        keys = [NoteRow.cohort_id, NoteRow.title]
        async with write(self._writing) as connection:
            new = insert(connection, NoteRow)
            new = new.values(cohort_id=cohort_id, title=note.title, **facts)
            await connection.execute(new.on_conflict_do_update(index_elements=keys, set_=facts))

    async def remove(self, cohort_id: int, title: str) -> None:
        is_it = (NoteRow.cohort_id == cohort_id, NoteRow.title == title)
        async with write(self._writing) as connection:
            await connection.execute(delete(NoteRow).where(*is_it))

    async def of(self, cohort_id: int) -> tuple[Note, ...]:
        """List a class's notes by title."""
        query = select(NoteRow.title, NoteRow.text).where(NoteRow.cohort_id == cohort_id)
        async with self._engine.connect() as connection:
            found = await connection.execute(query.order_by(NoteRow.title))
            return tuple(Note(*row) for row in found)

    async def told(self, telegram_user_id: int, now: datetime) -> tuple[ClassNote, ...]:
        """List the notes for somebody: those of classes that they are in or teach, while they last.

        An ended class's deadlines are wrong today.
        """
        member, staff = MemberRow, StaffRow
        is_in = select(member.cohort_id).where(
            member.telegram_user_id == telegram_user_id, member.left_on.is_(None)
        )
        teaches = select(staff.cohort_id).where(staff.telegram_user_id == telegram_user_id)
        lasts = or_(CohortRow.ends_on.is_(None), CohortRow.ends_on >= day_at(now))
        query = (
            select(NoteRow.title, NoteRow.text, CohortRow.id, CohortRow.name)
            .join(CohortRow, CohortRow.id == NoteRow.cohort_id)
            .where(NoteRow.cohort_id.in_(is_in.union_all(teaches)), lasts)
            .order_by(CohortRow.id, NoteRow.title)
        )
        async with self._engine.connect() as connection:
            return tuple(ClassNote(*row) for row in await connection.execute(query))
