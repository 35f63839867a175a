"""Updates in: kept in the inbox before Telegram may forget them, then decoded one by one.

python-telegram-bot's own updater confirms updates before they are handled, and spins forever on
one that it can't decode. Here a crash loses nothing, and such an update is set aside.
"""

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.intake.liveness import LONG_POLL_SECONDS, LONGEST_PAUSE_SECONDS, Outage, unbroken
from bot.intake.requests import seconds_in
from bot.intake.turns import Clock, Unwritten
from progress.inbox import NO_BOT, Claimant, Claimed, State
from progress.stores.progress_store import ProgressStore

ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
# How often an update is taken up that never comes to an end, as where it kills each process. Many,
# since what was in hand beside it, or in a process that was killed for another reason, counts too.
TRIES = 20
# Longer than several sweeps, so that a claim runs out only where nobody is left to renew it.
CLAIMED = timedelta(seconds=60)
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
    """Takes raw updates from a poll or a webhook and hands decoded ones to the application.

    An update that it hands on is claimed in the inbox, so that no other process of the same bot
    handles it too. A claim runs out where it is not renewed: its process was killed.
    """

    def __init__(
        self,
        store: ProgressStore,
        queue: asyncio.Queue[object],
        clock: Clock,
        bot_id: int,
        unwritten: Unwritten,
        *,
        outage: Outage,
    ) -> None:
        self._store = store
        self._queue = queue
        self._clock = clock
        self._me = Claimant(bot_id, secrets.token_hex(8))
        self._in_hand: set[int] = set()
        self._unwritten = unwritten
        self._outage = outage
        self.last_contact: float | None = None
        """The loop's time of the last poll or push that was kept: what liveness is judged by."""
        self.last_sweep: float | None = None
        """The loop's time at which the database last let us look for what nobody holds."""
        self.is_keeping = True
        """Whether the inbox took what came last: Telegram brings again what it did not take."""

    async def receive(self, raws: Sequence[Any], bot: Bot) -> None:
        """Keep raw updates; once this returns, Telegram may forget them."""
        numbered = [(raw["update_id"], json.dumps(raw)) for raw in raws if _is_numbered(raw)]
        if len(numbered) < len(raws):
            log.warning("updates_without_number", count=len(raws) - len(numbered))
        if numbered:
            # By number, since one batch may bring an update twice.
            texts, new = dict(numbered), await self._keep(numbered)
            await self._hand([(number, texts[number]) for number in new], bot)
        self.last_contact = asyncio.get_running_loop().time()

    async def take_over(self, bot: Bot) -> None:
        """Hand out every update that was not finished, also those of an earlier process.

        Only where we poll: Telegram lets no two processes do that, so the earlier one is gone.
        """
        found = await self._store.take_over(self._me, self._clock() + CLAIMED)
        await self._take_up(found, bot)

    async def recover(self, bot: Bot) -> None:
        """Renew the claims on updates in hand, and hand out those that no process holds any more.

        Updates that were answered, but could not be written, are held too; they are written now.
        """
        held, now = self._in_hand | self._unwritten.update_ids, self._clock()
        await self._store.renew(self._me, held, now + CLAIMED)
        await self._unwritten.write()
        found = await self._store.claim(self._me, now, now + CLAIMED)
        # What was held is handled here, even where another process took it up and was killed.
        await self._take_up([each for each in found if each.update_id not in held], bot)
        self.last_sweep = asyncio.get_running_loop().time()

    async def release(self) -> None:
        """Leave what was not finished to whichever process of this bot looks next."""
        await self._unwritten.write()
        await self._store.release(self._me)

    async def adopt(self) -> None:
        """Take on the updates of an older release, which stored them without a bot's id.

        That release claimed nothing and may be running yet: what it received just now is left.
        """
        now = self._clock()
        await self._store.adopt(self._me.bot_id, now, now - CLAIMED)

    async def purge(self) -> None:
        """Forget what was finished long ago."""
        await self._store.purge(self._clock() - KEPT)

    def finished(self, update_id: int) -> None:
        """Note that an update is in nobody's hands any more, however it ended."""
        self._in_hand.discard(update_id)

    async def _keep(self, numbered: Sequence[tuple[int, str]]) -> list[int]:
        now = self._clock()
        try:
            new = await self._store.receive(self._me, numbered, now, now + CLAIMED)
        except Exception:
            self.is_keeping = False
            raise
        self.is_keeping = True
        self._outage.over()
        return new

    async def _take_up(self, found: Sequence[Claimed], bot: Bot) -> None:
        if found:
            log.info("updates_recovered", count=len(found))
        for each in found:
            if each.tries > TRIES:
                await self._close(each.update_id, State.FAILED, f"no end after {TRIES} tries")
        rows = [(each.update_id, each.raw) for each in found if each.tries <= TRIES]
        await self._hand(rows, bot)

    async def _hand(self, rows: Sequence[tuple[int, str]], bot: Bot) -> None:
        for update_id, raw in rows:
            try:
                update = decoded(raw, bot)
            except _UNDECODABLE as error:
                reason = f"{type(error).__name__}: {error}"
                await self._close(update_id, State.QUARANTINED, reason)
                continue
            self._in_hand.add(update_id)
            await self._queue.put(update)

    async def _close(self, update_id: int, state: State, reason: str) -> None:
        log.warning("update_set_aside", update_id=update_id, state=state, reason=reason)
        await self._store.close(self._me.bot_id, update_id, state, self._clock(), reason=reason)


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
        """Poll until cancelled; whatever goes wrong is waited out.

        But a webhook that is in the way: then Telegram's `Conflict` is raised.
        """
        outage = Outage()
        while True:
            try:
                raws = await self._fetch()
            except TelegramError as error:
                if isinstance(error, Conflict) and "webhook" in str(error).lower():
                    # Set since we began: only who begins anew takes it away.
                    raise
                outage.failed("poll_failed", error)
                await asyncio.sleep(pause_after(error, outage.failures, self._jitter()))
                continue
            outage.over()
            await unbroken(self._intake.receive(raws, self._bot))
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


def bot_id_in(token: str) -> int:
    """Read a bot's id from its token, `ID:SECRET`. Telegram refuses a token that has none."""
    number, _, _ = token.partition(":")
    return int(number) if number.isascii() and number.isdigit() else NO_BOT


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


def pause_after(error: TelegramError, failures: int, jitter: float) -> float:
    """How long to wait: as told, else twice as long each time; `jitter` runs from 0 to 1."""
    if isinstance(error, RetryAfter):
        return seconds_in(error)
    # Someone else polls with our token, perhaps the process that we replace: no hurry.
    first = 2.0 if isinstance(error, Conflict) else 0.5
    return min(LONGEST_PAUSE_SECONDS, first * 2.0 ** min(failures - 1, 10)) * (0.5 + jitter / 2)


def _is_numbered(raw: object) -> bool:
    return isinstance(raw, dict) and type(raw.get("update_id")) is int
