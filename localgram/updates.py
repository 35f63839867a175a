"""The queue of updates, confirmed by offset as Telegram does it."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from telegram.constants import UpdateType

from localgram.wire import Refused, Wire

TWO_POLLS = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_DEFAULT = frozenset(str(kind) for kind in UpdateType) - _ON_REQUEST
"""What a bot hears of when it has not said what it wants."""


@dataclass(slots=True)
class Queued:
    update: Wire
    stubborn: bool = False
    """Delivered once more even after it was confirmed, as a duplicate is."""


class UpdateQueue:
    def __init__(self, first_id: int) -> None:
        self.allowed: frozenset[str] = BY_DEFAULT
        self.duplicates_due = 0
        self._next_id = first_id
        self._pending: list[Queued] = []
        self._waiting: asyncio.Future[None] | None = None

    def allow(self, kinds: Collection[str] | None) -> None:
        """None leaves the former choice; an empty one means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or BY_DEFAULT

    def add(self, kind: str, payload: Wire) -> int | None:
        """Queue an update; None if the bot did not ask for this kind."""
        return self.add_raw({kind: payload}) if kind in self.allowed else None

    def add_raw(self, fields: Wire) -> int:
        """Queue whatever is given, valid or not, with an id unless it brings its own."""
        update = {"update_id": self._next_id, **fields}
        self._next_id = max(self._next_id, update["update_id"]) + 1
        self._pending.append(Queued(update))
        if self.duplicates_due:
            self.duplicates_due -= 1
            self._pending.append(Queued(update, stubborn=True))
        self._wake()
        return int(update["update_id"])

    async def take(self, *, offset: int, limit: int, seconds: float) -> list[Wire]:
        """Confirm the updates below `offset`, then wait up to `seconds` for one to deliver.

        Raises Refused in a request that is waiting when another one comes, as Telegram does.
        """
        self.interrupt(Refused(409, TWO_POLLS))
        self.confirm(offset)
        if not self._pending and seconds > 0:
            await self._wait(seconds)
        taken = self._pending[:limit]
        self._pending = [q for q in taken if not q.stubborn] + self._pending[limit:]
        return [queued.update for queued in taken]

    def confirm(self, offset: int) -> None:
        """A negative offset counts from the end and forgets everything before."""
        if offset < 0:
            self._pending = self._pending[offset:]
        else:
            self._pending = [
                q for q in self._pending if q.stubborn or q.update["update_id"] >= offset
            ]

    def clear(self) -> None:
        self._pending = []

    def interrupt(self, refusal: Refused) -> None:
        """End the request that is waiting, if there is one."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(refusal)

    def __len__(self) -> int:
        return len(self._pending)

    async def _wait(self, seconds: float) -> None:
        self._waiting = waiting = asyncio.get_running_loop().create_future()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await waiting

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
