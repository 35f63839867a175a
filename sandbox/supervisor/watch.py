"""Looks at a running snippet now and then, and ends it at its limits."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from sandbox.limits import KIB, MEMORY_BYTES, THREADS
from sandbox.linux import kernel
from sandbox.linux.machine import processors
from sandbox.supervisor.disk import FreeSpace, Tally, left_to_take
from sandbox.supervisor.ending import Cause, SpareLoss
from sandbox.supervisor.queue import Precedence

if TYPE_CHECKING:
    # For its name alone: a spare makes the watch over its run.
    from sandbox.supervisor.spare import Spare

_PROCESSORS: Final = os.cpu_count() or 1
_CPU_GRAIN_SECONDS: Final = 0.05
# Asking what space is free costs microseconds, counting files milliseconds. Between two counts one
# run can make 32,768, which may be all that a container has for everybody.
_FREE_SPACE_GRAIN_SECONDS: Final = 0.01
_DISK_GRAIN_SECONDS: Final = 0.1
_COMES_TO_REST_SECONDS: Final = 0.005
# All others wait while we count: what takes longer goes on after a pause.
_COUNTS_FOR_SECONDS: Final = 0.004
_COUNTS_AGAIN_SECONDS: Final = 0.008
_FOOTPRINT_GRAIN_SECONDS: Final = 0.01
_LISTENS_WITHIN_SECONDS: Final = 1.0
_LISTENS_GRAIN_SECONDS: Final = 0.001
# Most snippets are over by then. Since supervisor and snippet wait for each other, the kernel has
# them share a processor: any work of ours before that would hold up the snippet.
_LOOKS_AFTER_SECONDS: Final = 0.004
_MORE_SELDOM: Final = 4
_NICE: Final = 10
_SLICE_SECONDS: Final = 0.02
# Each thread has a share of its own: beside more of them a neighbour would have less than a third
# of a processor.
_FEW_THREADS: Final = 2 * processors()


class Watch:
    """Minds the limits of one run, for as long as the block lasts.

    `cpu_seconds` is all that the process may use, with what it used before the run.
    """

    def __init__(
        self,
        spare: "Spare",
        precedence: Precedence,
        *,
        wall_seconds: float,
        cpu_seconds: float,
    ) -> None:
        self._spare = spare
        self._precedence = precedence
        self._wall_seconds = wall_seconds
        self._cpu_seconds = cpu_seconds
        self._loop = asyncio.get_running_loop()
        self._timers: dict[Callable[..., None], asyncio.TimerHandle] = {}
        self._was_headless = False
        self._gives_way_after = _LOOKS_AFTER_SECONDS
        self._only_on: int | None = None

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        # Before the snippet is there: in a few milliseconds one can lay hold of hundreds of MiB.
        self._left_to_take = left_to_take(self._spare.files)
        self._precedence.begins(self._spare.process, self._started)
        self._after(min(self._wall_seconds, _LOOKS_AFTER_SECONDS), self._begin_to_look)
        return self

    def __exit__(self, *_: object) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._precedence.ends(self._spare.process, time.monotonic())

    def _after(self, seconds: float, look: Callable[..., None], *at: object) -> None:
        self._timers[look] = self._loop.call_later(seconds, self._look, look, *at)

    def _look(self, look: Callable[..., None], *at: object) -> None:
        """What nobody minds has no limits: where a look fails, the run ends.

        The loop logs the trace.
        """
        try:
            look(*at)
        except Exception:
            self._spare.life.kill(Cause.UNWATCHED)
            raise

    def _begin_to_look(self) -> None:
        """What runs long is minded, and must not hold up what has just begun."""
        self._spare.follow()
        self._mind_time()
        self._mind_cpu()
        self._mind_footprint()
        self._give_way()
        self._precedence.lasts(self._spare.process, time.monotonic())
        self._after(_FREE_SPACE_GRAIN_SECONDS, self._mind_disk)

    def _mind_time(self) -> None:
        """End it at its wall. A spare that takes nothing for a second is no learner's fault."""
        passed = time.monotonic() - self._started
        if self._spare.pipes.has_unread():
            left = _LISTENS_WITHIN_SECONDS - passed
            if left <= 0:
                self._spare.life.lose(SpareLoss.DEAF)
            else:
                rest = max(self._wall_seconds - passed, _LISTENS_GRAIN_SECONDS)
                self._after(min(left, rest, _CPU_GRAIN_SECONDS), self._mind_time)
        elif passed >= self._wall_seconds:
            self._spare.life.kill(Cause.WALL)
        else:
            self._after(self._wall_seconds - passed, self._mind_time)

    def _mind_cpu(self) -> None:
        """Look again when it could have used up its share at the earliest.

        From outside, since RLIMIT_CPU can't be set for a run: not by us for another user's
        process in a container, and the snippet must not set it for itself.
        """
        left = self._cpu_seconds - self._spare.process.cpu_seconds()
        if left <= 0:
            self._spare.life.kill(Cause.CPU)
        else:
            self._after(max(left / _PROCESSORS, _CPU_GRAIN_SECONDS), self._mind_cpu)

    def _mind_disk(self) -> None:
        """RLIMIT_FSIZE bounds a file, nothing bounds their number."""
        now = left_to_take(self._spare.files)
        if now.is_taken(self._left_to_take):
            # A folder that is renamed all the time would be passed over. If it stood still for
            # another's sake already, it goes on a little too early.
            self._spare.process.stand_still()
            self._after(_COMES_TO_REST_SECONDS, self._count_at_rest)
        elif now.may_be_taken(self._left_to_take):
            self._count(Tally(self._spare.files))
        else:
            # What a neighbour frees while it runs is not for this one to take as well.
            self._left_to_take = self._left_to_take.at_least(now)
            self._mind_disk_later(now)

    def _count_at_rest(self) -> None:
        """Of a run at rest files without a name count too: partly guessed, so not otherwise."""
        self._count(Tally(self._spare.files, self._spare.pid))

    def _count(self, tally: Tally) -> None:
        """End the run if its folder holds too much."""
        is_overfull = tally.is_overfull(_COUNTS_FOR_SECONDS)
        if is_overfull is None:
            self._after(_COUNTS_AGAIN_SECONDS, self._count, tally)
            return
        if is_overfull:
            self._spare.life.kill(Cause.UNCOUNTED if tally.is_odd else Cause.DISK)
        else:
            now = left_to_take(self._spare.files)
            self._left_to_take = now.with_less_to_take()
            self._mind_disk_later(now)
        if tally.holder is not None:
            self._spare.process.go_on()

    def _mind_disk_later(self, now: FreeSpace) -> None:
        counts_files = now.files is not None
        self._after(
            _FREE_SPACE_GRAIN_SECONDS if counts_files else _DISK_GRAIN_SECONDS, self._mind_disk
        )

    def _mind_footprint(self) -> None:
        """RLIMIT_NPROC bounds the threads of a user, and no limit memory that is shared."""
        seen = self._spare.process.footprint()
        if seen.threads > THREADS:
            self._spare.life.kill(Cause.THREADS)
        elif seen.own_kib > MEMORY_BYTES // KIB:
            self._spare.life.kill(Cause.MEMORY)
        elif seen.is_headless and self._was_headless:
            self._spare.life.kill(Cause.HEADLESS)
        else:
            # Seen once it may be about to be gone altogether.
            self._was_headless = seen.is_headless
            if seen.threads > _FEW_THREADS and self._only_on is None:
                self._stay_on_one_processor()
            self._after(_FOOTPRINT_GRAIN_SECONDS, self._mind_footprint)

    def _stay_on_one_processor(self) -> None:
        """Have what is left of it: many threads would outdo any niceness, and a quota in sum."""
        allowed = sorted(os.sched_getaffinity(0))
        self._only_on = allowed[self._spare.number % len(allowed)]
        self._be_scheduled()

    def _give_way(self) -> None:
        """Again, ever more seldom: a thread that was started meanwhile may not have been told."""
        self._be_scheduled()
        self._gives_way_after *= _MORE_SELDOM
        self._after(self._gives_way_after, self._give_way)

    def _be_scheduled(self) -> None:
        # Refused where it runs as another user and we may not touch that one's processes.
        with suppress(OSError):
            kernel.schedule(
                self._spare.pid, nice=_NICE, slice_seconds=_SLICE_SECONDS, only_on=self._only_on
            )
