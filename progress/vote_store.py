"""Reading how a learner voted on a page. Works within the transaction it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.events import Kind
from progress.tables import EventRow

VOTES = (Kind.HELPFUL, Kind.UNHELPFUL)
_SHOWING = (Kind.ANSWERED, Kind.CHOSEN)


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's latest vote on a page, cast at `at` in a bot's update.

    It counts for `day`, in UTC. `shown_since` where the page was opened again after the vote.
    """

    kind: Kind
    topic: str | None
    day: date
    shown_since: bool
    at: datetime
    bot_id: int
    update_id: int | None


async def standing(
    connection: AsyncConnection, telegram_user_id: int, slug: str
) -> Standing | None:
    """Find a learner's latest vote on a page."""
    latest = (await connection.execute(_latest(telegram_user_id, slug, VOTES))).one_or_none()
    if latest is None:
        return None
    shown = (await connection.execute(_latest(telegram_user_id, slug, _SHOWING))).one_or_none()
    counted = latest.detail.get("again")
    return Standing(
        Kind(latest.kind),
        latest.topic,
        date.fromisoformat(counted) if counted else latest.at.astimezone(UTC).date(),
        shown is not None and shown.id > latest.id,
        latest.at,
        latest.bot_id,
        latest.update_id,
    )


def _latest(telegram_user_id: int, slug: str, kinds: Sequence[Kind]) -> Select[Any]:
    of = EventRow
    return (
        select(of.id, of.kind, of.topic, of.at, of.detail, of.bot_id, of.update_id)
        .where(of.telegram_user_id == telegram_user_id, of.slug == slug, of.kind.in_(kinds))
        .order_by(of.id.desc())
        .limit(1)
    )
