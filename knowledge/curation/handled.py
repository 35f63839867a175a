"""What became of a wording that was unanswered. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# What is handled covers questions of before. The list of unanswered ones goes back 90 days only,
# and an update that is handled late was sent a day ago at most.
KEPT = timedelta(days=100)


class Resolution(StrEnum):
    """What an instructor did about it."""

    MERGED = "merged"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Handled:
    """A wording, spelled as it is counted, and what was done; `slug` is the entry, if any."""

    wording: str
    outcome: Resolution
    slug: str | None
    author_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """Wordings that were handled at these moments, but for those that are `kept`."""

    at: frozenset[datetime]
    kept: frozenset[str] = frozenset()
