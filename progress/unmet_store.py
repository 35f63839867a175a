"""Reading what was not met. Every function works within the transaction it is given."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.event_store import PAGE
from progress.events import Event, Kind
from progress.tables import EventRow
from progress.unmet import KINDS, Pairing, Unmet

# What these bear is needed; a question's text and a vote say all in their columns.
_TOLD = (Kind.ANSWERED, Kind.SUGGESTED, Kind.ABSTAINED, Kind.CHOSEN)


async def unmet(connection: AsyncConnection, since: datetime) -> list[Unmet]:
    detail = case((EventRow.kind.in_(_TOLD), EventRow.detail), else_=null())
    query = (
        select(
            EventRow.kind,
            EventRow.telegram_user_id,
            EventRow.at,
            EventRow.slug,
            EventRow.text,
            detail.label("detail"),
        )
        .where(EventRow.at >= since, EventRow.kind.in_(KINDS))
        .order_by(EventRow.id)
    )
    found: list[Unmet] = []
    pairing = Pairing()
    # In portions, for a long log takes a second in which others want to be heard.
    async for rows in (await connection.stream(query)).partitions(PAGE):
        found += pairing.read(map(_event, rows))
    return found


def _event(row: Row[Any]) -> Event:
    return Event(
        kind=Kind(row.kind),
        telegram_user_id=row.telegram_user_id,
        at=row.at,
        slug=row.slug,
        text=row.text,
        detail=row.detail or {},
    )
