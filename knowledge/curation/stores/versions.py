"""Versions and handled wordings in the database. All within the transaction that is given."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, Select, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from knowledge.base.store import KnowledgeError
from knowledge.curation.stores.tables import HandledRow, VersionRow
from knowledge.curation.version import (
    KEPT,
    Action,
    Author,
    EditConflict,
    Handled,
    Published,
    Reopened,
    Resolution,
    Version,
)
from knowledge.pages.entry import Entry


class UnreadableVersion(KnowledgeError):
    """What an instructor wrote is no entry for this release."""


async def publish(
    connection: AsyncConnection, version: Version, wordings: Iterable[Handled]
) -> Published | EditConflict:
    """Add a version and note the wordings it answers; an EditConflict where its number is not free.

    A version that the same update of the same bot made already counts as published.
    """
    newest = await head(connection, version.slug)
    number = newest.number if newest else 0
    if number != version.number - 1 or not await _add(connection, version):
        return await _lost(connection, version)
    await handle(connection, wordings)
    return Published(version)


async def head(connection: AsyncConnection, slug: str) -> Version | None:
    of_slug = select(VersionRow.__table__).where(VersionRow.slug == slug)
    return await _first(connection, of_slug.order_by(VersionRow.number.desc()))


async def heads(connection: AsyncConnection) -> tuple[Version, ...]:
    """Read the newest version of every entry; raises UnreadableVersion."""
    newest = select(VersionRow.slug, func.max(VersionRow.number)).group_by(VersionRow.slug)
    found = await connection.execute(
        select(VersionRow.__table__)
        .where(tuple_(VersionRow.slug, VersionRow.number).in_(newest))
        .order_by(VersionRow.slug)
    )
    return tuple(_version(row) for row in found)


async def history(connection: AsyncConnection, slug: str) -> tuple[Version, ...]:
    found = await connection.execute(
        select(VersionRow.__table__)
        .where(VersionRow.slug == slug)
        .order_by(VersionRow.number.desc())
    )
    return tuple(_version(row) for row in found)


async def made_by(
    connection: AsyncConnection, telegram_user_id: int, bot_id: int, update_id: int
) -> Version | None:
    by_update = (
        select(VersionRow.__table__)
        .where(VersionRow.bot_id == bot_id, VersionRow.update_id == update_id)
        .where(VersionRow.author_id == telegram_user_id)
    )
    return await _first(connection, by_update.order_by(VersionRow.at.desc()))


async def brought_by(
    connection: AsyncConnection, telegram_user_id: int, bot_id: int, message_id: int
) -> str | None:
    own = (
        select(VersionRow.slug, VersionRow.messages)
        .where(VersionRow.author_id == telegram_user_id, VersionRow.bot_id == bot_id)
        .where(VersionRow.messages.is_not(None))
    )
    found = await connection.execute(own.order_by(VersionRow.at.desc()))
    return next((row.slug for row in found if message_id in row.messages), None)


async def revision(connection: AsyncConnection) -> int:
    """Count the versions of all entries."""
    counted = await connection.execute(select(func.count()).select_from(VersionRow))
    return int(counted.scalar_one())


async def handled(connection: AsyncConnection) -> tuple[Handled, ...]:
    found = await connection.execute(select(HandledRow.__table__).order_by(HandledRow.wording))
    return tuple(
        Handled(row.wording, Resolution(row.outcome), row.slug, row.author_id, row.at)
        for row in found
    )


async def _first(connection: AsyncConnection, query: Select[Any]) -> Version | None:
    row = (await connection.execute(query.limit(1))).one_or_none()
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
        "update_id": version.update_id,
        "bot_id": version.bot_id,
        "messages": list(version.messages) or None,
    }
    added = await connection.execute(
        insert(connection, VersionRow)
        .values(row)
        .on_conflict_do_nothing()
        .returning(VersionRow.number)
    )
    return added.scalar_one_or_none() is not None


async def _lost(connection: AsyncConnection, version: Version) -> Published | EditConflict:
    """Name the version that stands in the way; one that the same update made is no conflict."""
    newest = await head(connection, version.slug)
    if newest is None:
        raise ValueError(f"{version.slug} has no version, so its next one cannot be {version}")
    return Published(newest) if _is_same(newest, version) else EditConflict(newest)


def _is_same(stored: Version, version: Version) -> bool:
    def maker(each: Version) -> tuple[int, int, int | None]:
        return each.author.telegram_user_id, each.bot_id, each.update_id

    return version.update_id is not None and maker(stored) == maker(version)


async def handle(connection: AsyncConnection, wordings: Iterable[Handled]) -> None:
    """Note what was done about wordings, and forget what was done too long ago to matter."""
    at_once = list(wordings)
    for each in at_once:
        await _handle(connection, each)
    if at_once:
        latest = max(each.at for each in at_once)
        await connection.execute(delete(HandledRow).where(HandledRow.at < latest - KEPT))


async def _handle(connection: AsyncConnection, wording: Handled) -> None:
    upsert = insert(connection, HandledRow).values(
        wording=wording.wording,
        outcome=wording.outcome,
        slug=wording.slug,
        author_id=wording.author_id,
        at=wording.at,
    )
    names = ("outcome", "slug", "author_id", "at")
    await connection.execute(
        upsert.on_conflict_do_update(
            index_elements=[HandledRow.wording],
            set_={name: upsert.excluded[name] for name in names},
        )
    )


async def reopen(connection: AsyncConnection, slug: str | None, reopened: Reopened) -> None:
    """Forget that wordings were handled, so that they are unanswered again.

    Without a slug, those that were handled for no entry.
    """
    await connection.execute(
        delete(HandledRow).where(
            HandledRow.slug == slug,
            HandledRow.at.in_(reopened.at),
            HandledRow.wording.not_in(reopened.kept),
        )
    )


def _version(row: Row[Any]) -> Version:
    return Version(
        slug=row.slug,
        number=row.number,
        action=Action(row.action),
        author=Author(row.author_id, row.author_name),
        at=row.at,
        entry=None if row.entry is None else _entry(row),
        base=row.base,
        restores=row.restores,
        update_id=row.update_id,
        bot_id=row.bot_id,
        messages=tuple(row.messages or ()),
    )


def _entry(row: Row[Any]) -> Entry:
    """Read an entry; beside a newer release, an older one skips what it does not know."""
    fields = {name: value for name, value in row.entry.items() if name in Entry.model_fields}
    try:
        return Entry.model_validate(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        raise UnreadableVersion(
            f"version {row.number} of the entry {row.slug}, by {row.author_name}, is none that "
            f"this release can read: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
        ) from None
