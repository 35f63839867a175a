"""Forgetting somebody in the database: sums stay, under a number that is nobody's."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import write, writing
from database.personal import PersonColumn, Rows, rows_about
from database.upsert import add_up
from progress.cohorts.cohort import NOBODY, OPEN, StaffRole, day_at
from progress.inbox import NO_BOT, State
from progress.people import Role
from progress.privacy.forgetting import EMPTY, is_from, names, nobodys, remaining
from progress.privacy.looks import MOST_LOOKS, Look
from progress.stores.class_tables import (
    CohortRow,
    LookRow,
    MemberRow,
    NoteRow,
    OutboxRow,
    RosterRow,
    SessionRow,
    StaffRow,
    SubmissionRow,
)
from progress.stores.tables import (
    ActivityRow,
    AttemptsRow,
    EntryActivityRow,
    EventRow,
    InboxRow,
    InviteRow,
    LearnerRow,
    OpenExerciseRow,
    ReplyRow,
    RunsRow,
    UnansweredRow,
    WrongCodeRow,
)
from progress.unanswered import counted_as

# Rows that stay under the nameless number. A code that was used must not be free again.
NAMELESS: tuple[PersonColumn, ...] = (
    ActivityRow.telegram_user_id,
    EntryActivityRow.telegram_user_id,
    AttemptsRow.telegram_user_id,
    MemberRow.telegram_user_id,
    NoteRow.author_id,
    LookRow.viewer_id,
    InviteRow.used_by,
)
# Rows that go. A private chat has its learner's number. The learner is last: others refer to it.
GONE: tuple[PersonColumn, ...] = (
    UnansweredRow.telegram_user_id,
    RunsRow.telegram_user_id,
    OpenExerciseRow.telegram_user_id,
    SubmissionRow.telegram_user_id,
    OutboxRow.telegram_user_id,
    OutboxRow.reply_to,
    LookRow.telegram_user_id,
    SessionRow.telegram_user_id,
    StaffRow.telegram_user_id,
    WrongCodeRow.telegram_user_id,
    ReplyRow.chat_id,
    LearnerRow.telegram_user_id,
)
# What forgetting goes through by hand.
OTHERWISE: tuple[PersonColumn, ...] = (EventRow.telegram_user_id, RosterRow.telegram_user_id)


class PrivacyStore:
    """What a person may have done with what is kept of them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def wordings(self, who: int) -> frozenset[str]:
        """Read what somebody asked, as it is counted, but for what others asked in vain too."""
        async with self._engine.connect() as connection:
            return await _wordings(connection, who)

    async def looks(self, who: int) -> tuple[Look, ...]:
        """List who looked at somebody lately, the latest first."""
        of = LookRow
        query = (
            select(LearnerRow.name, CohortRow.name, of.at)
            .join(CohortRow, CohortRow.id == of.cohort_id)
            .outerjoin(LearnerRow, LearnerRow.telegram_user_id == of.viewer_id)
            .where(of.telegram_user_id == who)
            .order_by(of.at.desc(), of.id.desc())
            .limit(MOST_LOOKS)
        )
        async with self._engine.connect() as connection:
            found = await connection.execute(query)
            return tuple(Look(viewer or "", cohort, at) for viewer, cohort, at in found)

    async def kept_of(self, who: int) -> Rows:
        """Read all that is kept about somebody, by table; of the inbox what they sent."""
        of = InboxRow
        query = select(of.__table__).where(of.raw.contains(str(who))).order_by(of.update_id)
        async with self._engine.connect() as connection:
            found = await rows_about(connection, (*NAMELESS, *GONE, *OTHERWISE), who)
            sent = (await connection.execute(query)).mappings()
            theirs = [dict(row) for row in sent if is_from(row["raw"], who)]
            return found | {of.__tablename__: theirs}

    async def forget(self, who: int, nameless: int, at: datetime) -> None:
        """Take away all that tells of somebody; their updates end, the one in hand too."""
        async with write(self._writing) as connection:
            await _begin(connection, nameless, at)
            await _forget_wordings(connection, await _wordings(connection, who))
            errors = await _errors_of_others(connection, who)
            await _strip_events(connection, who, nameless, errors)
            await _move_runs(connection, who, nameless, errors)
            await _end_membership(connection, who, day_at(at))
            await _hand_on(connection, who, day_at(at))
            await _empty_updates(connection, who, at)
            theirs = update(RosterRow).where(RosterRow.telegram_user_id == who)
            await connection.execute(theirs.values(telegram_user_id=None))
            for column in NAMELESS:
                moved = update(column.class_).where(column == who)
                await connection.execute(moved.values({column.key: nameless}))
            for column in GONE:
                await connection.execute(delete(column.class_).where(column == who))


async def _begin(connection: AsyncConnection, nameless: int, at: datetime) -> None:
    """Let there be nobody whom events can refer to."""
    nobody = {"name": "", "role": Role.LEARNER, "first_seen": at, "last_seen": at}
    await connection.execute(plain_insert(LearnerRow).values(telegram_user_id=nameless, **nobody))


async def _wordings(connection: AsyncConnection, who: int) -> frozenset[str]:
    asked = select(EventRow.text).where(EventRow.telegram_user_id == who)
    known = UnansweredRow.telegram_user_id.not_in((who, NOBODY))
    texts = await connection.scalars(asked.where(EventRow.text.is_not(None)))
    others = await connection.scalars(select(UnansweredRow.wording).where(known))
    return frozenset(counted_as(text or "") for text in texts) - frozenset(others)


async def _forget_wordings(connection: AsyncConnection, wordings: Iterable[str]) -> None:
    """Take their words out of what was summed up before sums bore ids."""
    of = UnansweredRow
    theirs = delete(of).where(of.telegram_user_id == NOBODY, of.wording == bindparam("asked"))
    if rows := [{"asked": wording} for wording in wordings]:
        await connection.execute(theirs, rows)


async def _errors_of_others(connection: AsyncConnection, who: int) -> frozenset[str]:
    query = select(RunsRow.error).distinct().where(RunsRow.telegram_user_id != who)
    return frozenset(await connection.scalars(query))


async def _strip_events(
    connection: AsyncConnection, who: int, nameless: int, errors: frozenset[str]
) -> None:
    found = await connection.execute(
        select(EventRow.id, EventRow.detail).where(EventRow.telegram_user_id == who)
    )
    rows = [{"event": number, "facts": remaining(detail, errors)} for number, detail in found]
    stripped = {"telegram_user_id": nameless, "text": None, "update_id": None, "bot_id": NO_BOT}
    changed = update(EventRow).where(EventRow.id == bindparam("event"))
    if rows:
        await connection.execute(changed.values(**stripped, detail=bindparam("facts")), rows)


async def _move_runs(
    connection: AsyncConnection, who: int, nameless: int, errors: frozenset[str]
) -> None:
    """Sum up again: two exceptions may have one name now."""
    of, sums = RunsRow, Counter[tuple[date, str, str]]()
    query = select(of.day, of.outcome, of.error, of.times).where(of.telegram_user_id == who)
    for day, outcome, error, times in await connection.execute(query):
        sums[day, outcome, nobodys(error, errors)] += times
    names_of = ("day", "outcome", "error")
    rows = [
        dict(zip(names_of, key, strict=True)) | {"telegram_user_id": nameless, "times": times}
        for key, times in sums.items()
    ]
    await add_up(connection, RunsRow, rows)


async def _end_membership(connection: AsyncConnection, who: int, today: date) -> None:
    """End it tomorrow, since what was done today counts."""
    is_in = update(MemberRow).where(MemberRow.telegram_user_id == who, MemberRow.left_on.is_(None))
    await connection.execute(is_in.values(left_on=today + timedelta(days=1)))


async def _hand_on(connection: AsyncConnection, who: int, today: date) -> None:
    """Leave no class without an owner: it is handed on, or it ends today."""
    of = StaffRow
    owned = select(of.cohort_id).where(of.telegram_user_id == who, of.role == StaffRole.OWNER)
    for cohort_id in (await connection.scalars(owned.where(of.cohort_id != OPEN))).all():
        here = of.cohort_id == cohort_id
        others = here, of.telegram_user_id != who, of.role != StaffRole.ASSISTANT
        # An owner there already goes before an instructor, then whoever was at the class last.
        lately = (of.role == StaffRole.OWNER).desc(), of.chosen_at.desc()
        heirs = select(of.telegram_user_id).where(*others).order_by(*lately).limit(1)
        following = await connection.scalar(heirs)
        if following is None:
            is_open = CohortRow.ends_on.is_(None) | (CohortRow.ends_on > today)
            closed = update(CohortRow).where(CohortRow.id == cohort_id, is_open)
            await connection.execute(closed.values(ends_on=today))
        else:
            owner = update(of).where(here, of.telegram_user_id == following)
            await connection.execute(owner.values(role=StaffRole.OWNER))


async def _empty_updates(connection: AsyncConnection, who: int, at: datetime) -> None:
    """Empty what tells of them; the numbers stay, lest Telegram bring an update again.

    What another person sent and was not answered yet stays until it is.
    """
    of = InboxRow
    found = await connection.execute(
        select(of.bot_id, of.update_id, of.state, of.raw).where(of.raw.contains(str(who)))
    )
    rows = [
        {"bot": row.bot_id, "number": row.update_id}
        for row in found
        if names(row.raw, who) and (row.state != State.PENDING or is_from(row.raw, who))
    ]
    emptied = (
        update(of)
        .where(of.bot_id == bindparam("bot"), of.update_id == bindparam("number"))
        .values(
            raw=EMPTY,
            state=State.DONE,
            error=None,
            done_at=func.coalesce(of.done_at, bindparam("at", at, of.done_at.type)),
            claimed_by=None,
            claimed_until=None,
        )
    )
    if rows:
        await connection.execute(emptied, rows)
