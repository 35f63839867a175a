"""The clocks of the stopwatch: they run in the sandbox before it (see `sent_programs`)."""

import resource
import time
from collections.abc import Callable
from typing import NamedTuple

Clock = Callable[[], float]


class Took(NamedTuple):
    """Seconds on the wall, this thread's seconds on the processor, and how often it waited."""

    wall: float
    busy: float
    waits: float

    def per(self, runs: int) -> "Took":
        return Took(self.wall / runs, self.busy / runs, self.waits / runs)

    @property
    def is_waiting(self) -> bool:
        """Whether one run sleeps or lets others work: it gives the processor away by itself."""
        return self.busy < self.wall / 2 and self.waits > 0.5

    def own(self, runs: int) -> float:
        """The thread's seconds: a busy machine is not slow code. The wall's, where code sleeps."""
        return self.wall if self.per(runs).is_waiting else self.busy


class Clocks(NamedTuple):
    """Limits go by the wall clock; blocks are compared by the thread's, whatever runs beside it."""

    wall: Clock
    busy: Clock
    waits: Clock

    def now(self) -> Took:
        return Took(self.wall(), self.busy(), self.waits())

    def since(self, start: Took) -> Took:
        return Took(*(end - begun for end, begun in zip(self.now(), start, strict=True)))


def _waits() -> float:
    """How often this thread gave the processor away by itself, rather than had it taken away."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw


CLOCKS = Clocks(time.perf_counter, time.thread_time, _waits)
