"""Ways into the web page: one-time links, and the sessions they begin. Only hashes are kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import write, writing
from progress.stores.class_tables import SessionRow

LINK, SESSION = "link", "session"
LASTS = {LINK: timedelta(minutes=10), SESSION: timedelta(hours=12)}


class WebStore:
    """Whoever reads the database can enter with nothing that stands there."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    async def offer(self, telegram_user_id: int, now: datetime) -> str:
        """Make what a one-time link holds."""
        async with write(self._writing) as connection:
            await connection.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
            return await _begin(connection, LINK, telegram_user_id, now)

    async def enter(self, link: str, now: datetime) -> str | None:
        """Begin a session by a link and use the link up; None where it is no longer good."""
        used = delete(SessionRow).where(_good(link, LINK, now))
        async with write(self._writing) as connection:
            who = await connection.scalar(used.returning(SessionRow.telegram_user_id))
            return None if who is None else await _begin(connection, SESSION, who, now)

    async def begin(self, telegram_user_id: int, now: datetime) -> str:
        """Begin the session of somebody whom Telegram vouches for."""
        async with write(self._writing) as connection:
            return await _begin(connection, SESSION, telegram_user_id, now)

    async def who(self, session: str, now: datetime) -> int | None:
        """Whose session it is; None where it has ended."""
        query = select(SessionRow.telegram_user_id).where(_good(session, SESSION, now))
        async with self._engine.connect() as connection:
            return await connection.scalar(query)

    async def end(self, session: str) -> None:
        async with write(self._writing) as connection:
            await connection.execute(delete(SessionRow).where(_is(session)))

    async def end_all(self, telegram_user_id: int) -> None:
        """End somebody's sessions everywhere, and the links that they have not used."""
        theirs = SessionRow.telegram_user_id == telegram_user_id
        async with write(self._writing) as connection:
            await connection.execute(delete(SessionRow).where(theirs))


async def _begin(connection: AsyncConnection, kind: str, who: int, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row = {"kind": kind, "telegram_user_id": who, "expires_at": now + LASTS[kind]}
    await connection.execute(insert(SessionRow).values(token_hash=_hash(token), **row))
    return token


def _good(token: str, kind: str, now: datetime) -> ColumnElement[bool]:
    return _is(token) & (SessionRow.kind == kind) & (SessionRow.expires_at > now)


def _is(token: str) -> ColumnElement[bool]:
    return SessionRow.token_hash == _hash(token)


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
