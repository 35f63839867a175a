"""Messages that went into drafts, in the database. All within the transaction that is given.

They are kept beyond their draft: one that is edited later is told from a question.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from knowledge.curation.draft import Brought, Draft
from knowledge.curation.handled import KEPT
from knowledge.curation.tables import MessageRow


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
