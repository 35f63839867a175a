"""Whose snippet runs next: fair between learners, however many one of them has waiting. Pure."""

from collections import Counter, deque
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

Ticket = TypeVar("Ticket")


class FairQueue(Generic[Ticket]):
    """A line for each learner, `at_once` running, `most` waiting in all.

    Next is the learner with the fewest running, and among those who was served longest ago. So
    a newcomer waits for at most one snippet of each learner before it, never for a whole line.
    Who rests is not served. A learner with a name has at most all places but one, or the only one
    that there is, so that nobody waits for as long as a single learner pleases.
    """

    def __init__(self, *, at_once: int, most: int) -> None:
        self._at_once = at_once
        self._most = most
        self._of_one = max(1, at_once - 1)
        # In the order of service: whoever was served goes to the end.
        self._lines: dict[str, deque[Ticket]] = {}
        self._running: Counter[str] = Counter()
        self._resting: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        return sum(map(len, self._lines.values()))

    @property
    def running(self) -> int:
        return self._running.total()

    def enter(self, learner: str) -> bool:
        """Run at once, where nobody waits and there is room."""
        if self._lines or not self._may_run(learner):
            return False
        self._running[learner] += 1
        return True

    def _may_run(self, learner: str) -> bool:
        """Who has no name may be anybody, and so is many."""
        may_have = self._of_one if learner else self._at_once
        has_room = self.running < self._at_once and self._running[learner] < may_have
        return has_room and learner not in self._resting

    def join(self, learner: str, ticket: Ticket) -> Ticket | None:
        """Get in line. Returns who is turned away for it: nobody, the newcomer or another.

        The last of the longest line makes way, so that no learner can fill the queue alone.
        """
        away = self._make_way(learner, ticket) if self._is_full_for(learner) else None
        if away is not ticket:
            self._lines.setdefault(learner, deque()).append(ticket)
        return away

    def _is_full_for(self, learner: str) -> bool:
        """Who may run is called next and does not wait."""
        return not self._may_run(learner) and self.waiting >= self._most

    def _make_way(self, learner: str, ticket: Ticket) -> Ticket:
        longest = max(self._lines, key=lambda one: len(self._lines[one]), default=learner)
        own = len(self._lines.get(learner, ()))
        if len(self._lines.get(longest, ())) <= own + 1:
            return ticket
        return self._lines[longest].pop()

    def next(self) -> Ticket | None:
        """Whose turn has come, if anyone's; it counts as running until it leaves."""
        able = [one for one in self._lines if self._may_run(one)]
        if not able:
            return None
        learner = min(able, key=lambda one: self._running[one])
        line = self._lines.pop(learner)
        ticket = line.popleft()
        if line:
            self._lines[learner] = line
        self._running[learner] += 1
        return ticket

    def leave(self, learner: str) -> None:
        """One of the learner's snippets has ended."""
        self._running[learner] -= 1
        if not self._running[learner]:
            del self._running[learner]

    def rest(self, learner: str) -> None:
        """The learner is not served until as many calls of `wake`."""
        self._resting[learner] += 1

    def wake(self, learner: str) -> None:
        self._resting[learner] -= 1
        if not self._resting[learner]:
            del self._resting[learner]

    def withdraw(self, learner: str, ticket: Ticket) -> None:
        """The ticket gave up waiting."""
        line = self._lines[learner]
        line.remove(ticket)
        if not line:
            del self._lines[learner]


# Whose snippet goes before whose: what has just begun, before what lasts.

# Of the time since it began to last; a flood of short ones must not starve it.
_STANDS_STILL_AT_MOST: Final = 0.25


class Run(Protocol):
    """What can be stopped for a while, and learns of it only by the clock."""

    def stand_still(self) -> None: ...
    def go_on(self) -> None: ...


@dataclass(slots=True)
class _Lasting:
    """Times in seconds of the caller's clock; `still_since`: None while it runs."""

    began: float
    stood_still: float = 0.0
    still_since: float | None = None

    def has_patience(self, now: float) -> bool:
        stood = self.stood_still + (now - self.still_since if self.still_since is not None else 0)
        return stood <= _STANDS_STILL_AT_MOST * (now - self.began)


class Precedence:
    """Each run is fresh until it lasts. While any is fresh, those that last stand still.

    A processor alone is not enough for one that has just begun: another that works beside it takes
    memory's time, caches and the kernel's locks from it.
    """

    def __init__(self) -> None:
        self._fresh: set[Run] = set()
        self._lasting: dict[Run, _Lasting] = {}

    def begins(self, run: Run, now: float) -> None:
        """The run has just begun: it goes before all that last."""
        self._fresh.add(run)
        self._settle(now)

    def lasts(self, run: Run, now: float) -> None:
        """The run was not over soon: from now on it gives way to those that begin."""
        self._fresh.discard(run)
        self._lasting[run] = _Lasting(now)
        self._settle(now)

    def ends(self, run: Run, now: float) -> None:
        """The run is over, or about to be killed: nobody gives way to it any more."""
        self._fresh.discard(run)
        self._lasting.pop(run, None)
        self._settle(now)

    def _settle(self, now: float) -> None:
        for run, lasting in self._lasting.items():
            stands = bool(self._fresh) and lasting.has_patience(now)
            if stands and lasting.still_since is None:
                lasting.still_since = now
                run.stand_still()
            elif not stands and lasting.still_since is not None:
                lasting.stood_still += now - lasting.still_since
                lasting.still_since = None
                run.go_on()
