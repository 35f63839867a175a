"""Which messages answer which, in the database. Works within the transaction it is given."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from progress.events import Kind, Reply, Turn
from progress.inbox import NO_BOT
from progress.stores.tables import EventRow, ReplyRow


async def remember(connection: AsyncConnection, reply: Reply, turn: Turn) -> None:
    upsert = insert(connection, ReplyRow).values(
        chat_id=reply.chat_id,
        message_id=reply.message_id,
        reply_ids=list(reply.reply_ids),
        update_id=turn.update_id,
        bot_id=turn.bot_id,
        at=turn.at,
    )
    keys = [ReplyRow.chat_id, ReplyRow.message_id]
    new = {name: upsert.excluded[name] for name in ("reply_ids", "update_id", "bot_id", "at")}
    await connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=new))


async def replies_to(
    connection: AsyncConnection, bot_id: int, chat_id: int, message_id: int
) -> tuple[int, ...]:
    query = select(ReplyRow.reply_ids).where(
        ReplyRow.chat_id == chat_id,
        ReplyRow.message_id == message_id,
        ReplyRow.bot_id.in_((bot_id, NO_BOT)),
    )
    return tuple(await connection.scalar(query) or ())


async def was_run(connection: AsyncConnection, bot_id: int, chat_id: int, message_id: int) -> bool:
    """Whether the update by which a message was answered last, perhaps a press, ran something."""
    of_update = (EventRow.bot_id == ReplyRow.bot_id) & (EventRow.update_id == ReplyRow.update_id)
    query = select(EventRow.id).where(
        ReplyRow.chat_id == chat_id,
        ReplyRow.message_id == message_id,
        ReplyRow.bot_id == bot_id,
        of_update,
        EventRow.kind == Kind.RAN,
    )
    return await connection.scalar(query) is not None


async def is_overtaken(
    connection: AsyncConnection, bot_id: int, update_id: int, chat_id: int, message_id: int
) -> bool:
    query = select(ReplyRow.update_id).where(
        ReplyRow.chat_id == chat_id,
        ReplyRow.message_id == message_id,
        ReplyRow.bot_id == bot_id,
        ReplyRow.update_id > update_id,
    )
    return await connection.scalar(query) is not None


async def purge(connection: AsyncConnection, before: datetime) -> None:
    # The previous release, which may run beside a migration, writes no time.
    old = ReplyRow.at.is_(None) | (ReplyRow.at < before)
    await connection.execute(delete(ReplyRow).where(old))
