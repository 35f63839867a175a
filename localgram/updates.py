"""The queue of updates, confirmed by offset as Telegram does it."""

import asyncio
import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

import httpx
from telegram import WebhookInfo
from telegram.constants import UpdateType

from localgram.feed import Refused, Wire

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


# Delivering updates to the bot's own server.

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_POLL_SECONDS = 3600.0
_DELIVERY_SECONDS = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    secret: str | None = None


def is_address(url: str) -> bool:
    """Whether a client could make anything of it."""
    try:
        return bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        return False


class Webhook:
    """At most one target; an update is repeated until the target takes it."""

    def __init__(self, updates: UpdateQueue) -> None:
        self.target: Target | None = None
        self._updates = updates
        self._last_error: str | None = None
        self._delivery: asyncio.Task[None] | None = None

    async def start(self, target: Target) -> None:
        """Deliver to this target alone from now on; a poll that waits is refused."""
        await self.stop()
        self._updates.interrupt(Refused(409, "Conflict: terminated by setWebhook request"))
        self.target, self._last_error = target, None
        self._delivery = asyncio.create_task(self._deliver(target))

    async def stop(self) -> None:
        """Deliver no more; an update that is under way may arrive, and comes again later."""
        self.target = None
        if self._delivery is not None:
            self._delivery.cancel()
            # Unlike awaiting the task, this does not take the caller's own cancellation for its.
            await asyncio.gather(self._delivery, return_exceptions=True)
            self._delivery = None

    def info(self) -> Wire:
        return WebhookInfo(
            url=self.target.url if self.target else "",
            has_custom_certificate=False,
            pending_update_count=len(self._updates),
            last_error_message=self._last_error,
            allowed_updates=sorted(self._updates.allowed),
        ).to_dict()

    async def _deliver(self, target: Target) -> None:
        secret = {_SECRET_HEADER: target.secret} if target.secret else {}
        headers = {"Content-Type": "application/json", **secret}
        offset = 0
        async with httpx.AsyncClient(
            headers=headers, timeout=_DELIVERY_SECONDS, trust_env=False
        ) as client:
            while True:
                taken = await self._updates.take(offset=offset, limit=1, seconds=_POLL_SECONDS)
                for update in taken:
                    await self._insist(client, target.url, update)
                    offset = update["update_id"] + 1

    async def _insist(self, client: httpx.AsyncClient, url: str, update: Wire) -> None:
        pause = _FIRST_PAUSE
        while not await self._delivered(client, url, update):
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _delivered(self, client: httpx.AsyncClient, url: str, update: Wire) -> bool:
        try:
            # Pure ASCII, which httpx would not write: a lone surrogate must get through.
            response = await client.post(url, content=json.dumps(update))
        except httpx.HTTPError as error:
            self._last_error = f"Connection failed: {error}"
            return False
        if not response.is_success:
            self._last_error = f"Wrong response from the webhook: {response.status_code}"
        return response.is_success
