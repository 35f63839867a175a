"""Folding events into roll-ups: the one rule that both a commit and a rebuild follow.

Every roll-up is a sum per key. A commit adds the fold of its new events, a rebuild adds the fold
of all of them in any portions, and both arrive at the same tables.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import NamedTuple, TypeVar

from progress.counts import NOTHING, Counts, counts_of, is_unmet, taken_back
from progress.events import Event, Kind
from progress.wording import counted_as

NO_TOPIC = ""
NO_ERROR = ""
ERROR_CHARACTERS = 64


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
    """A question nobody could answer. Who asked is left out on purpose."""

    wording: str
    day: date


class RunDay(NamedTuple):
    """How runs ended on one day; `error` is the exception's type, or empty."""

    day: date
    outcome: str
    error: str


@dataclass(frozen=True, slots=True)
class Rollups:
    """The sums that some events add."""

    activity: Mapping[LearnerTopicDay, Counts]
    entries: Mapping[LearnerEntry, Counts]
    unanswered: Mapping[WordingDay, int]
    runs: Mapping[RunDay, int]


def fold(events: Iterable[Event]) -> Rollups:
    """Sum events, each of which must be given once; in which order does not matter."""
    known = tuple(events)
    return Rollups(
        _summed((part for event in known for part in _activity(event)), NOTHING),
        _summed(map(dict, map(_entry, known)), NOTHING),
        _summed(map(dict, map(_unanswered, known)), 0),
        _summed(map(dict, map(_run, known)), 0),
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
        yield WordingDay(wording, day_of(event)), 1


def _run(event: Event) -> Iterator[tuple[RunDay, int]]:
    if event.kind is Kind.RAN:
        outcome, error = (str(event.detail.get(name) or "") for name in ("outcome", "error"))
        # A snippet may name its exception as it likes.
        yield RunDay(day_of(event), outcome[:16], error[:ERROR_CHARACTERS]), 1


KeyT = TypeVar("KeyT")
SumT = TypeVar("SumT", int, Counts)


def _summed(parts: Iterable[Mapping[KeyT, SumT]], zero: SumT) -> Mapping[KeyT, SumT]:
    sums: dict[KeyT, SumT] = {}
    for part in parts:
        for key, amount in part.items():
            sums[key] = sums.get(key, zero) + amount
    return sums
