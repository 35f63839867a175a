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

    `text` is a question's wording. `detail` holds small facts by the names below, which stay as
    they are: old events are read as well. Modules of `tutor` write them in `Turn.record`; they are
    read here, in `progress`, but for those marked with a star.

        fact        in events             written in               read in
        outcome     ran                   run, draw, timing        counts, rollups, reading_store
        error       ran, abstained        run, draw, timing, ask   rollups, reading_store
        seconds     ran                   run, draw, timing
        drawn       ran                   draw
        means       ran                   run                      reading_store
        near        ran                   run                      reading_store
        told_in     ran                   run                      reading_store
        confidence  answered, suggested,  ask
                    abstained
        offered     answered, suggested   ask, instead             unmet, reading_store, instead*
        shown       answered, chosen,     ask, followup, explain,  reading_store
                    unfolded              tutor
        of_error    answered              ask, followup            reading_store
        followup    answered              followup
        follows     answered, abstained   followup, explain        unmet, reading_store, instead*
        unsaid      asked, suggested,     turn                     unmet, reading_store
                    abstained
        reason      abstained             ask, followup, explain,  counts, unmet, reading_store
                                          decline
        instead_of  suggested, abstained  instead, decline         counts, unmet, history_store
        beside      chosen                ask                      unmet
        again       helpful, unhelpful    vote                     counts, vote_store
        takes_back  helpful, unhelpful    vote                     counts, rollups
        role        enrolled              tutor

    `unsqueeze events` shows `outcome` and `error`. `means` is empty where there is no page, and
    absent where none was sought. `offered`, `shown` and `near` are names with spaces between.
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
