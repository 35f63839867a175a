"""What can become of an update that was received, and who may take it up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# The bot of rows that were written before they named one; a bot makes them its own as it starts.
NO_BOT = 0

SHORTEST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
# Later than that, an answer surprises rather than helps.
GIVEN_UP_AFTER = timedelta(days=1)


class State(StrEnum):
    """Every update ends as one of these; only a pending one is handled (again)."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Claimant:
    """One process of a bot. It takes up only this bot's updates, and claims them by its name."""

    bot_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update that a process has taken up, for the `tries`-th time since it was last put off."""

    update_id: int
    raw: str
    tries: int


def tried_again_at(received_at: datetime, now: datetime) -> datetime | None:
    """Say when to handle an update again that the network failed; None where it is too late.

    It waits as long again as it has waited so far, so that the pauses double.
    """
    waited = now - received_at
    if waited >= GIVEN_UP_AFTER:
        return None
    return now + min(max(waited, SHORTEST_PAUSE), LONGEST_PAUSE)
