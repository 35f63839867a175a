"""What handlers are given: the bot, and the turn of the update they handle."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from progress.events import Turn


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
current: ContextVar[Handling] = ContextVar("handling")

Nothing = dict[Any, Any]


class Context(CallbackContext[ExtBot[Any], Nothing, Nothing, Nothing]):
    """What handlers are given: the bot, and the turn of the update they handle."""

    @property
    def turn(self) -> Turn:
        return current.get().turn

    def fail(self, failure: Failure) -> None:
        """Let this update's turn end as a failure."""
        handling = current.get(None)
        if handling is not None:
            handling.failure = failure


App = Application[Any, Context, Nothing, Nothing, Nothing, Any]
