"""An update's turn, from its first handler to its commit."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

import structlog
from telegram import Update

from bot.context import Failure, Handling, current
from bot.intake.liveness import Outage
from bot.sending.styled import clean
from progress.events import Sender, Turn
from progress.inbox import State
from progress.stores.progress_store import ProgressStore

Clock = Callable[[], datetime]
Write = Callable[[], Awaitable[None]]
# Tells who wrote as nobody in particular that nothing can be kept of them.
Explain = Callable[[Update], Awaitable[None]]

# Long enough for a database that is restarted.
WRITE_PAUSES_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)

log = structlog.get_logger(__name__)


class Unwritten:
    """Ends of updates that the database refused, by number: they are written when it is back.

    Until then the updates, which were answered, stay claimed, so that nobody is answered twice.
    """

    def __init__(self) -> None:
        self._writes: dict[int, Write] = {}

    @property
    def update_ids(self) -> frozenset[int]:
        return frozenset(self._writes)

    def keep(self, update_id: int, write: Write) -> None:
        """Remember how to end an update until the database takes it."""
        self._writes[update_id] = write

    async def write(self) -> None:
        """Try each write once more, up to the first that fails: the database is away for all."""
        for update_id, write in tuple(self._writes.items()):
            await write()
            del self._writes[update_id]


class Turns:
    """Opens a turn for an update and writes what became of it."""

    def __init__(
        self,
        store: ProgressStore,
        clock: Clock,
        refresh: Callable[[], Awaitable[None]],
        bot_id: int,
        explain: Explain,
        *,
        outage: Outage,
    ) -> None:
        self._store = store
        self._clock = clock
        self._refresh = refresh
        self._bot_id = bot_id
        self._explain = explain
        self._outage = outage
        self.unwritten = Unwritten()

    async def take(self, update: Update, work: Awaitable[None]) -> None:
        """Handle an update and commit its turn; of one that no person sent nothing is kept."""
        sender = sender_of(update)
        if sender is None:
            await self._explain(update)
            await self.skip(update)
            return
        at, number = moment_of(update, self._clock()), update.update_id
        handling = Handling(Turn(sender, at, number, bot_id=self._bot_id))
        current.set(handling)
        if error := await _error_of(self._refresh()):
            handling.failure = Failure(new_reference(), passing=True)
            self._outage.failed("library_not_refreshed", error, update_id=number)
        else:
            await work
        await self._end(number, handling)

    async def skip(self, update: Update) -> None:
        """End an update's stay in the inbox with nothing done about it."""
        done = partial(self._close, update.update_id, State.DONE)
        await self._settled(update.update_id, done, done)

    async def _end(self, update_id: int, handling: Handling) -> None:
        match handling.failure:
            case None:
                commit = partial(self._store.commit, handling.turn)
                fail = partial(self._close, update_id, State.FAILED, "not committed")
                await self._settled(update_id, commit, fail)
            case Failure(passing=True, reference=reference):
                await self._written(update_id, lambda: self._put_off(update_id, reference))
            case Failure(reference=reference):
                fail = partial(self._close, update_id, State.FAILED, reference)
                await self._settled(update_id, fail, fail)

    async def _settled(self, update_id: int, write: Write, otherwise: Write) -> None:
        """Write what became of an update whose learner was answered, and must not be again.

        Where its events can't be written, `otherwise` ends the update without them. Where the
        database is away for both writes, both are kept for the time when it is back.
        """

        async def again() -> None:
            if await _error_of(write()):
                await otherwise()

        if not await self._written(update_id, write) and await _error_of(otherwise()):
            self.unwritten.keep(update_id, again)

    async def _written(self, update_id: int, write: Write) -> bool:
        """Write, if need be several times, with pauses."""
        for pause_seconds in (*WRITE_PAUSES_SECONDS, None):
            error = await _error_of(write())
            if error is None:
                self._outage.over()
                return True
            self._outage.failed("turn_not_written", error, update_id=update_id)
            if pause_seconds is not None:
                await asyncio.sleep(pause_seconds)
        return False

    async def _put_off(self, update_id: int, reference: str) -> None:
        again_at = await self._store.put_off(self._bot_id, update_id, self._clock())
        if again_at is None:
            log.warning("update_given_up", reference=reference)
        else:
            log.warning("update_put_off", reference=reference, again_at=again_at)

    async def _close(self, update_id: int, state: State, reason: str | None = None) -> None:
        await self._store.close(self._bot_id, update_id, state, self._clock(), reason=reason)


async def _error_of(work: Awaitable[None]) -> Exception | None:
    """The error that work raises, of any type: which ones databases have, no front end knows."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 (see above)
        return error
    return None


def new_reference() -> str:
    """Make a short name for a failure, by which it is found in the log."""
    return secrets.token_hex(4).upper()


def sender_of(update: Update) -> Sender | None:
    """Who caused an update; None if nobody did, or a bot: two bots could talk forever."""
    user = update.effective_user
    if user is None or user.is_bot:
        return None
    # The library has no full name for who has no first one, as deleted accounts.
    return Sender(user.id, clean(user.full_name or ""))


def moment_of(update: Update, now: datetime) -> datetime:
    """When a message was written: handled late, it counts on its day. A press bears no time."""
    message = update.message or update.edited_message
    written = (message.edit_date or message.date) if message else now
    return min(written.astimezone(UTC), now)
