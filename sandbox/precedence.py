"""Whose snippet goes before whose: what has just begun, before what lasts."""

from dataclasses import dataclass
from typing import Final, Protocol

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
