"""How late runaways are stopped, and what their neighbours feel: `python -P bench/hostile.py`.

Ends with 1 when a runaway comes back more than 0.3 s after its limit at p99, or when beside some
attack a neighbour's p95 is more than twice its p95 beside nothing, in the same run.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from functools import partial

from bench.figures import Spread
from bench.measure import timed
from sandbox.linux import jail
from sandbox.protocol import RunRequest
from sandbox.supervisor.supervisor import Supervisor, supervising

SPARES = 4
WALL_SECONDS = 0.3
LATE_SECONDS_AT_MOST = 0.3
SLOWER_AT_MOST = 2.0
PAUSE_SECONDS = 0.03
NEIGHBOUR = "x = torch.ones(2, 3)\nx + 1"
RUNAWAYS = {
    "a loop": "while True: pass",
    "a loop in C": "sum(range(10**12))",
    "a regular expression": "import re\nre.match('(a*)*b', 'a' * 40)",
    "a sleep": "import time\ntime.sleep(60)",
    "deaf to signals": "import signal, time\n"
    "[signal.signal(n, signal.SIG_IGN) for n in (2, 15)]\ntime.sleep(60)",
    "nothing is an error": "while True:\n    try:\n        while True: pass\n"
    "    except BaseException: pass",
    "spinning threads": "import threading\ndef spin():\n    while True: pass\n"
    "for _ in range(20): threading.Thread(target=spin).start()",
    "products": "x = torch.ones(700, 700)\nwhile True: x @ x",
    "an endless line": "import sys\nwhile True: sys.stdout.write('x')",
    "memory, held": "x = torch.ones(50_000_000)\nwhile True: x.add_(1)",
    "files": "import itertools\nfor n in itertools.count(): open(f'{n % 999}', 'w').write('x')",
    "folders without end": "import itertools, os\nfor n in itertools.count(): os.mkdir(f'{n}')",
    "files without a name": "import os\nheld = []\nwhile True:\n"
    "    held.append(os.open('x', os.O_RDWR | os.O_CREAT))\n    os.unlink('x')\n"
    "    os.posix_fallocate(held[-1], 0, 2**24 - 1)",
    "threads without end": "import _thread, threading, time\nthreading.stack_size(32768)\n"
    "while True:\n    try: _thread.start_new_thread(time.sleep, (9,))\n"
    "    except RuntimeError: pass",
    "thread after thread": "import threading\nwhile True:\n"
    "    one = threading.Thread(target=int)\n    one.start()\n    one.join()",
    "exceptions": "def f(n):\n    try: f(n + 1)\n    finally: f(n + 1)\nf(0)",
}

# What ends by itself, sent again as soon as its answer is there.
FLOODS = {
    "short ones": "1 + 1",
    "big values": "torch.rand(1000, 1000)",
    "memory, let go": "x = torch.ones(40_000_000)",
    "threads, joined": "import threading\nfor _ in range(40): threading.Thread(target=int).start()",
}
ATTACKS = {**RUNAWAYS, **FLOODS}


async def _runaway(supervisor: Supervisor, code: str, learner: str = "") -> None:
    await supervisor.run(RunRequest(code=code, wall_seconds=WALL_SECONDS), learner=learner)


async def late(supervisor: Supervisor, rounds: int) -> list[float]:
    """Seconds beyond the limit; what ends before it, by another wall, was not late at all."""
    return [
        max(0.0, await timed(partial(_runaway, supervisor, code)) - WALL_SECONDS)
        for _ in range(rounds)
        for code in RUNAWAYS.values()
    ]


async def _neighbour(supervisor: Supervisor, runs: int) -> list[float]:
    async def run() -> None:
        await supervisor.run(RunRequest(code=NEIGHBOUR), learner="neighbour")

    times = []
    for _ in range(runs):
        await asyncio.sleep(PAUSE_SECONDS)
        times.append(await timed(run))
    return times


async def _attack(supervisor: Supervisor, code: str) -> None:
    while True:
        await _runaway(supervisor, code, "attacker")


async def beside(supervisor: Supervisor, code: str | None, runs: int) -> list[float]:
    """The neighbour's times while one attack follows another, or while nobody else is there."""
    attacker = asyncio.create_task(_attack(supervisor, code)) if code else None
    try:
        return await _neighbour(supervisor, runs)
    finally:
        if attacker:
            attacker.cancel()
            await asyncio.gather(attacker, return_exceptions=True)


async def felt(supervisor: Supervisor, rounds: int, runs: int) -> dict[str, list[float]]:
    """In turns with idleness, so that all meet the same machine."""
    times: dict[str, list[float]] = {name: [] for name in ("nothing", *ATTACKS)}
    for _ in range(rounds):
        for name in times:
            times[name] += await beside(supervisor, ATTACKS.get(name), runs)
    return times


def _p99(seconds: Sequence[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def show(lateness: Sequence[float], times: dict[str, list[float]]) -> bool:
    """Print it all; whether both targets are reached."""
    p99 = _p99(lateness)
    print(f"{len(lateness)} runaways, stopped after their limit: p99 {1000 * p99:.0f} ms")
    idle = Spread.of(times["nothing"]).p95_ms
    print(f"a neighbour's p95 beside nothing: {idle:.2f} ms")
    holds = p99 <= LATE_SECONDS_AT_MOST
    for name in ATTACKS:
        ratio = Spread.of(times[name]).p95_ms / idle
        missed = "" if ratio <= SLOWER_AT_MOST else "  MISSED"
        print(f"{name:>24}: {ratio:5.2f}×{missed}")
        holds = holds and not missed
    return holds


async def measured(rounds: int, runs: int) -> bool:
    async with supervising(jail.probe(), spares=SPARES) as supervisor:
        await _neighbour(supervisor, 5)
        return show(await late(supervisor, rounds), await felt(supervisor, rounds, runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--runs", type=int, default=20, help="of the neighbour, a round")
    given = parser.parse_args()
    sys.exit(not asyncio.run(measured(given.rounds, given.runs)))


if __name__ == "__main__":
    main()
