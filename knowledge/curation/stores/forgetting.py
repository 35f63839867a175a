"""Forgetting an instructor, or a learner's words, within the transaction that is given."""

from collections.abc import Callable, Collection

from sqlalchemy import bindparam, delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from database.personal import PersonColumn
from knowledge.curation.stores import drafts
from knowledge.curation.stores.tables import DraftRow, HandledRow, MessageRow, VersionRow

# Whose a row is; a draft may be in the hand of another than its author.
PERSONS: tuple[PersonColumn, ...] = (
    DraftRow.author_id,
    DraftRow.writer,
    MessageRow.telegram_user_id,
    VersionRow.author_id,
    HandledRow.author_id,
)
FORMER = "a former instructor"


async def forget(
    connection: AsyncConnection,
    who: int,
    nameless: int,
    wordings: Collection[str],
    counted_as: Callable[[str], str],
) -> None:
    """Keep what somebody published, without who that was; their drafts and `wordings` go."""
    await drafts.forget_words(connection, lambda said: counted_as(said) in wordings)
    await drafts.put_aside(connection, who)
    await connection.execute(delete(DraftRow).where(DraftRow.author_id == who))
    await connection.execute(delete(MessageRow).where(MessageRow.telegram_user_id == who))
    unsigned = {"author_id": nameless, "author_name": FORMER}
    unlinked = {"update_id": None, "bot_id": 0, "messages": None}
    theirs = update(VersionRow).where(VersionRow.author_id == who)
    await connection.execute(theirs.values(**unsigned, **unlinked))
    handled = update(HandledRow).where(HandledRow.author_id == who)
    await connection.execute(handled.values(author_id=nameless))
    if rows := [{"asked": wording} for wording in wordings]:
        asked = delete(HandledRow).where(HandledRow.wording == bindparam("asked"))
        await connection.execute(asked, rows)
