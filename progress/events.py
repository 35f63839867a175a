"""What happened, once and for good: the append-only log that everything else is folded from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """An update counts at most once per kind. Later: attempted, reviewed and more."""

    ASKED = "asked"
    ANSWERED = "answered"
    SUGGESTED = "suggested"
    ABSTAINED = "abstained"
    CHOSEN = "chosen"
    RAN = "ran"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    UNFOLDED = "unfolded"
    ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a learner did. `slug` names content without a foreign key: content may retire.

    `text` is a question's wording; `detail` holds small facts such as a run's outcome
    (`{"outcome": "error", "error": "RuntimeError", "seconds": 0.002}`) or a confidence.
    """

    kind: Kind
    telegram_user_id: int
    at: datetime
    update_id: int | None = None
    slug: str | None = None
    topic: str | None = None
    text: str | None = None
    detail: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    id: int | None = None

    @property
    def offered(self) -> frozenset[str]:
        """The entries on its buttons: suggested, or beside an answer as what else may be meant."""
        return frozenset(str(self.detail.get("offered") or "").split())

    @property
    def takes_back(self) -> date | None:
        """The day for which the learner's earlier, opposite vote counted; None without one."""
        day = self.detail.get("takes_back")
        return date.fromisoformat(str(day)) if day else None
