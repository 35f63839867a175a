"""How late runaways are stopped, and what their neighbours feel: `python -P bench/hostile.py`.

All is asked over HTTP, of a service as the bot starts it or of one elsewhere (`--sandbox URL`).
Ends with 1 when a runaway comes back more than 0.3 s after its limit at p99, or when in the same
run the p95 of a neighbour, of short snippets or of long ones, is more times its p95 beside nothing
than that attack may make it.
"""

import argparse
import asyncio
import math
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.figures import Spread
from bench.measure import others_busy
from sandbox.client import connect
from sandbox.embedded import embedded
from sandbox.protocol import Outcome, Runner, RunRequest

LATE_SECONDS_AT_MOST = 0.3
BEGINS_SECONDS = 0.5
PAUSE_SECONDS = 0.03
SHORT = "x = torch.ones(2, 3)\nx + 1"
# Most of a second of computing: nobody stands still for that.
LONG = "n = 0\nfor i in range(12_000_000): n += i"
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
# What lasts as long as it may, from one learner over one connection and over several.
LASTING = {
    "a loop": "while True: pass",
    "51 threads": "import hashlib, threading\nfor _ in range(50):\n    threading.Thread("
    "target=hashlib.pbkdf2_hmac, args=('sha256', b'', b'', 10**9)).start()",
    "fsync": "import os\nfile = os.open('x', os.O_RDWR | os.O_CREAT)\nwhile True:\n"
    "    os.pwrite(file, b'x' * 4096, 0)\n    os.fsync(file)",
}


@dataclass(frozen=True, slots=True)
class Attack:
    """What one learner sends again and again, and how many times slower that may make another."""

    code: str = ""
    wall_seconds: float = 0.3
    connections: int = 1
    idle_connections: int = 0
    slower_at_most: float = 2.0

    @property
    def request(self) -> RunRequest:
        return RunRequest(code=self.code, wall_seconds=self.wall_seconds)


@dataclass(slots=True)
class Felt:
    """A neighbour's seconds; infinite where a snippet came to no end of its own."""

    short: list[float]
    long: list[float]


NOTHING = Attack(connections=0)
ATTACKS = {
    **{name: Attack(code) for name, code in (RUNAWAYS | FLOODS).items()},
    **{
        f"{name} for 5 s, {many} at once": Attack(code, 5.0, many, slower_at_most=3.0)
        for name, code in LASTING.items()
        for many in (1, 4)
    },
    "500 idle connections": Attack(connections=0, idle_connections=500, slower_at_most=3.0),
}


async def _seconds(runner: Runner, request: RunRequest, learner: str) -> tuple[float, Outcome]:
    started = time.perf_counter()
    result = await runner.run(request, learner=learner)
    return time.perf_counter() - started, result.outcome


async def late(runner: Runner, rounds: int) -> list[float]:
    """Seconds beyond the limit; what ends before it, by another wall, was not late at all."""
    asked = [Attack(code).request for code in RUNAWAYS.values()] * rounds
    took = [await _seconds(runner, request, "") for request in asked]
    return [max(0.0, seconds - NOTHING.wall_seconds) for seconds, _ in took]


async def _send(runner: Runner, attack: Attack) -> None:
    while True:
        await runner.run(attack.request, learner="attacker")


async def _connected(url: str) -> asyncio.StreamWriter:
    if (path := url.removeprefix("unix:")) != url:
        return (await asyncio.open_unix_connection(path))[1]
    address = urlsplit(url)
    return (await asyncio.open_connection(address.hostname, address.port))[1]


@asynccontextmanager
async def _under(attack: Attack, runner: Runner, url: str) -> AsyncIterator[None]:
    held = [await _connected(url) for _ in range(attack.idle_connections)]
    async with asyncio.TaskGroup() as group:
        senders = [group.create_task(_send(runner, attack)) for _ in range(attack.connections)]
        await asyncio.sleep(BEGINS_SECONDS)
        yield
        for sender in senders:
            sender.cancel()
    for writer in held:
        writer.close()


async def _took(runner: Runner, code: str) -> float:
    await asyncio.sleep(PAUSE_SECONDS)
    seconds, outcome = await _seconds(runner, RunRequest(code=code), "neighbour")
    return seconds if outcome is Outcome.OK else math.inf


async def felt(runner: Runner, url: str, given: argparse.Namespace) -> dict[str, Felt]:
    """In turns with idleness, so that all meet the same machine."""
    attacks = {name: each for name, each in ATTACKS.items() if given.only in name}
    found = {name: Felt([], []) for name in ("", *attacks)}
    for _ in range(given.rounds):
        for name, times in found.items():
            async with _under(attacks.get(name, NOTHING), runner, url):
                times.short += [await _took(runner, SHORT) for _ in range(given.runs)]
                times.long += [await _took(runner, LONG)]
    return found


def _p99(seconds: Sequence[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def show(lateness: Sequence[float], found: dict[str, Felt]) -> bool:
    """Print it all; whether every target is reached."""
    p99 = _p99(lateness)
    print(f"{len(lateness)} runaways, stopped after their limit: p99 {1000 * p99:.0f} ms")
    idle = found.pop("")
    short, long = Spread.of(idle.short).p95_ms, Spread.of(idle.long).p95_ms
    print(f"a neighbour's p95 beside nothing: {short:.2f} ms, of computing {long:.0f} ms")
    holds = p99 <= LATE_SECONDS_AT_MOST and math.isfinite(short + long)
    for name, times in found.items():
        ratios = Spread.of(times.short).p95_ms / short, Spread.of(times.long).p95_ms / long
        wanted = ATTACKS[name].slower_at_most
        is_kept = all(ratio <= wanted for ratio in ratios)
        told = "".join(f"{ratio:8.2f}×" for ratio in ratios)
        print(f"{name:>30}:{told}  ≤ {wanted:g}{'' if is_kept else '  MISSED'}")
        holds = holds and is_kept
    return holds


@asynccontextmanager
async def _service(url: str | None) -> AsyncIterator[str]:
    if url:
        yield url
        return
    async with embedded(spares=4) as (socket, _):
        yield f"unix:{socket}"


async def measured(given: argparse.Namespace) -> bool:
    print(f"others use {others_busy():.0%} of this machine")
    async with _service(given.sandbox) as url, connect(url) as runner:
        for _ in range(5):
            await _took(runner, SHORT)
        return show(await late(runner, given.rounds), await felt(runner, url, given))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--runs", type=int, default=20, help="of the neighbour, a round")
    parser.add_argument("--only", default="", help="the attacks that have this in their name")
    parser.add_argument("--sandbox", metavar="URL", help="a service elsewhere")
    sys.exit(not asyncio.run(measured(parser.parse_args())))


if __name__ == "__main__":
    main()
