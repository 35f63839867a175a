"""How much faster a snippet is answered here than by a fresh Python that imports torch.

Cold and warm are measured in turns within one run, since only ratios mean something on a shared
machine. `python bench/sandbox.py [--seconds 10]` prints a table and ends with 1 below a target.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

# Run as a file, this folder comes first, where `sandbox` would be this very file.
HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if entry != str(HERE))]

from sandbox import jail
from sandbox.client import connect
from sandbox.protocol import Outcome, Runner, RunRequest
from sandbox.supervisor import Supervisor, supervising

SNIPPET = "x = torch.ones(2, 3)\nx + 1"
COLD = [sys.executable, "-c", "import torch\nx = torch.ones(2, 3)\nprint(x + 1)"]
ROUNDS, WARM_PER_ROUND, PAUSE_SECONDS = 6, 25, 0.05
CLIENTS = 2
TARGETS = {"p50": 500.0, "p95": 150.0, "throughput": 80.0}
PRIVATE_MIB = 8.0

Run = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Series:
    """Times of single runs in seconds."""

    times: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]


async def cold() -> None:
    process = await asyncio.create_subprocess_exec(*COLD, stdout=subprocess.DEVNULL)
    if await process.wait() != 0:
        raise RuntimeError("the cold run failed")


def warm(runner: Runner) -> Run:
    async def run() -> None:
        result = await runner.run(RunRequest(code=SNIPPET))
        if result.outcome is not Outcome.OK:
            raise RuntimeError(f"the warm run failed: {result}")

    return run


async def timed(run: Run) -> float:
    started = time.perf_counter()
    await run()
    return time.perf_counter() - started


async def latencies(runs: dict[str, tuple[Run, int]]) -> dict[str, Series]:
    """In turns, so that all meet the same machine; spares are given a moment to come back."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (run, repeats) in runs.items():
            for _ in range(repeats):
                await asyncio.sleep(PAUSE_SECONDS)
                times[name].append(await timed(run))
    return {name: Series(tuple(found)) for name, found in times.items()}


async def throughput(run: Run, seconds: float) -> float:
    """Runs a second with some clients that never pause."""
    started = time.perf_counter()

    async def client() -> int:
        done = 0
        while time.perf_counter() - started < seconds:
            await run()
            done += 1
        return done

    done = sum(await asyncio.gather(*(client() for _ in range(CLIENTS))))
    return done / (time.perf_counter() - started)


async def private_mib(supervisor: Supervisor) -> float | None:
    """What one spare holds for itself alone after a snippet; only root may look."""
    code = f"{SNIPPET}\nimport time\ntime.sleep(0.5)"
    run = asyncio.create_task(supervisor.run(RunRequest(code=code)))
    await asyncio.sleep(0.3)
    held = private_of(supervisor.running_pids[0])
    await run
    return held


def private_of(pid: int) -> float | None:
    try:
        held = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except PermissionError:
        return None
    return int(held.partition("Private_Dirty:")[2].split()[0]) / 1024


def verdict(name: str, ratio: float) -> bool:
    reached = ratio >= TARGETS[name]
    print(
        f"{name:>10}: {ratio:7.0f}x  (target {TARGETS[name]:.0f}x){'' if reached else '  MISSED'}"
    )
    return reached


def shown(name: str, series: Series) -> None:
    print(f"{name:>10}: p50 {series.p50 * 1e3:8.2f} ms   p95 {series.p95 * 1e3:8.2f} ms")


async def measure(seconds: float) -> bool:
    async with supervising(jail.probe()) as supervisor, connect("embedded") as client:
        direct, over_http = warm(supervisor), warm(client)
        await direct()
        await over_http()
        found = await latencies(
            {
                "cold": (cold, 2),
                "warm": (direct, WARM_PER_ROUND),
                "over http": (over_http, WARM_PER_ROUND),
            }
        )
        for name, series in found.items():
            shown(name, series)
        rates = {"cold": await throughput(cold, seconds), "warm": await throughput(direct, seconds)}
        rates["over http"] = await throughput(over_http, seconds)
        print("  per second: " + ", ".join(f"{name} {rate:.1f}" for name, rate in rates.items()))
        private = await private_mib(supervisor)
    return judged(found, rates, private)


def judged(found: dict[str, Series], rates: dict[str, float], private: float | None) -> bool:
    print("   ratios of a warm run to a cold one:")
    reached = [
        verdict("p50", found["cold"].p50 / found["warm"].p50),
        verdict("p95", found["cold"].p95 / found["warm"].p95),
        verdict("throughput", rates["warm"] / rates["cold"]),
    ]
    at_p50 = found["cold"].p50 / found["over http"].p50
    rate = rates["over http"] / rates["cold"]
    print(f" over http: {at_p50:7.0f}x at p50, {rate:.0f}x throughput")
    if private is not None:
        print(f"   private: {private:7.1f} MiB a run (target {PRIVATE_MIB:.0f} MiB)")
        reached.append(private <= PRIVATE_MIB)
    return all(reached)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="for each throughput")
    sys.exit(not asyncio.run(measure(parser.parse_args().seconds)))


if __name__ == "__main__":
    main()
