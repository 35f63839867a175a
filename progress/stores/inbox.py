"""The inbox in the database. Every function works within the transaction it is given."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from database.upsert import insert
from progress.inbox import NO_BOT, Claimant, Claimed, State, tried_again_at
from progress.stores.tables import EventRow, InboxRow

# A statement may name so many values only, fewer on SQLite than on PostgreSQL.
AT_ONCE = 10_000
TOO_LATE = "put off until it was too late"
TWICE = "received twice"
# Tables whose rows bear a bot's update number, each with the other columns of its unique key.
_NUMBERED: Mapping[type[InboxRow | EventRow], tuple[str, ...]] = {
    InboxRow: ("update_id",),
    EventRow: ("update_id", "kind"),
}


async def receive(
    connection: AsyncConnection,
    claimant: Claimant,
    updates: Sequence[tuple[int, str]],
    now: datetime,
    until: datetime,
) -> list[int]:
    """Keep updates and claim those that are new; returns their numbers."""
    new: list[int] = []
    for update_id, raw in updates:
        row = {
            "bot_id": claimant.bot_id,
            "update_id": update_id,
            "raw": raw,
            "received_at": now,
            "state": State.PENDING,
            "claimed_by": claimant.name,
            "claimed_until": until,
            "tries": 1,
        }
        added = await connection.execute(
            insert(connection, InboxRow)
            .values(row)
            .on_conflict_do_nothing()
            .returning(InboxRow.update_id)
        )
        new.extend(added.scalars())
    return new


async def claim(
    connection: AsyncConnection, claimant: Claimant, now: datetime, until: datetime
) -> list[Claimed]:
    """Take up what this bot received and nobody has in hand, as of `now`."""
    free = select(InboxRow.update_id).where(
        InboxRow.bot_id == claimant.bot_id,
        InboxRow.state == State.PENDING,
        InboxRow.claimed_until.is_(None) | (InboxRow.claimed_until <= now),
    )
    # Two processes that look at once share what is there, and neither waits for the other.
    taken = _pending_of(claimant.bot_id).where(
        InboxRow.update_id.in_(free.with_for_update(skip_locked=True))
    )
    return await _claim(connection, taken.values(tries=InboxRow.tries + 1), claimant, until)


async def take_over(
    connection: AsyncConnection, claimant: Claimant, until: datetime
) -> list[Claimed]:
    """Take up all that this bot received and did not finish, whoever had it in hand."""
    taken = _pending_of(claimant.bot_id).values(tries=InboxRow.tries + 1)
    return await _claim(connection, taken, claimant, until)


async def _claim(
    connection: AsyncConnection, taken: Update, claimant: Claimant, until: datetime
) -> list[Claimed]:
    rows = await connection.execute(
        taken.values(claimed_by=claimant.name, claimed_until=until).returning(
            InboxRow.update_id, InboxRow.raw, InboxRow.tries
        )
    )
    claimed = [Claimed(row.update_id, row.raw, row.tries) for row in rows]
    return sorted(claimed, key=lambda each: each.update_id)


async def renew(
    connection: AsyncConnection, claimant: Claimant, in_hand: Collection[int], until: datetime
) -> None:
    """Go on holding what is in hand, except what another process has taken up since."""
    numbers = sorted(in_hand)
    for first in range(0, len(numbers), AT_ONCE):
        some = InboxRow.update_id.in_(numbers[first : first + AT_ONCE])
        await connection.execute(_claimed_by(claimant).where(some).values(claimed_until=until))


async def release(connection: AsyncConnection, claimant: Claimant) -> None:
    """Let go of all that a process had claimed and did not finish."""
    await connection.execute(
        _claimed_by(claimant).values(claimed_by=None, claimed_until=None, tries=0)
    )


async def put_off(
    connection: AsyncConnection, bot_id: int, update_id: int, now: datetime
) -> datetime | None:
    """Leave an update for later; returns when it is handled again, None where it is given up."""
    this = _pending_of(bot_id).where(InboxRow.update_id == update_id)
    received_at = await connection.scalar(
        select(InboxRow.received_at).where(
            InboxRow.bot_id == bot_id, InboxRow.update_id == update_id
        )
    )
    again_at = None if received_at is None else tried_again_at(received_at, now)
    if again_at is None:
        await close(connection, bot_id, update_id, State.FAILED, now, reason=TOO_LATE)
    else:
        await connection.execute(this.values(claimed_by=None, claimed_until=again_at, tries=0))
    return again_at


async def close(
    connection: AsyncConnection,
    bot_id: int,
    update_id: int,
    state: State,
    now: datetime,
    *,
    reason: str | None = None,
) -> None:
    """End an update's stay in the inbox; an update that is no longer pending keeps its state."""
    await connection.execute(
        _pending_of(bot_id)
        .where(InboxRow.update_id == update_id)
        .values(state=state, done_at=now, error=reason)
    )


async def adopt(
    connection: AsyncConnection, bot_id: int, now: datetime, left_before: datetime
) -> None:
    """Give rows that were written before rows had a bot id (0) to this bot.

    A pending one only where it was received before `left_before`: the release that wrote it may be
    running yet. A row whose number the bot already has is left, and ends.
    """
    left = (InboxRow.state != State.PENDING) | (InboxRow.received_at < left_before)
    await connection.execute(_not_known(InboxRow, bot_id).where(left).values(bot_id=bot_id))
    await connection.execute(_not_known(EventRow, bot_id).values(bot_id=bot_id))
    await connection.execute(
        _pending_of(NO_BOT)
        .where(_is_known(InboxRow, bot_id))
        .values(state=State.DONE, done_at=now, error=TWICE)
    )


async def counts(connection: AsyncConnection) -> Mapping[State, int]:
    found = await connection.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state))
    return dict.fromkeys(State, 0) | {State(state): number for state, number in found}


async def purge(connection: AsyncConnection, done_before: datetime) -> int:
    gone = await connection.execute(delete(InboxRow).where(InboxRow.done_at < done_before))
    return gone.rowcount


def _pending_of(bot_id: int) -> Update:
    return update(InboxRow).where(InboxRow.bot_id == bot_id).where(InboxRow.state == State.PENDING)


def _claimed_by(claimant: Claimant) -> Update:
    return _pending_of(claimant.bot_id).where(InboxRow.claimed_by == claimant.name)


def _not_known(table: type[InboxRow | EventRow], bot_id: int) -> Update:
    """Change rows without a bot id whose update the bot has none of."""
    nobodys = update(table).where(table.bot_id == NO_BOT, table.update_id.is_not(None))
    return nobodys.where(~_is_known(table, bot_id))


def _is_known(table: type[InboxRow | EventRow], bot_id: int) -> ColumnElement[bool]:
    known = aliased(table)
    same = (getattr(known, name) == getattr(table, name) for name in _NUMBERED[table])
    return exists().where(known.bot_id == bot_id, *same)
