"""The inbox in the database. Every function works within the transaction it is given."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from database.upsert import insert
from progress.inbox import State
from progress.tables import InboxRow


async def receive(
    connection: AsyncConnection, updates: Sequence[tuple[int, str]], now: datetime
) -> list[int]:
    new: list[int] = []
    for update_id, raw in updates:
        row = {"update_id": update_id, "raw": raw, "received_at": now, "state": State.PENDING}
        added = await connection.execute(
            insert(connection, InboxRow)
            .values(row)
            .on_conflict_do_nothing()
            .returning(InboxRow.update_id)
        )
        new.extend(added.scalars())
    return new


async def pending(connection: AsyncConnection) -> list[tuple[int, str]]:
    found = await connection.execute(
        select(InboxRow.update_id, InboxRow.raw)
        .where(InboxRow.state == State.PENDING)
        .order_by(InboxRow.update_id)
    )
    return [(row.update_id, row.raw) for row in found]


async def close(
    connection: AsyncConnection,
    update_id: int,
    state: State,
    now: datetime,
    error: str | None = None,
) -> None:
    """End an update's stay; one that has ended already stays as it ended."""
    await connection.execute(
        update(InboxRow)
        .where(InboxRow.update_id == update_id)
        .where(InboxRow.state == State.PENDING)
        .values(state=state, done_at=now, error=error)
    )


async def counts(connection: AsyncConnection) -> Mapping[State, int]:
    found = await connection.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state))
    return dict.fromkeys(State, 0) | {State(state): number for state, number in found}


async def purge(connection: AsyncConnection, done_before: datetime) -> int:
    gone = await connection.execute(delete(InboxRow).where(InboxRow.done_at < done_before))
    return gone.rowcount
