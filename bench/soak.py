"""Thousands of mixed runs leave nothing behind, and the last are no slower than the first.

`python -P bench/soak.py [--runs 5000]` prints what is held before, at half-time and after, and ends
with 1 where something has grown. Counts are absolute; speed is the processor time of the second
half ÷ that of the first, since the clock on the wall says little on a shared machine.
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import cycle, islice
from pathlib import Path

from sandbox.linux import jail
from sandbox.protocol import RunRequest
from sandbox.supervisor.supervisor import Supervisor, supervising

CLIENTS, SPARES = 2, 4
MIXED = {
    "value": "torch.ones(2, 3) + 1",
    "error": "torch.ones(2, 3) @ torch.ones(2, 3)",
    "backward": "x = torch.ones(3, requires_grad=True)\n(x * x).sum().backward()\nx.grad",
    "print": "for i in range(200):\n    print(i, torch.arange(i).sum())",
    "flood": "print('x' * 3_000_000)",
    "figure": "plt.plot([1, 2, 3])",
    "adam": "m = nn.Linear(4, 2)\no = torch.optim.Adam(m.parameters())\n"
    "m(torch.ones(1, 4)).sum().backward()\no.step()",
    "files": "import os\nfor i in range(20):\n    os.makedirs(f'a{i}/b/c')\n"
    "    open(f'a{i}/b/c/d', 'w').write('x' * 1000)",
    "locked folder": "import os\nos.makedirs('a/b')\nos.chmod('a', 0)",
    "temporary": "import tempfile\nt = tempfile.NamedTemporaryFile(delete=False)\nt.write(b'x')",
    "threads": "import threading\nfor _ in range(4):\n    threading.Thread(target=print).start()",
    "open files": "held = [open('/dev/null') for _ in range(20)]",
    "memfd": "import mmap\nm = mmap.mmap(-1, 2**20)\nm[0] = 1",
    "memory": "torch.ones(2**30)",
    "leaves": "import os\nos._exit(3)",
    "aborts": "import os\nos.abort()",
    "crashes": "import ctypes\nctypes.string_at(0)",
    "recursion": "def f():\n    return f()\nf()",
    "no python": "def (",
    "endless": "while True:\n    pass",
    "sleeps": "import time\ntime.sleep(60)",
}
WALL_SECONDS = {"endless": 0.1, "sleeps": 0.1}


@dataclass(frozen=True, slots=True)
class Held:
    """What the sandbox holds at rest."""

    supervisor_mib: float
    supervisor_descriptors: int
    supervisor_threads: int
    zygote_mib: float
    zygote_descriptors: int
    spares: int
    zombies: int
    run_folders: int
    temporary_files: int
    shared_memory: int
    zygotes: int


GROWTH = Held(
    supervisor_mib=12,
    supervisor_descriptors=0,
    supervisor_threads=4,  # a pool for removing folders grows to its few threads
    zygote_mib=2,
    zygote_descriptors=0,
    spares=0,
    zombies=0,
    run_folders=0,
    temporary_files=0,
    shared_memory=0,
    zygotes=0,
)
SLOWER_AT_MOST = 1.1
RUNS_FOR_A_RATIO = 1000


def _mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def _count(folder: str) -> int:
    return len(list(Path(folder).iterdir())) if Path(folder).is_dir() else 0


def _below(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _state(pid: str) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _shared_memory() -> int:
    """Segments and files that outlive a process, of everybody here."""
    tables = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")
    lines = sum(len(Path(table).read_text().splitlines()) - 1 for table in tables)
    return lines + _count("/dev/shm") + _count("/dev/mqueue")  # noqa: S108


def held(supervisor: Supervisor, temporary: str) -> Held:
    gc.collect()
    zygote = supervisor.zygote_pid
    (scratch,) = Path(temporary).glob("unsqueeze-*")
    children = _below(zygote)
    return Held(
        supervisor_mib=_mib(os.getpid()),
        supervisor_descriptors=_count("/proc/self/fd"),
        supervisor_threads=_count("/proc/self/task"),
        zygote_mib=_mib(zygote),
        zygote_descriptors=_count(f"/proc/{zygote}/fd"),
        spares=len(children),
        zombies=sum(_state(pid) == "Z" for pid in children),
        run_folders=len(list(scratch.glob("run-*"))),
        temporary_files=_count(temporary),
        shared_memory=_shared_memory(),
        zygotes=supervisor.health.zygotes,
    )


def _cpu_seconds(zygote: int) -> float:
    """Ours, the zygote's and that of all its children so far."""
    times = Path(f"/proc/{zygote}/stat").read_text().rpartition(")")[2].split()[11:15]
    return time.process_time() + sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


async def _rest(supervisor: Supervisor) -> None:
    """Until all spares are back and their predecessors' traces are gone."""
    while supervisor.health.idle < SPARES or supervisor.health.running:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)


async def _work(supervisor: Supervisor, kinds: Iterator[str], outcomes: Counter[str]) -> None:
    for kind in kinds:
        request = RunRequest(code=MIXED[kind], wall_seconds=WALL_SECONDS.get(kind))
        result = await supervisor.run(request)
        outcomes[result.outcome.value] += 1


async def half(supervisor: Supervisor, runs: int, outcomes: Counter[str]) -> float:
    """Processor seconds of so many runs, the same ones each time."""
    before = _cpu_seconds(supervisor.zygote_pid)
    kinds = islice(cycle(MIXED), runs)
    await asyncio.gather(*(_work(supervisor, kinds, outcomes) for _ in range(CLIENTS)))
    await _rest(supervisor)
    return _cpu_seconds(supervisor.zygote_pid) - before


def grown(before: Held, after: Held) -> list[str]:
    """The names of what grew more than it may."""
    names = [field.name for field in fields(Held)]
    return [
        name
        for name in names
        if getattr(after, name) - getattr(before, name) > getattr(GROWTH, name)
    ]


def table(before: Held, middle: Held, after: Held) -> None:
    print(f"{'held at rest':>24}  {'before':>8}  {'half':>8}  {'after':>8}  {'may grow':>8}")
    for field in fields(Held):
        values = [getattr(held, field.name) for held in (before, middle, after, GROWTH)]
        print(f"{field.name.replace('_', ' '):>24}  " + "  ".join(f"{v:8.5g}" for v in values))


async def soak(runs: int) -> bool:
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="soak-") as temporary:
        tempfile.tempdir = temporary
        async with supervising(jail.probe(), spares=SPARES, at_once=CLIENTS) as supervisor:
            await half(supervisor, 3 * len(MIXED), Counter())
            before = held(supervisor, temporary)
            first = await half(supervisor, runs // 2, outcomes)
            middle = held(supervisor, temporary)
            second = await half(supervisor, runs // 2, outcomes)
            after = held(supervisor, temporary)
    table(before, middle, after)
    print("outcomes: " + ", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
    print(f"processor time of the second half ÷ the first: {second / first:.3f}")
    leaks = grown(before, after)
    for leak in leaks:
        print(f"LEAKS: {leak.replace('_', ' ')}")
    slower = runs >= RUNS_FOR_A_RATIO and second / first > SLOWER_AT_MOST
    if slower:
        print(f"SLOWER: more than {SLOWER_AT_MOST} times the first half")
    return not leaks and not slower


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5000)
    sys.exit(not asyncio.run(soak(parser.parse_args().runs)))


if __name__ == "__main__":
    main()
