"""Clocks and counters for the benches: what a run takes, and what the machine gives to it."""

import asyncio
import os
import platform
import resource
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.figures import Place
from sandbox.linux.machine import processors
from sandbox.protocol import Outcome, Runner, RunRequest
from sandbox.supervisor.supervisor import Supervisor

PAUSE_SECONDS = 0.05
# The share of all processors in others' hands above which single figures mean little.
BUSY = 0.1
_LOOK_SECONDS = 1.0
_TICKS = os.sysconf("SC_CLK_TCK")

Act = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """A way to run that needs no preparation."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to run the snippet; `prepare` is not timed, `rest` returns when all is settled.

    `cpu_seconds` counts up: what this way has cost so far, the processes it started included.
    """

    name: str
    run: Act
    repeats: int
    prepare: Act = nothing
    rest: Act = nothing
    cpu_seconds: Callable[[], float | None] = lambda: None


@dataclass(slots=True)
class Tally:
    """What a way did in its turns so far."""

    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    runs: int = 0
    cpu_seconds: float | None = 0.0

    @property
    def per_second(self) -> float:
        return sum(self.rates) / len(self.rates)

    @property
    def cpu_ms(self) -> float | None:
        return None if self.cpu_seconds is None else 1000 * self.cpu_seconds / self.runs


async def timed(run: Act) -> float:
    started = time.perf_counter()
    await run()
    return time.perf_counter() - started


async def one_by_one(ways: Iterable[Way], rounds: int) -> dict[str, list[float]]:
    """In turns, so that all meet the same machine; spares are given a moment to come back."""
    times: dict[str, list[float]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            for _ in range(way.repeats):
                await way.prepare()
                await asyncio.sleep(PAUSE_SECONDS)
                times[way.name].append(await timed(way.run))
            await way.rest()
    return times


async def _client(run: Act, seconds: float, tally: Tally) -> float:
    """Runs a second of one client; by its own clock, since a long last run is not idleness.

    Its first run only finds its place among the others: the queue is shorter than it will be.
    """
    await run()
    started = time.perf_counter()
    done = 0
    while time.perf_counter() - started < seconds:
        tally.times.append(await timed(run))
        done += 1
    tally.runs += done + 1
    return done / (time.perf_counter() - started)


async def drive(way: Way, tally: Tally, *, clients: int, seconds: float) -> None:
    """Some clients that never pause; from rest to rest, so that what comes after counts too."""
    await way.rest()
    before = way.cpu_seconds()
    rates = await asyncio.gather(*(_client(way.run, seconds, tally) for _ in range(clients)))
    tally.rates.append(sum(rates))
    await way.rest()
    after = way.cpu_seconds()
    if before is None or after is None or tally.cpu_seconds is None:
        tally.cpu_seconds = None
    else:
        tally.cpu_seconds += after - before


def running(runner: Runner, code: str) -> Act:
    """A run that must succeed, or the bench measures something else."""

    async def run() -> None:
        result = await runner.run(RunRequest(code=code))
        if result.outcome is not Outcome.OK:
            raise RuntimeError(f"the run failed: {result}")

    return run


def resting(supervisor: Supervisor, spares: int) -> Act:
    """All spares are back and their predecessors buried."""

    async def rest() -> None:
        while supervisor.health.idle < spares or supervisor.health.running:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.sleep(PAUSE_SECONDS)

    return rest


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    with suppress(OSError):
        for child in _children(pid):
            found += family(child)
    return found


def _cpu_of(pid: int) -> float:
    """Its own time and that of the children it has reaped; 0 once it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15])) / _TICKS


def cpu_of_family(pid: int) -> float | None:
    """None where the kernel does not say who is whose child, or counts nothing."""
    if not Path(f"/proc/{pid}/task/{pid}/children").exists():
        return None
    return sum(map(_cpu_of, family(pid))) or None


def direct(name: str, supervisor: Supervisor, code: str, *, spares: int, repeats: int) -> Way:
    """Asked in its own process, whose processor time counts too."""

    def cpu_seconds() -> float | None:
        below = cpu_of_family(supervisor.zygote_pid)
        return None if below is None else below + sum(os.times()[:2])

    return Way(
        name,
        running(supervisor, code),
        repeats,
        rest=resting(supervisor, spares),
        cpu_seconds=cpu_seconds,
    )


def cpu_of_reaped() -> float:
    """What our own ended children took, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_mib(pid: int, kind: str) -> float | None:
    """A line of the sum over a process's memory: `Pss_Anon`, say. Only root may look."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    _, _, rest = told.partition(f"\n{kind}:")
    return int(rest.split()[0]) / 1024 if rest else None


def _ticks() -> tuple[int, int]:
    """Of all processors together: idle or waiting for a disk, and all."""
    line = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
    ticks = [int(each) for each in line.split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def others_busy() -> float:
    """The share of all processors that is in use while we do nothing."""
    idle, whole = _ticks()
    time.sleep(_LOOK_SECONDS)
    idle_then, whole_then = _ticks()
    return round(1 - (idle_then - idle) / max(1, whole_then - whole), 3)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def place(name: str) -> Place:
    try:
        torch = version("torch")
    except PackageNotFoundError:
        torch = None
    return Place(
        name=name,
        day=datetime.now(UTC).date().isoformat(),
        processor=_processor(),
        processors=processors(),
        kernel=platform.release(),
        python=platform.python_version(),
        torch=torch,
        others_busy=others_busy(),
    )


def warn_if_busy(where: Place) -> None:
    if where.others_busy > BUSY:
        busy = f"{where.others_busy:.0%}"
        print(f"others use {busy} of this machine: believe only the ratios, if any")
