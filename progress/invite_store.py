"""Invites in the database. Every function works within the transaction it is given."""

import secrets
from datetime import datetime

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from database.types import UtcDateTime
from progress import learner_store
from progress.invites import (
    CODE_BYTES,
    WRONG_TRIES,
    WRONG_TRIES_WITHIN,
    Invite,
    InviteRejected,
    Redeemed,
    Redemption,
    Rejection,
    code_from,
    code_hash,
    judged,
)
from progress.learner import Role
from progress.tables import InviteRow, WrongCodeRow
from progress.turn import Sender


async def create(
    connection: AsyncConnection, role: Role, expires_at: datetime, now: datetime
) -> str:
    code = code_from(secrets.token_bytes(CODE_BYTES))
    row = {
        "code_hash": code_hash(code),
        "role": role,
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
    role = await learner_store.role(connection, telegram_user_id)
    match judged(invite, telegram_user_id, role, now):
        case Redeemed(role):
            return await _take(connection, hashed, role, telegram_user_id, now)
        case InviteRejected() as rejected:
            row = {"telegram_user_id": telegram_user_id, "at": now}
            await connection.execute(plain_insert(WrongCodeRow).values(row))
            return rejected


async def purge(connection: AsyncConnection, before: datetime) -> None:
    """Forget wrong codes; what was invited stays."""
    await connection.execute(delete(WrongCodeRow).where(WrongCodeRow.at < before))


async def _take(
    connection: AsyncConnection, hashed: str, role: Role, telegram_user_id: int, now: datetime
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
    await learner_store.seen(connection, Sender(telegram_user_id), now)
    await learner_store.give_role(connection, telegram_user_id, role)
    return Redeemed(role)


async def _invite(connection: AsyncConnection, hashed: str) -> Invite | None:
    found = await connection.execute(
        select(InviteRow.role, InviteRow.expires_at, InviteRow.used_by).where(
            InviteRow.code_hash == hashed
        )
    )
    row = found.one_or_none()
    return None if row is None else Invite(Role(row.role), row.expires_at, row.used_by)


async def _wrong_tries(connection: AsyncConnection, telegram_user_id: int, now: datetime) -> int:
    query = select(func.count(WrongCodeRow.id)).where(
        WrongCodeRow.telegram_user_id == telegram_user_id,
        WrongCodeRow.at > now - WRONG_TRIES_WITHIN,
    )
    return await connection.scalar(query) or 0
