"""What instructors write, in the database: each method is one transaction."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.engine import writing
from database.upsert import insert
from knowledge.curation import draft_store
from knowledge.curation.draft import Draft
from knowledge.curation.handled import Handled, Outcome
from knowledge.curation.tables import HandledRow, VersionRow
from knowledge.curation.version import Action, Author, Conflict, Published, Version
from knowledge.entry import Entry

# SQLite lets one write; queueing here is fairer than its polling.
_WRITERS = {"sqlite": 1, "postgresql": 8}


class CurationStore:
    """Versions of entries, drafts, and the wordings that were dealt with."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)
        self._writers = asyncio.Semaphore(_WRITERS[engine.dialect.name])

    async def publish(
        self,
        version: Version,
        *,
        handled: Iterable[Handled] = (),
        reopened: datetime | None = None,
    ) -> Published | Conflict:
        """Let a version hold, unless another one has its number or it skips one.

        With it, wordings become handled, and those `reopened` (handled for this entry at that
        moment) no longer are; or nothing happens. The same version published again, as by an
        update that is handled twice, is published.
        """
        async with self._write() as connection:
            outcome = await _publish(connection, version, handled)
            if isinstance(outcome, Published) and reopened is not None:
                await _reopen(connection, version.slug, reopened)
            return outcome

    async def publish_draft(
        self, draft_id: int, version: Version, handled: Iterable[Handled]
    ) -> Published | Conflict | None:
        """Let what a draft has become hold, and the draft go away with that.

        Of two who publish the same draft at once, the second gets None, for it is gone.
        """
        async with self._write() as connection:
            if not await draft_store.hold(connection, draft_id):
                return None
            outcome = await _publish(connection, version, handled)
            if isinstance(outcome, Published):
                await draft_store.discard(connection, draft_id)
            return outcome

    async def heads(self) -> tuple[Version, ...]:
        """Read the newest version of every entry that has any, by slug."""
        async with self._engine.connect() as connection:
            newest = select(VersionRow.slug, func.max(VersionRow.number)).group_by(VersionRow.slug)
            found = await connection.execute(
                select(VersionRow.__table__)
                .where(tuple_(VersionRow.slug, VersionRow.number).in_(newest))
                .order_by(VersionRow.slug)
            )
            return tuple(_version(row) for row in found)

    async def head(self, slug: str) -> Version | None:
        """Read the newest version of one entry; None where the shipped one stands untouched."""
        async with self._engine.connect() as connection:
            return await _head(connection, slug)

    async def history(self, slug: str) -> tuple[Version, ...]:
        """Read every version of one entry, the newest first."""
        async with self._engine.connect() as connection:
            found = await connection.execute(
                select(VersionRow.__table__)
                .where(VersionRow.slug == slug)
                .order_by(VersionRow.number.desc())
            )
            return tuple(_version(row) for row in found)

    async def revision(self) -> int:
        """Tell how many versions there are: it grows by one with each, for whoever polls.

        A row's serial number would not do: of two that are written at once, the later one may be
        seen first.
        """
        async with self._engine.connect() as connection:
            counted = await connection.execute(select(func.count()).select_from(VersionRow))
            return int(counted.scalar_one())

    async def handle(self, handled: Iterable[Handled]) -> None:
        """Note what was done about wordings; the latest counts."""
        async with self._write() as connection:
            for each in handled:
                await _handle(connection, each)

    async def handled(self) -> tuple[Handled, ...]:
        """Read every wording that was dealt with."""
        async with self._engine.connect() as connection:
            found = await connection.execute(
                select(HandledRow.__table__).order_by(HandledRow.wording)
            )
            return tuple(
                Handled(row.wording, Outcome(row.outcome), row.slug, row.author_id, row.at)
                for row in found
            )

    async def save(self, draft: Draft, *, writer: int | None = None) -> Draft:
        """Keep a draft, a new one under a new id; `writer`'s next messages go into it.

        Whatever else they were writing is put aside.
        """
        async with self._write() as connection:
            return await draft_store.save(connection, draft, writer)

    async def save_all(self, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        """Keep new drafts, all or none; returns those whose `key` is not there already."""
        async with self._write() as connection:
            return await draft_store.save_all(connection, drafts)

    async def draft(self, draft_id: int) -> Draft | None:
        """Read one draft."""
        async with self._engine.connect() as connection:
            return await draft_store.draft(connection, draft_id)

    async def writing(self, telegram_user_id: int) -> Draft | None:
        """Read the draft that someone's next message goes into."""
        async with self._engine.connect() as connection:
            return await draft_store.writing(connection, telegram_user_id)

    async def claim(
        self, draft_id: int, telegram_user_id: int, abandoned_before: datetime
    ) -> Draft | None:
        """Let someone's messages go into a draft that nobody else writes, and read it.

        One that somebody began to write and left as it was since then is anybody's again. Of two
        who claim the same at once, one gets it; None for the other, and where there is none.
        """
        async with self._write() as connection:
            return await draft_store.claim(connection, draft_id, telegram_user_id, abandoned_before)

    async def is_free(
        self, draft_id: int, telegram_user_id: int, abandoned_before: datetime
    ) -> bool:
        """Whether someone could claim a draft."""
        async with self._engine.connect() as connection:
            return await draft_store.is_free(
                connection, draft_id, telegram_user_id, abandoned_before
            )

    async def put_aside(self, telegram_user_id: int) -> None:
        """Let someone's messages go into no draft any more; what they wrote stays."""
        async with self._write() as connection:
            await draft_store.put_aside(connection, telegram_user_id)

    async def drafts(self) -> tuple[Draft, ...]:
        """Read every draft, the latest first."""
        async with self._engine.connect() as connection:
            return await draft_store.drafts(connection)

    async def discard(self, draft_id: int) -> bool:
        """Throw a draft away; False where there is none."""
        async with self._write() as connection:
            return await draft_store.discard(connection, draft_id)

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncConnection]:
        async with self._writers, self._writing.begin() as connection:
            yield connection


async def _publish(
    connection: AsyncConnection, version: Version, handled: Iterable[Handled]
) -> Published | Conflict:
    head = await _head(connection, version.slug)
    number = head.number if head else 0
    if number != version.number - 1 or not await _add(connection, version):
        return await _lost(connection, version)
    for each in handled:
        await _handle(connection, each)
    return Published(version)


async def _head(connection: AsyncConnection, slug: str) -> Version | None:
    found = await connection.execute(
        select(VersionRow.__table__)
        .where(VersionRow.slug == slug)
        .order_by(VersionRow.number.desc())
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else _version(row)


async def _add(connection: AsyncConnection, version: Version) -> bool:
    """Whether the number was free. PostgreSQL waits here for whoever is writing the same one."""
    row = {
        "slug": version.slug,
        "number": version.number,
        "action": version.action,
        "author_id": version.author.telegram_user_id,
        "author_name": version.author.name,
        "at": version.at,
        "entry": version.entry.model_dump(mode="json") if version.entry else None,
        "base": version.base,
        "restores": version.restores,
    }
    added = await connection.execute(
        insert(connection, VersionRow)
        .values(row)
        .on_conflict_do_nothing()
        .returning(VersionRow.number)
    )
    return added.scalar_one_or_none() is not None


async def _lost(connection: AsyncConnection, version: Version) -> Published | Conflict:
    """Name the version that stands in the way; one that is ours already is no conflict."""
    head = await _head(connection, version.slug)
    if head is None:
        raise ValueError(f"{version.slug} has no version, so its next one cannot be {version}")
    return Published(head) if _is_same(head, version) else Conflict(head)


def _is_same(stored: Version, version: Version) -> bool:
    def what(each: Version) -> tuple[object, ...]:
        return each.number, each.action, each.author.telegram_user_id, each.entry, each.base

    return what(stored) == what(version)


async def _handle(connection: AsyncConnection, handled: Handled) -> None:
    upsert = insert(connection, HandledRow).values(
        wording=handled.wording,
        outcome=handled.outcome,
        slug=handled.slug,
        author_id=handled.author_id,
        at=handled.at,
    )
    names = ("outcome", "slug", "author_id", "at")
    await connection.execute(
        upsert.on_conflict_do_update(
            index_elements=[HandledRow.wording],
            set_={name: upsert.excluded[name] for name in names},
        )
    )


async def _reopen(connection: AsyncConnection, slug: str, at: datetime) -> None:
    await connection.execute(delete(HandledRow).where(HandledRow.slug == slug, HandledRow.at == at))


def _version(row: Row[Any]) -> Version:
    return Version(
        slug=row.slug,
        number=row.number,
        action=Action(row.action),
        author=Author(row.author_id, row.author_name),
        at=row.at,
        entry=None if row.entry is None else Entry.model_validate(row.entry),
        base=row.base,
        restores=row.restores,
    )
