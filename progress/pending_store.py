"""Reading what came after the page read last. Works within the transaction it is given."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.events import Kind
from progress.history import Failed, Offered
from progress.history_store import SEEING
from progress.tables import EventRow
from progress.unmet import NONE_OF_THESE

# Runs that went well are passed over; after so many what was before them is forgotten.
_LOOKED_AT = 20
_KINDS = (*SEEING, Kind.SUGGESTED, Kind.ABSTAINED)


async def since_read(
    connection: AsyncConnection,
    telegram_user_id: int,
    since: datetime,
    before: datetime | None = None,
) -> Failed | Offered | None:
    """Find suggestions or a failed run that came last; None where a page was read after them."""
    query = (
        select(EventRow.kind, EventRow.slug, EventRow.update_id, EventRow.detail)
        .where(EventRow.telegram_user_id == telegram_user_id, EventRow.at >= since)
        .where(EventRow.kind.in_(_KINDS))
        .order_by(EventRow.id.desc())
        .limit(_LOOKED_AT)
    )
    if before is not None:
        query = query.where(EventRow.at < before)
    return _newest(await connection.execute(query))


def _newest(rows: Iterable[Row[Any]]) -> Failed | Offered | None:
    mended = False
    declined: set[int] = set()
    for row in rows:
        if row.kind == Kind.ABSTAINED:
            if row.detail.get("reason") == NONE_OF_THESE:
                declined.add(row.update_id)
        elif row.kind == Kind.SUGGESTED:
            return None if row.update_id in declined else Offered(_named(row, "offered"))
        elif row.slug is not None:
            return None
        elif row.detail.get("outcome") == "ok":
            mended = True
        elif not mended:
            return _failed(row)
    return None


def _failed(row: Row[Any]) -> Failed:
    return Failed(
        error=str(row.detail.get("error") or ""),
        looked_up="means" in row.detail,
        page=row.detail.get("means") or None,
        near=_named(row, "near"),
        told_in=row.detail.get("told_in"),
    )


def _named(row: Row[Any], fact: str) -> tuple[str, ...]:
    return tuple(str(row.detail.get(fact) or "").split())
