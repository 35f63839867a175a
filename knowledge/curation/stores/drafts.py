"""Drafts in the database. Every function works within the transaction it is given."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, delete, func, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from knowledge.curation.draft import Brought, Draft, Writer, without
from knowledge.curation.stores.tables import DraftRow, MessageRow
from knowledge.curation.version import KEPT, Author

# Messages that went into drafts, in the database. All within the transaction that is given.
#
# They are kept beyond their draft: one that is edited later is told from a question.


async def note(
    connection: AsyncConnection, draft: Draft, telegram_user_id: int, numbers: Iterable[int]
) -> None:
    """Note whose messages to a draft's last bot went into it, and forget those of long ago."""
    rows = [
        {
            "bot_id": draft.last_bot,
            "telegram_user_id": telegram_user_id,
            "message_id": number,
            "draft_id": draft.id,
            "slug": None,
            "at": draft.at,
        }
        for number in numbers
    ]
    if not rows:
        return
    upsert = insert(connection, MessageRow)
    new = {name: upsert.excluded[name] for name in ("draft_id", "slug", "at")}
    keys = [MessageRow.bot_id, MessageRow.telegram_user_id, MessageRow.message_id]
    await connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=new), rows)
    await connection.execute(delete(MessageRow).where(MessageRow.at < draft.at - KEPT))


async def brought(
    connection: AsyncConnection, telegram_user_id: int, bot_id: int, message_id: int
) -> Brought | None:
    found = await connection.execute(
        select(MessageRow.draft_id, MessageRow.slug).where(
            MessageRow.bot_id == bot_id,
            MessageRow.telegram_user_id == telegram_user_id,
            MessageRow.message_id == message_id,
        )
    )
    row = found.one_or_none()
    return None if row is None else Brought(row.draft_id, row.slug)


async def published(connection: AsyncConnection, draft_id: int | None, slug: str) -> None:
    """Note which entry a draft has become."""
    await connection.execute(
        update(MessageRow).where(MessageRow.draft_id == draft_id).values(slug=slug)
    )


async def forget(connection: AsyncConnection, draft_id: int | None) -> None:
    await connection.execute(delete(MessageRow).where(MessageRow.draft_id == draft_id))


_DRAFT = TypeAdapter(Draft)
_COLUMNS = {"id", "author", "at", "source", "key"}
# As many as a button has room for beside the longest name of a topic.
NUMBER_BITS = 40


async def add(connection: AsyncConnection, draft: Draft, writer: Writer | None) -> Draft:
    """Insert a draft, and return it with its number; what `writer` had in hand is put aside."""
    new = replace(draft, id=next(_numbers()))
    row = _new_row(new)
    if writer is not None:
        await put_aside(connection, writer.telegram_user_id)
        row |= _in_hand(writer)
    await connection.execute(plain_insert(DraftRow).values(row))
    if writer is not None:
        numbers = [number for number, _ in new.messages]
        await note(connection, new, writer.telegram_user_id, numbers)
    return new


async def save(connection: AsyncConnection, draft: Draft, writer: Writer) -> Draft | None:
    """Update a draft in `writer`'s hand; None where it is gone or in somebody else's."""
    before = await hold(connection, draft.id, writer)
    if before is None:
        return None
    await put_aside(connection, writer.telegram_user_id)
    row = _row(draft) | _in_hand(writer)
    await connection.execute(update(DraftRow).where(DraftRow.id == draft.id).values(row))
    numbers = [number for number, part in draft.messages if (number, part) not in before.messages]
    await note(connection, draft, writer.telegram_user_id, numbers)
    return draft


async def save_all(connection: AsyncConnection, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    new = []
    for number, draft in zip(_numbers(), drafts, strict=False):
        added = await connection.execute(
            insert(connection, DraftRow)
            .values(_new_row(replace(draft, id=number)))
            .on_conflict_do_nothing(index_elements=[DraftRow.key])
            .returning(DraftRow.id)
        )
        new += [replace(draft, id=number) for number in added.scalars()]
    return tuple(new)


async def draft(connection: AsyncConnection, draft_id: int) -> Draft | None:
    return await _one(connection, DraftRow.id == draft_id)


async def writing(connection: AsyncConnection, telegram_user_id: int) -> Draft | None:
    return await _one(connection, DraftRow.writer == telegram_user_id)


async def own(connection: AsyncConnection, draft_id: int, writer: Writer) -> Draft | None:
    if not await is_free(connection, draft_id, writer):
        return None
    await put_aside(connection, writer.telegram_user_id)
    owned = await connection.execute(
        update(DraftRow)
        .where(DraftRow.id == draft_id, _free(writer))
        .values(_in_hand(writer))
        .returning(DraftRow.id)
    )
    return await draft(connection, draft_id) if owned.one_or_none() else None


async def is_free(connection: AsyncConnection, draft_id: int, writer: Writer) -> bool:
    found = await connection.execute(
        select(DraftRow.id).where(DraftRow.id == draft_id, _free(writer))
    )
    return found.one_or_none() is not None


async def renew(connection: AsyncConnection, draft_id: int, writer: Writer) -> None:
    """Note that whoever writes a draft is still at it; nothing where that is somebody else."""
    is_theirs = DraftRow.writer == writer.telegram_user_id
    await connection.execute(
        update(DraftRow).where(DraftRow.id == draft_id, is_theirs).values(_in_hand(writer))
    )


async def put_aside(connection: AsyncConnection, telegram_user_id: int) -> None:
    await connection.execute(
        update(DraftRow)
        .where(DraftRow.writer == telegram_user_id)
        .values(writer=None, writer_at=None)
    )


async def drafts(connection: AsyncConnection) -> tuple[Draft, ...]:
    return await _latest_first(connection)


async def drafts_by(connection: AsyncConnection, telegram_user_id: int) -> tuple[Draft, ...]:
    return await _latest_first(connection, DraftRow.author_id == telegram_user_id)


async def hold(connection: AsyncConnection, draft_id: int | None, writer: Writer) -> Draft | None:
    """The draft, where this person may write it; nobody changes it until the transaction ends."""
    return await _one(connection, DraftRow.id == draft_id, _free(writer), for_update=True)


async def remove(connection: AsyncConnection, draft_id: int | None) -> None:
    await connection.execute(delete(DraftRow).where(DraftRow.id == draft_id))


async def forget_words(connection: AsyncConnection, is_theirs: Callable[[str], bool]) -> None:
    """Take a learner's words out of what they were to be answered with, whoever writes it."""
    for row in await connection.execute(select(DraftRow.__table__).with_for_update()):
        left = without(_draft(row), is_theirs)
        if left is None:
            await remove(connection, row.id)
        elif left != _draft(row):
            this = update(DraftRow).where(DraftRow.id == row.id)
            await connection.execute(this.values(_row(left)))


async def _latest_first(
    connection: AsyncConnection, *where: ColumnElement[bool]
) -> tuple[Draft, ...]:
    query = select(DraftRow.__table__).where(*where)
    found = await connection.execute(query.order_by(DraftRow.at.desc(), DraftRow.id))
    return tuple(_draft(row) for row in found)


async def _one(
    connection: AsyncConnection, *where: ColumnElement[bool], for_update: bool = False
) -> Draft | None:
    query = select(DraftRow.__table__).where(*where)
    found = await connection.execute(query.with_for_update() if for_update else query)
    row = found.one_or_none()
    return None if row is None else _draft(row)


def _free(writer: Writer) -> ColumnElement[bool]:
    # The release before this one notes no moment of its writers' acts.
    last_act = func.coalesce(DraftRow.writer_at, DraftRow.at)
    return or_(
        DraftRow.writer.is_(None),
        DraftRow.writer == writer.telegram_user_id,
        last_act < writer.abandoned_before,
    )


def _in_hand(writer: Writer) -> dict[str, Any]:
    return {"writer": writer.telegram_user_id, "writer_at": writer.at}


def _numbers() -> Iterator[int]:
    """Numbers that no draft has had, in order: old buttons of one that is gone are about no other.

    SQLite by itself gives the highest number again, once the draft that had it is gone.
    """
    return count(secrets.randbits(NUMBER_BITS))


def _new_row(draft: Draft) -> dict[str, Any]:
    return _row(draft) | {"id": draft.id}


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "author_id": draft.author.telegram_user_id,
        "author_name": draft.author.name,
        "at": draft.at,
        "source": draft.source,
        "key": draft.key,
        "fields": _DRAFT.dump_python(draft, mode="json", exclude=_COLUMNS),
    }


def _draft(row: Row[Any]) -> Draft:
    columns = {
        "id": row.id,
        "author": Author(row.author_id, row.author_name),
        "at": row.at,
        "source": row.source,
        "key": row.key,
    }
    return _DRAFT.validate_python(row.fields | columns)
