"""Delivering updates to the bot's own server."""

import asyncio
import json
from dataclasses import dataclass

import httpx
from telegram import WebhookInfo

from localgram.updates import UpdateQueue
from localgram.wire import Refused, Wire

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
