"""An update's turn, from its first handler to its commit."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.styled import clean
from progress.store import ProgressStore
from progress.turn import Sender, Turn

Clock = Callable[[], datetime]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an update was not handled; one that is passing deserves another try."""

    reference: str
    passing: bool


@dataclass(slots=True)
class Handling:
    """An update being handled: what it causes, and whether that failed."""

    turn: Turn
    failure: Failure | None = None


# Each update is handled in a task of its own, so each sees its own.
_current: ContextVar[Handling] = ContextVar("handling")

Nothing = dict[Any, Any]


class Context(CallbackContext[ExtBot[Any], Nothing, Nothing, Nothing]):
    """What handlers are given: the bot, and the turn of the update they handle."""

    @property
    def turn(self) -> Turn:
        return _current.get().turn

    def fail(self, failure: Failure) -> None:
        """Let this update's turn end as a failure."""
        handling = _current.get(None)
        if handling is not None:
            handling.failure = failure


App = Application[Any, Context, Nothing, Nothing, Nothing, Any]


class Turns:
    """Opens a turn for an update and writes what became of it."""

    def __init__(
        self, store: ProgressStore, clock: Clock, refresh: Callable[[], Awaitable[None]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._refresh = refresh

    async def take(self, update: Update, work: Awaitable[None]) -> None:
        """Handle an update and commit its turn; one that no person sent is nothing to answer."""
        sender = sender_of(update)
        if sender is None:
            await self.skip(update)
            return
        handling = Handling(Turn(sender, moment_of(update, self._clock()), update.update_id))
        _current.set(handling)
        await self._refresh()
        await work
        await self._end(handling)

    async def skip(self, update: Update) -> None:
        """End an update's stay in the inbox with nothing done about it."""
        await self._store.dismiss(update.update_id, self._clock())

    async def _end(self, handling: Handling) -> None:
        match handling.failure:
            case None:
                await self._store.commit(handling.turn)
            case Failure(passing=True, reference=reference):
                log.warning("update_put_off", reference=reference)
            case Failure(reference=reference):
                await self._store.mark_failed(handling.turn, reference)


def sender_of(update: Update) -> Sender | None:
    """Who caused an update; nobody in particular for some, and no bot: two could talk forever."""
    user = update.effective_user
    if user is None or user.is_bot:
        return None
    return Sender(user.id, clean(user.full_name))


def moment_of(update: Update, now: datetime) -> datetime:
    """When it was written, so that handling it late changes no day; a button bears no time."""
    message = update.message or update.edited_message
    written = (message.edit_date or message.date) if message else now
    return min(written.astimezone(UTC), now)
