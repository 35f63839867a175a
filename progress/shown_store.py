"""Reading what a learner has had of a page. Works within the transaction it is given."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.events import Kind
from progress.history import LastRead
from progress.tables import EventRow

_KINDS = (Kind.ANSWERED, Kind.CHOSEN, Kind.UNFOLDED)


async def with_shown(
    connection: AsyncConnection,
    telegram_user_id: int,
    read: LastRead | None,
    since: datetime,
    before: datetime | None = None,
) -> LastRead | None:
    """Add what follow-ups and buttons have shown of a page since it was opened last."""
    if read is None:
        return None
    of_page = (
        select(EventRow.kind, EventRow.detail)
        .where(EventRow.telegram_user_id == telegram_user_id, EventRow.at >= since)
        .where(EventRow.slug == read.slug, EventRow.kind.in_(_KINDS))
        .order_by(EventRow.id)
    )
    if before is not None:
        of_page = of_page.where(EventRow.at < before)
    shown: list[str] = []
    for event in await connection.execute(of_page):
        if event.kind != Kind.UNFOLDED and event.detail.get("follows") != read.slug:
            shown.clear()
        shown += str(event.detail.get("shown") or "").split()
    return replace(read, shown=tuple(dict.fromkeys((*read.shown, *shown))))
