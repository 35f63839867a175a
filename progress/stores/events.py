"""Events and their roll-ups in the database. Every function works within a given transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from database.engine import Refusal
from database.text import clean, clean_facts
from database.upsert import add_up, insert
from progress.events import Event, Kind
from progress.inbox import NO_BOT
from progress.rollups import Counts, Rollups, fold
from progress.stores.tables import (
    ActivityRow,
    AttemptsRow,
    EntryActivityRow,
    EventRow,
    RunsRow,
    UnansweredRow,
)

PAGE = 1_000
TEXT_CHARACTERS = 4_096
NAME_CHARACTERS = 64
FACT_CHARACTERS = 200
LOCK_MILLISECONDS = 5_000

_LOCK_NOT_AVAILABLE = "55P03"
_STILL_WRITING = (
    "a transaction has been writing events for more than {:g} s, and nothing was read; try again, "
    "or look in pg_stat_activity for one that stays open"
)


async def append(connection: AsyncConnection, bot_id: int, events: Iterable[Event]) -> None:
    """Add events and their roll-ups; an event that is there already changes neither.

    An event is known by its bot, update and kind; one of no update is always new.
    """
    new = [event for event in map(storable, events) if await _append(connection, bot_id, event)]
    await add(connection, fold(new))


async def newest(connection: AsyncConnection) -> int:
    """Tell an id up to which nothing is written any more; waits for writers that are at it.

    Where they don't end within some seconds it is refused: others wait to write meanwhile.

    PostgreSQL gives an event its id before the event can be seen: of two transactions, the one
    with the lower ids may end later, and whoever has read the higher ones would never see them.
    """
    await _hold_still(connection)
    return await connection.scalar(select(func.max(EventRow.id))) or 0


async def page(
    connection: AsyncConnection, after_id: int, newest_id: int, since: datetime | None
) -> list[Event]:
    """Read the next events up to `newest_id`, in the order of their ids."""
    query = select(EventRow.__table__).where(EventRow.id > after_id, EventRow.id <= newest_id)
    if since is not None:
        query = query.where(EventRow.at >= since)
    found = await connection.execute(query.order_by(EventRow.id).limit(PAGE))
    return [_event(row) for row in found]


async def lately(
    connection: AsyncConnection, telegram_user_id: int, since: datetime
) -> list[Event]:
    """Read one learner's events in the order they were written."""
    return await lately_of(connection, (telegram_user_id,), since)


async def lately_of(
    connection: AsyncConnection, learners: Collection[int], since: datetime
) -> list[Event]:
    """Read these learners' events in the order they were written."""
    found = await connection.execute(
        select(EventRow.__table__)
        .where(EventRow.telegram_user_id.in_(learners), EventRow.at >= since)
        .order_by(EventRow.id)
    )
    return [_event(row) for row in found]


async def rebuild(connection: AsyncConnection) -> int:
    """Empty the roll-ups and fold every event again; returns how many there were."""
    until = await newest(connection)
    for table in (ActivityRow, EntryActivityRow, UnansweredRow, RunsRow, AttemptsRow):
        await connection.execute(delete(table))
    number, last = 0, 0
    while events := await page(connection, last, until, None):
        await add(connection, fold(events))
        number, last = number + len(events), events[-1].id or last
    return number


async def _hold_still(connection: AsyncConnection) -> None:
    """Let nobody write events until the transaction ends."""
    # On SQLite the transaction already holds the only write lock there is.
    if connection.dialect.name != "postgresql":
        return
    # Whoever comes to write while this waits has to wait behind it.
    await connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
    try:
        await connection.execute(text("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise Refusal(_STILL_WRITING.format(LOCK_MILLISECONDS / 1000)) from error
    await connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


async def add(connection: AsyncConnection, sums: Rollups) -> None:
    """Add sums to the tables, in one order everywhere, so that two writers can't deadlock."""
    await add_up(connection, ActivityRow, _counted(sums.activity))
    await add_up(connection, EntryActivityRow, _counted(sums.entries))
    await add_up(connection, UnansweredRow, _numbered(sums.unanswered))
    await add_up(connection, RunsRow, _numbered(sums.runs))
    await add_up(connection, AttemptsRow, _numbered(sums.attempts))


def storable(event: Event) -> Event:
    """Make an event what the database will give back, so that a rebuild folds the very same."""
    return replace(
        event,
        slug=_cut(event.slug, NAME_CHARACTERS),
        topic=_cut(event.topic, NAME_CHARACTERS),
        text=_cut(event.text, TEXT_CHARACTERS),
        detail={name: _short(fact) for name, fact in clean_facts(event.detail).items()},
    )


def _cut(text: str | None, characters: int) -> str | None:
    return None if text is None else clean(text[:characters])


def _short(fact: Any) -> Any:
    # A snippet may name its exception with a page of text.
    return fact[:FACT_CHARACTERS] if isinstance(fact, str) else fact


async def _is_of_before(connection: AsyncConnection, event: Event) -> bool:
    """Whether the previous release, which names no bot, has written the same already."""
    if event.update_id is None:
        return False
    query = select(EventRow.id).where(
        EventRow.bot_id == NO_BOT,
        EventRow.update_id == event.update_id,
        EventRow.kind == event.kind,
        EventRow.telegram_user_id == event.telegram_user_id,
    )
    return await connection.scalar(query) is not None


async def _append(connection: AsyncConnection, bot_id: int, event: Event) -> bool:
    if await _is_of_before(connection, event):
        return False
    row = {
        "bot_id": bot_id,
        "update_id": event.update_id,
        "kind": event.kind,
        "telegram_user_id": event.telegram_user_id,
        "at": event.at,
        "slug": event.slug,
        "topic": event.topic,
        "text": event.text,
        "detail": event.detail,
    }
    added = await connection.execute(
        insert(connection, EventRow).values(row).on_conflict_do_nothing().returning(EventRow.id)
    )
    return added.scalar_one_or_none() is not None


def _event(row: Row[Any]) -> Event:
    return Event(
        id=row.id,
        update_id=row.update_id,
        kind=Kind(row.kind),
        telegram_user_id=row.telegram_user_id,
        at=row.at,
        slug=row.slug,
        topic=row.topic,
        text=row.text,
        detail=row.detail,
    )


def _counted(sums: Mapping[Any, Counts]) -> Sequence[Mapping[str, Any]]:
    return [key._asdict() | asdict(sums[key]) for key in sorted(sums)]


def _numbered(sums: Mapping[Any, int]) -> Sequence[Mapping[str, Any]]:
    return [key._asdict() | {"times": sums[key]} for key in sorted(sums)]
