"""Runs snippets in spares, a few at once and the rest in turn. Never loads torch."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sandbox import scratch
from sandbox.admission import refused
from sandbox.jail import Offer
from sandbox.nursery import Nursery
from sandbox.protocol import RunRequest, RunResult, SandboxBusy
from sandbox.spare import Spare
from sandbox.verdict import Ending, judged


@dataclass(frozen=True, slots=True)
class Health:
    """What an operator asks first."""

    idle: int
    running: int
    waiting: int
    zygotes: int
    isolation: str


class Supervisor:
    """A Runner: at most `at_once` snippets run, `queue` more may wait."""

    def __init__(self, nursery: Nursery, offer: Offer, *, at_once: int, queue: int) -> None:
        self._nursery = nursery
        self._offer = offer
        self._at_once = at_once
        self._queue = queue
        self._turns = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._busy: set[Spare] = set()

    @property
    def health(self) -> Health:
        return Health(
            idle=self._nursery.idle,
            running=len(self._busy),
            waiting=self._waiting,
            zygotes=self._nursery.zygotes,
            isolation=self._offer.isolation,
        )

    @property
    def running_pids(self) -> tuple[int, ...]:
        """The processes that run a snippet now."""
        return tuple(spare.pid for spare in self._busy)

    async def run(self, request: RunRequest) -> RunResult:
        """Run a snippet; being cancelled kills it."""
        if (answer := refused(request)) is not None:
            return answer
        if self._turns.locked() and self._waiting >= self._queue:
            raise SandboxBusy(self._retry_after_seconds())
        await self._turn()
        try:
            return judged(await self._run(request))
        finally:
            self._turns.release()

    async def _turn(self) -> None:
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1

    async def _run(self, request: RunRequest) -> Ending:
        """A spare may die in the moment it is taken; then another gets the snippet."""
        while True:
            spare = await self._nursery.take()
            self._busy.add(spare)
            try:
                return await spare.run(request)
            except (BrokenPipeError, ConnectionResetError):
                continue
            finally:
                self._busy.discard(spare)
                self._nursery.bury(spare)

    def _retry_after_seconds(self) -> float:
        """As if every second waiting snippet ran for a second."""
        return float(max(1, math.ceil(self._waiting / self._at_once / 2)))


@asynccontextmanager
async def supervising(
    offer: Offer, *, spares: int = 4, at_once: int = 2, queue: int = 64
) -> AsyncIterator[Supervisor]:
    """A supervisor with its zygote; leaves no process and no folder behind."""
    offer.require()
    with scratch.base() as folder:
        nursery = Nursery(offer, folder, spares=max(spares, 1))
        try:
            yield Supervisor(nursery, offer, at_once=min(at_once, max(spares, 1)), queue=queue)
        finally:
            await nursery.close()
