"""What the bot sends of its own accord: at least once, and to each person once by its name. Pure.

Whoever takes a letter up has it for a lease. One that was sent, but not marked before its process
was killed, is sent again when the lease has run out: at most the one in hand comes twice.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(minutes=5)
MOST_TRIES = 5
# An announcement can be answered for so long after it has come.
ANSWERED_WITHIN = timedelta(days=60)
_FIRST_PAUSE = timedelta(minutes=1)


class Delivery(StrEnum):
    """What became of a letter."""

    PENDING = "pending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one person, in the hands of whoever sends it; `tries` counts this one."""

    id: int
    telegram_user_id: int
    body: Any
    tries: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """How far something is that goes to many."""

    sent: int = 0
    blocked: int = 0
    failed: int = 0
    pending: int = 0


def pause_after(tries: int) -> timedelta | None:
    """How long a letter waits that could not be sent; None where it is given up."""
    return _FIRST_PAUSE * 4 ** (tries - 1) if tries < MOST_TRIES else None
