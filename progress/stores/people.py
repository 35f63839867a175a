"""Invites in the database. Every function works within the transaction it is given."""

import secrets
from datetime import datetime

from sqlalchemy import case, delete, func, literal, select, union_all, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from database.types import UtcDateTime
from database.upsert import insert
from progress.cohorts.cohort import BEFORE_CLASSES, OPEN, StaffRole
from progress.events import Sender
from progress.people import (
    CODE_BYTES,
    WRONG_TRIES,
    WRONG_TRIES_WITHIN,
    Invite,
    InviteRejected,
    Learner,
    Post,
    Redeemed,
    Redemption,
    Rejection,
    Role,
    code_from,
    code_hash,
    judged,
)
from progress.stores.class_tables import MemberRow, StaffRow
from progress.stores.cohorts.cohort_store import appoint
from progress.stores.tables import InviteRow, LearnerRow, WrongCodeRow

# Learners in the database. Every function works within the transaction it is given.

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
    await _count_in_open(connection, sender.telegram_user_id)


async def _count_in_open(connection: AsyncConnection, telegram_user_id: int) -> None:
    """Let somebody who is in no class yet, and teaches none, be counted in the open one."""
    member, staff = MemberRow, StaffRow
    is_known = union_all(
        select(member.cohort_id).where(member.telegram_user_id == telegram_user_id),
        select(staff.cohort_id).where(staff.telegram_user_id == telegram_user_id),
    )
    if await connection.scalar(is_known.limit(1)) is None:
        row = {"cohort_id": OPEN, "joined_on": BEFORE_CLASSES}
        entering = insert(connection, member).values(telegram_user_id=telegram_user_id, **row)
        await connection.execute(entering.on_conflict_do_nothing())


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


async def role_of(connection: AsyncConnection, telegram_user_id: int) -> Role:
    """Tell what someone may see; a stranger is a learner."""
    known = await learner(connection, telegram_user_id)
    return Role.LEARNER if known is None else known.role


async def create(
    connection: AsyncConnection, role: Role, expires_at: datetime, now: datetime, post: Post | None
) -> str:
    code = code_from(secrets.token_bytes(CODE_BYTES))
    row = {
        "code_hash": code_hash(code),
        "role": post.role if post else role,
        "cohort_id": post.cohort_id if post else None,
        "created_at": now,
        "expires_at": expires_at,
    }
    await connection.execute(plain_insert(InviteRow).values(row))
    return code


async def redeem(
    connection: AsyncConnection, code: str, telegram_user_id: int, now: datetime
) -> Redemption:
    if await _wrong_tries(connection, telegram_user_id, now) >= WRONG_TRIES:
        return InviteRejected(Rejection.TOO_MANY_TRIES)
    hashed = code_hash(code)
    invite = await _invite(connection, hashed)
    # Read after it: where the code was taken just now, so was the role that came with it.
    role = await _held(connection, invite, telegram_user_id)
    match judged(invite, telegram_user_id, role, now):
        case Redeemed() as redeemed:
            return await _take(connection, hashed, redeemed, telegram_user_id, now)
        case InviteRejected() as rejected:
            row = {"telegram_user_id": telegram_user_id, "at": now}
            await connection.execute(plain_insert(WrongCodeRow).values(row))
            return rejected


async def purge(connection: AsyncConnection, before: datetime) -> None:
    """Forget wrong codes; what was invited stays."""
    await connection.execute(delete(WrongCodeRow).where(WrongCodeRow.at < before))


async def _take(
    connection: AsyncConnection, hashed: str, given: Redeemed, telegram_user_id: int, now: datetime
) -> Redemption:
    first_time = func.coalesce(InviteRow.used_at, literal(now, UtcDateTime))
    taken = await connection.execute(
        update(InviteRow)
        .where(InviteRow.code_hash == hashed)
        .where(InviteRow.used_by.is_(None) | (InviteRow.used_by == telegram_user_id))
        .values(used_by=telegram_user_id, used_at=first_time)
    )
    if taken.rowcount != 1:
        return InviteRejected(Rejection.USED)
    await seen(connection, Sender(telegram_user_id), now)
    post = given.post
    if post is None or post.role.may_teach:
        await give_role(connection, telegram_user_id, given.role)
    if post is None and given.role is Role.INSTRUCTOR:
        post = Post(OPEN, StaffRole.OWNER)
    elif post is None:
        # A class of their own would have nobody else: it stays theirs.
        teaches = (StaffRow.cohort_id == OPEN) | (StaffRow.role != StaffRole.OWNER)
        mine = StaffRow.telegram_user_id == telegram_user_id
        await connection.execute(delete(StaffRow).where(mine, teaches))
    # Whoever owns a class goes on owning it.
    if post and await _staff_role(connection, post, telegram_user_id) != StaffRole.OWNER:
        await appoint(connection, post.cohort_id, telegram_user_id, post.role, now)
    return given


async def _held(connection: AsyncConnection, invite: Invite | None, who: int) -> Role | None:
    """The role that somebody has already by what an invite is for."""
    if invite is None or invite.post is None:
        return await role_of(connection, who)
    return invite.role if await _staff_role(connection, invite.post, who) else None


async def _staff_role(connection: AsyncConnection, post: Post, who: int) -> str | None:
    query = select(StaffRow.role).where(
        StaffRow.cohort_id == post.cohort_id, StaffRow.telegram_user_id == who
    )
    return await connection.scalar(query)


async def _invite(connection: AsyncConnection, hashed: str) -> Invite | None:
    found = await connection.execute(
        select(InviteRow.__table__).where(InviteRow.code_hash == hashed)
    )
    row = found.one_or_none()
    if row is None:
        return None
    post = Post(row.cohort_id, StaffRole(row.role)) if row.cohort_id else None
    # An assistant is a learner to all but their class.
    role = Role.LEARNER if row.role == StaffRole.ASSISTANT else Role(row.role)
    return Invite(role, row.expires_at, row.used_by, post)


async def _wrong_tries(connection: AsyncConnection, telegram_user_id: int, now: datetime) -> int:
    query = select(func.count(WrongCodeRow.id)).where(
        WrongCodeRow.telegram_user_id == telegram_user_id,
        WrongCodeRow.at > now - WRONG_TRIES_WITHIN,
    )
    return await connection.scalar(query) or 0
