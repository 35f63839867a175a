"""How often each kind of thing happened: the number every roll-up is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from progress.events import Event, Kind
from progress.unmet import NONE_OF_THESE, UNCOVERED


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

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


COUNTED: tuple[str, ...] = tuple(field.name for field in fields(Counts))

NOTHING = Counts()

_UNMET = frozenset({None, "nothing_close", NONE_OF_THESE, UNCOVERED})


def _of_run(event: Event) -> Counts:
    return Counts(runs=1, failed_runs=int(event.detail.get("outcome") != "ok"))


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
