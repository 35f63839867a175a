"""What a learner read last, and what came after it. Works within the transaction it is given.

What a message follows on that was `sent` before and is edited now came before then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.events import Kind
from progress.history import (
    Failed,
    FamilyHistory,
    LastRead,
    LearnerHistory,
    Offered,
    OfferedQuestion,
    TopicHistory,
)
from progress.inbox import NO_BOT
from progress.rollups import COUNTED, NO_TOPIC, Counts
from progress.stores import practice
from progress.stores.tables import ActivityRow, EntryActivityRow, EventRow
from progress.unanswered import NONE_OF_THESE

# Reading one learner's history. Every function works within the transaction it is given.

RECENT = 5
# Opening an entry is seeing it; being offered it among others is not.
SEEING = (Kind.ANSWERED, Kind.CHOSEN, Kind.RAN)


async def history(connection: AsyncConnection, telegram_user_id: int) -> LearnerHistory:
    mine = ActivityRow.telegram_user_id == telegram_user_id
    total = (await connection.execute(select(*sums()).where(mine))).one()
    days = await connection.execute(
        select(ActivityRow.day).where(mine).distinct().order_by(ActivityRow.day)
    )
    topics = await connection.execute(
        select(ActivityRow.topic, func.max(ActivityRow.day).label("last_day"), *sums())
        .where(mine, ActivityRow.topic != NO_TOPIC)
        .group_by(ActivityRow.topic)
        .order_by(ActivityRow.topic)
    )
    seen = await connection.execute(_seen(telegram_user_id))
    recent = await connection.execute(_recent(telegram_user_id))
    families = await connection.execute(_drilled(telegram_user_id))
    return LearnerHistory(
        total=counts_in(total),
        days=tuple(days.scalars()),
        topics=tuple(TopicHistory(row.topic, counts_in(row), row.last_day) for row in topics),
        seen=tuple(seen.scalars()),
        recent=tuple(recent.scalars()),
        drills=tuple(FamilyHistory(*row) for row in families),
        attempts=await practice.attempts(connection, telegram_user_id),
    )


async def offered_question(
    connection: AsyncConnection, telegram_user_id: int, bot_id: int, update_id: int
) -> OfferedQuestion | None:
    found = await connection.execute(
        select(EventRow.kind, EventRow.text, EventRow.detail)
        .where(EventRow.update_id == update_id, EventRow.bot_id.in_((bot_id, NO_BOT)))
        .where(EventRow.telegram_user_id == telegram_user_id)
        .where(EventRow.kind.in_((Kind.SUGGESTED, Kind.ABSTAINED)))
    )
    rows = {Kind(row.kind): row for row in found}
    suggested = rows.get(Kind.SUGGESTED)
    if suggested is None:
        return None
    return OfferedQuestion(
        suggested.text or "",
        declined=Kind.ABSTAINED in rows,
        instead_of=suggested.detail.get("instead_of"),
    )


def sums() -> list[Any]:
    """One summed column for each field of `Counts`."""
    return [func.coalesce(func.sum(getattr(ActivityRow, name)), 0).label(name) for name in COUNTED]


def counts_in(row: Row[Any]) -> Counts:
    # PostgreSQL sums integers to its decimal type.
    return Counts(**{name: int(getattr(row, name)) for name in COUNTED})


def _drilled(telegram_user_id: int) -> Any:
    of = EntryActivityRow
    return (
        select(of.slug, of.drills, of.drills_right)
        .where(of.telegram_user_id == telegram_user_id, of.drills > 0)
        .order_by(of.slug)
    )


def _seen(telegram_user_id: int) -> Select[Any]:
    latest = func.max(EventRow.id)
    return (
        select(EventRow.slug)
        .where(EventRow.telegram_user_id == telegram_user_id)
        .where(EventRow.kind.in_(SEEING), EventRow.slug.is_not(None))
        .group_by(EventRow.slug)
        .order_by(latest)
    )


def _recent(telegram_user_id: int) -> Select[Any]:
    return (
        select(EventRow.text)
        .where(EventRow.telegram_user_id == telegram_user_id)
        .where(EventRow.kind == Kind.ASKED, EventRow.text.is_not(None))
        .order_by(EventRow.id.desc())
        .limit(RECENT)
    )


# Runs that went well are passed over; after so many what was before them is forgotten.
_LOOKED_AT = 20


async def last_read(
    connection: AsyncConnection, telegram_user_id: int, since: datetime, sent: datetime | None
) -> LastRead | None:
    """Find the page that was read last, and what follow-ups and buttons have shown of it since.

    None where suggestions came after it, which ask for a choice.
    """
    lately = _lately(telegram_user_id, since, sent)
    followed = await _followed(connection, telegram_user_id, sent) if sent else None
    read = followed or await _opened(connection, lately)
    return await _with_shown(connection, lately, read) if read else None


async def since_read(
    connection: AsyncConnection, telegram_user_id: int, since: datetime, sent: datetime | None
) -> Failed | Offered | None:
    """Find suggestions or an error that came last; None where a page was read after them."""
    kinds = (*SEEING, Kind.SUGGESTED, Kind.ABSTAINED)
    latest = _lately(telegram_user_id, since, sent).where(EventRow.kind.in_(kinds))
    return _pending(await connection.execute(latest.order_by(EventRow.id.desc()).limit(_LOOKED_AT)))


def _lately(telegram_user_id: int, since: datetime, sent: datetime | None) -> Select[Any]:
    """Select what a learner did and was told of; what was found and not said is passed over."""
    found = select(
        EventRow.kind, EventRow.slug, EventRow.at, EventRow.update_id, EventRow.detail
    ).where(
        EventRow.telegram_user_id == telegram_user_id,
        EventRow.at >= since,
        EventRow.detail["unsaid"].as_boolean().is_not(True),
    )
    return found if sent is None else found.where(EventRow.at < sent)


async def _followed(
    connection: AsyncConnection, telegram_user_id: int, sent: datetime
) -> LastRead | None:
    """Find the page that a message sent at `sent` followed on.

    It says so in the events it caused, which bear the time at which it was sent. Telegram counts in
    seconds: of two messages in one second, the later one's page may be found for both.
    """
    of_message = select(EventRow.detail).where(
        EventRow.telegram_user_id == telegram_user_id, EventRow.at == sent
    )
    details = (await connection.execute(of_message.order_by(EventRow.id.desc()))).scalars()
    followed = next((detail for detail in details if detail.get("follows")), None)
    if followed is None:
        return None
    return LastRead(str(followed["follows"]), sent, of_error=bool(followed.get("of_error")))


async def _opened(connection: AsyncConnection, lately: Select[Any]) -> LastRead | None:
    query = lately.where(EventRow.kind.in_((*SEEING, Kind.SUGGESTED)), EventRow.slug.is_not(None))
    found = await connection.execute(query.order_by(EventRow.id.desc()).limit(1))
    row = found.one_or_none()
    if row is None or row.kind == Kind.SUGGESTED:
        return None
    return LastRead(row.slug, row.at, _named(row, "shown"), bool(row.detail.get("of_error")))


async def _with_shown(connection: AsyncConnection, lately: Select[Any], read: LastRead) -> LastRead:
    """Add what follow-ups and buttons have shown of a page since it was opened last."""
    kinds = (Kind.ANSWERED, Kind.CHOSEN, Kind.UNFOLDED)
    of_page = lately.where(EventRow.slug == read.slug, EventRow.kind.in_(kinds))
    shown: list[str] = []
    for row in await connection.execute(of_page.order_by(EventRow.id)):
        if row.kind != Kind.UNFOLDED and row.detail.get("follows") != read.slug:
            shown.clear()
        shown += _named(row, "shown")
    return replace(read, shown=tuple(dict.fromkeys((*read.shown, *shown))))


def _pending(rows: Iterable[Row[Any]]) -> Failed | Offered | None:
    mended = False
    declined: set[int] = set()
    for row in rows:
        if row.kind == Kind.ABSTAINED:
            if row.detail.get("reason") == NONE_OF_THESE:
                declined.add(row.update_id)
            elif (error := row.detail.get("error")) and not mended:
                return Failed(str(error), looked_up=True)
        elif row.kind == Kind.SUGGESTED:
            is_declined = row.update_id in declined
            return None if is_declined else Offered(_named(row, "offered"), row.update_id)
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
        slug=row.detail.get("means") or None,
        near=_named(row, "near"),
        told_in=row.detail.get("told_in"),
    )


def _named(row: Row[Any], fact: str) -> tuple[str, ...]:
    return tuple(str(row.detail.get(fact) or "").split())


# Reading how a learner voted on a page. Works within the transaction it is given.

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
