"""Updates in: kept in the inbox before Telegram may forget them, then decoded one by one.

python-telegram-bot's own updater confirms updates before they are handled, and spins forever on
one that it can't decode. Here a crash loses nothing, and such an update is set aside.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.heartbeat import LONG_POLL_SECONDS
from bot.turns import Clock
from progress.store import ProgressStore

ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
LONGEST_PAUSE_SECONDS = 30.0
TRIES = 3
KEPT = timedelta(days=7)

# Whatever PTB stumbles over in JSON that is not what Telegram promises.
_UNDECODABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)

log = structlog.get_logger(__name__)


class Intake:
    """Takes raw updates from a poll or a webhook and hands decoded ones to the application."""

    def __init__(self, store: ProgressStore, queue: asyncio.Queue[object], clock: Clock) -> None:
        self._store = store
        self._queue = queue
        self._clock = clock
        self._in_hand: set[int] = set()
        self._tries: Counter[int] = Counter()
        self.last_contact: float | None = None
        """The loop's time of the last good poll or push: what liveness is judged by."""

    async def receive(self, raws: Sequence[Any], bot: Bot) -> None:
        """Keep raw updates; once this returns, Telegram may forget them."""
        self.last_contact = asyncio.get_running_loop().time()
        numbered = [(raw["update_id"], json.dumps(raw)) for raw in raws if _is_numbered(raw)]
        if len(numbered) < len(raws):
            log.warning("updates_without_number", count=len(raws) - len(numbered))
        if not numbered:
            return
        new = set(await self._store.receive(numbered, self._clock()))
        await self._hand((row for row in numbered if row[0] in new), bot)

    async def recover(self, bot: Bot) -> None:
        """Hand out again what was received and never finished, by this process or one before."""
        pending = await self._store.pending()
        self._tries = Counter({number: self._tries[number] for number, _ in pending})
        rows = [row for row in pending if row[0] not in self._in_hand]
        if rows:
            log.info("updates_recovered", count=len(rows))
        await self._hand(rows, bot)

    async def purge(self) -> None:
        """Forget what was finished long ago."""
        await self._store.purge(self._clock() - KEPT)

    def finished(self, update_id: int) -> None:
        """Note that an update is in nobody's hands any more, however it ended."""
        self._in_hand.discard(update_id)

    async def _hand(self, rows: Iterable[tuple[int, str]], bot: Bot) -> None:
        for update_id, raw in rows:
            # One that fails again and again waits for the next start, not for the next minute.
            if update_id in self._in_hand or self._tries[update_id] >= TRIES:
                continue
            try:
                update = decoded(raw, bot)
            except _UNDECODABLE as error:
                await self._set_aside(update_id, error)
                continue
            self._tries[update_id] += 1
            self._in_hand.add(update_id)
            await self._queue.put(update)

    async def _set_aside(self, update_id: int, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        log.warning("update_quarantined", update_id=update_id, reason=reason)
        await self._store.quarantine(update_id, reason, self._clock())


class Poller:
    """Long polling: the next poll confirms an update, and only after the inbox holds it."""

    def __init__(
        self, intake: Intake, bot: Bot, request: BaseRequest, jitter: Callable[[], float]
    ) -> None:
        self._intake = intake
        self._bot = bot
        self._request = request
        self._jitter = jitter
        self._offset = 0

    async def run(self) -> None:
        """Poll until cancelled; whatever goes wrong is waited out."""
        failures = 0
        while True:
            try:
                raws = await self._fetch()
            except TelegramError as error:
                failures += 1
                pause = pause_after(error, failures, self._jitter())
                log.warning("poll_failed", error=str(error), pause_seconds=round(pause, 1))
                await asyncio.sleep(pause)
                continue
            failures = 0
            await _unbroken(self._intake.receive(raws, self._bot))
            numbers = (raw["update_id"] for raw in raws if _is_numbered(raw))
            self._offset = max([self._offset, *(number + 1 for number in numbers)])

    async def _fetch(self) -> list[Any]:
        asked = {
            "offset": self._offset,
            "timeout": LONG_POLL_SECONDS,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        data = RequestData([RequestParameter.from_input(key, asked[key]) for key in asked])
        found = await self._request.post(f"{self._bot.base_url}/getUpdates", data)
        return found if isinstance(found, list) else []


def decoded(raw: str, bot: Bot) -> Update:
    """One update, with what everything relies on checked: PTB takes any value for any field."""
    update = Update.de_json(json.loads(raw), bot)
    message = update.effective_message
    for thing in (update.effective_user, update.effective_chat):
        if thing is not None and type(thing.id) is not int:
            raise TypeError(f"expected a number as id, got {thing.id!r:.50}")
    if message is not None and not isinstance(getattr(message, "text", None) or "", str):
        raise TypeError("expected a text")
    return update


async def _unbroken(work: Coroutine[Any, Any, None]) -> None:
    """Let a transaction end where we are told to stop in the middle of it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    finally:
        await task


def pause_after(error: TelegramError, failures: int, jitter: float) -> float:
    """How long to wait: as told, else twice as long each time; `jitter` runs from 0 to 1."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    # Someone else polls with our token, perhaps the process that we replace: no hurry.
    first = 2.0 if isinstance(error, Conflict) else 0.5
    return min(LONGEST_PAUSE_SECONDS, first * 2.0 ** min(failures - 1, 10)) * (0.5 + jitter / 2)


def _is_numbered(raw: object) -> bool:
    return isinstance(raw, dict) and type(raw.get("update_id")) is int
