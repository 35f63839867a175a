"""Runs snippets in spares, a few at once and the rest in turn. Never loads torch."""

import asyncio
import math
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Final, Literal

from sandbox.linux import kernel
from sandbox.linux.jail import Offer
from sandbox.linux.machine import users
from sandbox.protocol import (
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
    answer_without_running,
)
from sandbox.supervisor import scratch
from sandbox.supervisor.ending import Ending, SpareLoss, Vitals
from sandbox.supervisor.nursery import Nursery
from sandbox.supervisor.queue import FairQueue, Precedence
from sandbox.supervisor.spare import Spare
from sandbox.supervisor.verdict import judged, to_trace, with_its_line

# A snippet reaches nothing that outlives it, so it can be run again when its process was lost.
_TRIES: Final = 3
# Nobody types the next snippet sooner; who sends one after another leaves the processors, and the
# spares that are ready, to others.
_REST_SECONDS: Final = 0.02
_REST_WHEN_STOPPED_SECONDS: Final = 1.0
# What a failing line held is not worth a longer wait.
_SPARE_SOON_SECONDS: Final = 0.5
# What the service, its zygote and each new run want of a processor is short and urgent.
_SLICE_SECONDS: Final = 0.000_1

# Told how many seconds it took from a request to its spare.
_OnWait = Callable[[float], None]
# Done when its turn has come, or with why it never will.
_Ticket = asyncio.Future[SandboxBusy | None]


@dataclass(frozen=True, slots=True)
class Health:
    """What an operator asks first; `trouble` is the last thing that went wrong, in words."""

    status: Literal["ok", "starting", "failing"]
    idle: int
    running: int
    waiting: int
    zygotes: int
    isolation: str
    trouble: str | None


class Supervisor:
    """A Runner: at most `at_once` snippets run, `queue` more may wait."""

    def __init__(
        self, nursery: Nursery, offer: Offer, vitals: Vitals, *, at_once: int, queue: int
    ) -> None:
        self._nursery = nursery
        self._offer = offer
        self._at_once = at_once
        self._queue: FairQueue[_Ticket] = FairQueue(at_once=at_once, most=queue)
        self._busy: set[Spare] = set()
        self._precedence = Precedence()
        self.vitals = vitals

    @property
    def health(self) -> Health:
        works = self._nursery.idle + len(self._busy) > 0 or self._nursery.brings_forth
        return Health(
            status="ok" if works else "failing" if self.vitals.trouble else "starting",
            idle=self._nursery.idle,
            running=len(self._busy),
            waiting=self._queue.waiting,
            zygotes=self._nursery.zygotes,
            isolation=self._offer.isolation,
            trouble=self.vitals.trouble,
        )

    @property
    def running_pids(self) -> tuple[int, ...]:
        """The processes that run a snippet now."""
        return tuple(spare.pid for spare in self._busy)

    @property
    def zygote_pid(self) -> int:
        return self._nursery.zygote_pid

    async def run(
        self, request: RunRequest, *, learner: str = "", on_wait: _OnWait = lambda _: None
    ) -> RunResult:
        """Run a snippet; being cancelled kills it. Learners take turns.

        Before the next snippet they rest, longer if this one was run and came to no end of its
        own, and not at all if `learner` is empty.
        """
        if (answer := answer_without_running(request)) is not None:
            return answer
        asked = time.monotonic()
        await self._turn(learner)
        rest = _REST_SECONDS
        # Buried when all is over: to take a process down and to fork another would hold up a run.
        used = ExitStack()
        try:
            for _ in range(_TRIES):
                spare = await self._taken(used)
                rest = _REST_WHEN_STOPPED_SECONDS
                on_wait(time.monotonic() - asked)
                ended = await self._run(spare, request)
                if isinstance(ended, Ending):
                    if ended.cause is None:
                        rest = _REST_SECONDS
                    return await self._with_its_line(request, judged(ended), used)
                self.vitals.lost(ended)
                used.close()
            why = f"{_TRIES} processes were lost in a row: {self.vitals.trouble}"
            raise SandboxUnavailable(why)
        finally:
            used.close()
            self._rest(learner, rest)
            self._queue.leave(learner)
            self._call()

    async def _turn(self, learner: str) -> None:
        if self._queue.enter(learner):
            return
        ticket: _Ticket = asyncio.get_running_loop().create_future()
        if (away := self._queue.join(learner, ticket)) is not None:
            away.set_result(SandboxBusy(self._retry_after_seconds()))
        self._call()
        if (busy := await self._called(learner, ticket)) is not None:
            raise busy

    async def _called(self, learner: str, ticket: _Ticket) -> SandboxBusy | None:
        try:
            return await asyncio.shield(ticket)
        except asyncio.CancelledError:
            if not ticket.done():
                self._queue.withdraw(learner, ticket)
            elif ticket.result() is None:
                self._queue.leave(learner)
                self._call()
            raise

    def _call(self) -> None:
        """Call everyone whose turn has come."""
        while (ticket := self._queue.next()) is not None:
            ticket.set_result(None)

    def _rest(self, learner: str, seconds: float) -> None:
        if learner:  # who has no name may be anybody
            self._queue.rest(learner)
            asyncio.get_running_loop().call_later(seconds, self._wake, learner)

    def _wake(self, learner: str) -> None:
        self._queue.wake(learner)
        self._call()

    async def _with_its_line(
        self, request: RunRequest, first: RunResult, used: ExitStack
    ) -> RunResult:
        """Tell what a failing line held by running it once more, traced, while it is its turn."""
        again, is_idle = to_trace(request, first), self._nursery.idle > 0
        if again is None or (self._queue.waiting and not is_idle):
            return first
        if not is_idle:
            used.close()
        try:
            async with asyncio.timeout(_SPARE_SOON_SECONDS):
                spare = await self._taken(used)
        except (TimeoutError, SandboxUnavailable):
            return first
        ended = await self._run(spare, again.request, line=again.line)
        return with_its_line(request, first, judged(ended)) if isinstance(ended, Ending) else first

    async def _taken(self, used: ExitStack) -> Spare:
        spare = await self._nursery.take()
        used.callback(self._nursery.bury, spare)
        return spare

    async def _run(
        self, spare: Spare, request: RunRequest, *, line: int | None = None
    ) -> Ending | SpareLoss:
        self._busy.add(spare)
        try:
            return await spare.run(request, self._precedence, line=line)
        finally:
            self._busy.discard(spare)

    def _retry_after_seconds(self) -> float:
        """As if every second waiting snippet ran for a second."""
        return float(max(1, math.ceil(self._queue.waiting / self._at_once / 2)))


def _be_prompt() -> None:
    """Get in before what has been running for long; a system that refuses is only slower."""
    with suppress(OSError, KeyError):
        kernel.schedule(os.getpid(), nice=0, slice_seconds=_SLICE_SECONDS)


@asynccontextmanager
async def supervising(
    offer: Offer,
    *,
    spares: int = 4,
    at_once: int = 2,
    queue: int = 64,
    on_homeless: Callable[[], None] = lambda: None,
) -> AsyncIterator[Supervisor]:
    """A supervisor with its zygote; leaves no process and no folder behind.

    `on_homeless` is told where its folder was removed: it has to be started again then.
    """
    offer.require()
    _be_prompt()
    vitals = Vitals()
    spares = max(spares, 1)
    at_once = min(at_once, spares)
    some_users = users() if offer.can_change_uid else nullcontext()
    with scratch.base() as folder, some_users as own:
        nursery = Nursery(offer, folder, vitals, spares=spares, users=own, on_homeless=on_homeless)
        try:
            yield Supervisor(nursery, offer, vitals, at_once=at_once, queue=queue)
        finally:
            await nursery.close()
