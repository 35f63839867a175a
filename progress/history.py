"""What one learner has done so far."""

from dataclasses import dataclass, field
from datetime import date, datetime

from progress.practising import Attempts
from progress.rollups import Counts


@dataclass(frozen=True, slots=True)
class TopicHistory:
    """A learner's doings in one topic, and the last day there were any."""

    topic: str
    counts: Counts
    last_day: date


@dataclass(frozen=True, slots=True)
class FamilyHistory:
    """How many drills of one family a learner did, and how many of them they got right."""

    family: str
    drills: int
    right: int


@dataclass(frozen=True, slots=True)
class OfferedQuestion:
    """A question that got suggestions; `declined` where the learner meant none of them.

    `instead_of` is the page that answered it and did not help, where there was one.
    """

    text: str
    declined: bool
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class LastRead:
    """The page a learner read last; `shown` names what follow-ups have shown of it since.

    `of_error` where it answered an error that they had pasted.
    """

    slug: str
    at: datetime
    shown: tuple[str, ...] = ()
    of_error: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """Suggestions that stand last and wait for a choice, as slugs in the order of their buttons.

    `question_update` brought their question.
    """

    slugs: tuple[str, ...]
    question_update: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """A run of one's own code that failed last; `error` is its type, empty where it was stopped.

    Or an error that was pasted last, and that no page is about.

    The page of that `slug` explains it, pages `near` it may; neither is known unless it was
    `looked_up`. The page's section that it is `told_in` is folded; None where that is the short
    answer.
    """

    error: str
    looked_up: bool = False
    slug: str | None = None
    near: tuple[str, ...] = ()
    told_in: str | None = None


@dataclass(frozen=True, slots=True)
class LearnerHistory:
    """What `/me` is made from. `seen` holds slugs, the latest last; `recent` the newest first."""

    total: Counts
    days: tuple[date, ...]
    topics: tuple[TopicHistory, ...]
    seen: tuple[str, ...]
    recent: tuple[str, ...]
    drills: tuple[FamilyHistory, ...] = ()
    attempts: Attempts = field(default_factory=dict)
