"""Folding events into roll-ups: the one rule that both a commit and a rebuild follow.

Every roll-up is a sum per key. A commit adds the fold of its new events, a rebuild adds the fold
of all of them in any portions, and both arrive at the same tables.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date
from typing import NamedTuple, TypeVar

from progress.events import Event, Kind
from progress.unanswered import NONE_OF_THESE, UNCOVERED, counted_as

# How often each kind of thing happened: the number every roll-up is made of.


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over events. Adding is all there is to it, so any grouping gives the same total."""

    asked: int = 0
    answered: int = 0
    suggested: int = 0
    abstained: int = 0
    chosen: int = 0
    runs: int = 0
    failed_runs: int = 0
    helpful: int = 0
    unhelpful: int = 0
    drills: int = 0
    drills_right: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


COUNTED: tuple[str, ...] = tuple(field.name for field in fields(Counts))

NOTHING = Counts()

_UNMET = frozenset({None, "nothing_close", NONE_OF_THESE, UNCOVERED})


def _of_run(event: Event) -> Counts:
    return Counts(runs=1, failed_runs=int(event.detail.get("outcome") != "ok"))


def _of_drill(event: Event) -> Counts:
    return Counts(drills=1, drills_right=int(event.detail.get("right") is True))


def _of_suggestion(event: Event) -> Counts:
    # In place of an answer that did not help: of that question the answer has been counted.
    return NOTHING if event.detail.get("instead_of") else Counts(suggested=1)


def _of_vote(event: Event, counts: Counts) -> Counts:
    # The same vote once more, after the page was read again: one learner has one vote on a page.
    return NOTHING if event.detail.get("again") else counts


def is_unmet(event: Event) -> bool:
    """Claim that an abstention left a question without an answer.

    Having said all of a page is no such thing, nor is knowing nothing to follow on or no page about
    an error, nor, in logs of earlier releases, a message that was no question.
    """
    return event.detail.get("reason") in _UNMET


_COUNTS: Mapping[Kind, Callable[[Event], Counts]] = {
    Kind.ASKED: lambda _: Counts(asked=1),
    Kind.ANSWERED: lambda _: Counts(answered=1),
    Kind.SUGGESTED: _of_suggestion,
    Kind.ABSTAINED: lambda event: Counts(abstained=1) if is_unmet(event) else NOTHING,
    Kind.CHOSEN: lambda _: Counts(chosen=1),
    Kind.RAN: _of_run,
    Kind.HELPFUL: lambda event: _of_vote(event, Counts(helpful=1)),
    Kind.UNHELPFUL: lambda event: _of_vote(event, Counts(unhelpful=1)),
    # More of a page that has been counted.
    Kind.UNFOLDED: lambda _: NOTHING,
    Kind.DRILLED: _of_drill,
    # Attempts are counted by exercise: see `AttemptDay`.
    Kind.ATTEMPTED: lambda _: NOTHING,
    # Enrolling is on record, but it is no sign of learning.
    Kind.ENROLLED: lambda _: NOTHING,
}


def counts_of(event: Event) -> Counts:
    """Tell which counts an event raises."""
    return _COUNTS[event.kind](event)


def taken_back(event: Event) -> Counts:
    """Tell what a vote takes from the day of the opposite one before it."""
    if event.takes_back is None:
        return NOTHING
    return Counts(unhelpful=-1) if event.kind is Kind.HELPFUL else Counts(helpful=-1)


NO_TOPIC = ""
NO_ERROR = ""
ERROR_CHARACTERS = 64
# More of them are counted as so many.
MOST_TRIES = 99


class LearnerTopicDay(NamedTuple):
    """What one learner did in one topic on one day, in UTC."""

    telegram_user_id: int
    topic: str
    day: date


class LearnerEntry(NamedTuple):
    """What one learner did with one entry, ever."""

    telegram_user_id: int
    slug: str


class WordingDay(NamedTuple):
    """A question nobody could answer; by whom, only so that it counts for their classes."""

    telegram_user_id: int
    wording: str
    day: date


class RunDay(NamedTuple):
    """How a learner's runs ended on one day; `error` is the exception's type, or empty."""

    telegram_user_id: int
    day: date
    outcome: str
    error: str


class AttemptDay(NamedTuple):
    """How a learner's attempts at an exercise ended: at which number of tries, by which mistake."""

    telegram_user_id: int
    day: date
    exercise: str
    outcome: str
    tries: int
    mistake: str


@dataclass(frozen=True, slots=True)
class Rollups:
    """The sums that some events add."""

    activity: Mapping[LearnerTopicDay, Counts]
    entries: Mapping[LearnerEntry, Counts]
    unanswered: Mapping[WordingDay, int]
    runs: Mapping[RunDay, int]
    attempts: Mapping[AttemptDay, int]


def fold(events: Iterable[Event]) -> Rollups:
    """Sum events, each of which must be given once; in which order does not matter."""
    known = tuple(events)
    return Rollups(
        _summed((part for event in known for part in _activity(event)), NOTHING),
        _summed(map(dict, map(_entry, known)), NOTHING),
        _summed(map(dict, map(_unanswered, known)), 0),
        _summed(map(dict, map(_run, known)), 0),
        _summed(map(dict, map(_attempt, known)), 0),
    )


def day_of(event: Event) -> date:
    """Name the day an event counts for: UTC's, because Telegram tells no time zone."""
    return event.at.astimezone(UTC).date()


def _activity(event: Event) -> Iterator[Mapping[LearnerTopicDay, Counts]]:
    key = LearnerTopicDay(event.telegram_user_id, event.topic or NO_TOPIC, day_of(event))
    yield {key: counts_of(event)}
    if event.takes_back is not None:
        yield {key._replace(day=event.takes_back): taken_back(event)}


def _entry(event: Event) -> Iterator[tuple[LearnerEntry, Counts]]:
    if event.slug is not None:
        yield LearnerEntry(event.telegram_user_id, event.slug), counts_of(event) + taken_back(event)


def _unanswered(event: Event) -> Iterator[tuple[WordingDay, int]]:
    wording = counted_as(event.text or "")
    if event.kind is Kind.ABSTAINED and wording and is_unmet(event):
        yield WordingDay(event.telegram_user_id, wording, day_of(event)), 1


def _run(event: Event) -> Iterator[tuple[RunDay, int]]:
    if event.kind is Kind.RAN:
        outcome, error = (str(event.detail.get(name) or "") for name in ("outcome", "error"))
        # A snippet may name its exception as it likes.
        key = event.telegram_user_id, day_of(event)
        yield RunDay(*key, outcome[:16], error[:ERROR_CHARACTERS]), 1


def _attempt(event: Event) -> Iterator[tuple[AttemptDay, int]]:
    counts = not (event.detail.get("settled") or event.detail.get("unfit"))
    if event.kind is Kind.ATTEMPTED and counts:
        exercise, outcome, mistake = (
            str(it or "")
            for it in (event.slug, event.detail.get("outcome"), event.detail.get("mistake"))
        )
        tries = min(int(event.detail.get("tries") or 0), MOST_TRIES)
        key = event.telegram_user_id, day_of(event)
        yield AttemptDay(*key, exercise, outcome[:16], tries, mistake), 1


KeyT = TypeVar("KeyT")
SumT = TypeVar("SumT", int, Counts)


def _summed(parts: Iterable[Mapping[KeyT, SumT]], zero: SumT) -> Mapping[KeyT, SumT]:
    sums: dict[KeyT, SumT] = {}
    for part in parts:
        for key, amount in part.items():
            sums[key] = sums.get(key, zero) + amount
    return sums
