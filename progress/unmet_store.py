"""Reading what was not met. Every function works within the transaction it is given."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.event_store import event_in
from progress.tables import EventRow
from progress.unmet import KINDS, Unmet
from progress.unmet import unmet as read


async def unmet(connection: AsyncConnection, since: datetime) -> list[Unmet]:
    found = await connection.execute(
        select(EventRow.__table__)
        .where(EventRow.at >= since, EventRow.kind.in_(KINDS))
        .order_by(EventRow.id)
    )
    return list(read(map(event_in, found)))
