"""What the host sees of a service: its processes, folders and shared memory."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

SETTLED_WITHIN_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Seen:
    """All that must be the same again once a run is over."""

    processes: int
    zombies: int
    runs: int
    shared_memory: frozenset[str]
    queues_and_semaphores: frozenset[str]


def _stat(pid: int) -> tuple[str, int] | None:
    """State and parent of a process."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2]
    except OSError:
        return None
    state, parent = after_name.split()[:2]
    return state, int(parent)


def _all() -> dict[int, tuple[str, int]]:
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    seen = ((pid, _stat(pid)) for pid in pids)
    return {pid: stat for pid, stat in seen if stat}


def below(pid: int) -> dict[int, str]:
    """State by pid of all that descends from a process."""
    everyone = _all()
    found: dict[int, str] = {}
    layer = {pid}
    while layer := {child for child, (_, parent) in everyone.items() if parent in layer}:
        found |= {child: everyone[child][0] for child in layer}
    return found


def strays(folder: Path, service: int) -> set[int]:
    """Processes that carry a service's folder in their environment but left its family."""
    family, mark = below(service), f"HOME={folder}".encode()
    suspects = {pid for pid, (_, parent) in _all().items() if pid not in family and parent <= 1}
    return {pid for pid in suspects if mark in _environment(pid)}


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def base(service: int) -> Path:
    """The folder of a service's runs, inside the TMPDIR that the tests gave it."""
    variables = _environment(service).split(b"\0")
    temporary = next(v for v in variables if v.startswith(b"TMPDIR=")).removeprefix(b"TMPDIR=")
    return next(Path(temporary.decode()).glob("unsqueeze-*"))


def _runs(folder: Path) -> Iterator[Path]:
    return folder.glob("run-*")


def _identifiers(kind: str) -> Iterator[str]:
    """Without the times and counts beside them, which change when others use what is theirs."""
    _, *lines = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()
    return (f"{kind} {line.split()[1]}" for line in lines)


def look(service: int) -> Seen:
    folder = base(service)
    family = below(service)
    kinds = ("shm", "msg", "sem")
    return Seen(
        processes=len(family),
        zombies=sum(state == "Z" for state in family.values()),
        runs=len(list(_runs(folder))),
        shared_memory=frozenset(
            path.name for path in Path("/dev/shm").iterdir() if path.name.startswith("attack")
        ),
        queues_and_semaphores=frozenset(chain.from_iterable(map(_identifiers, kinds))),
    )


async def settled(service: int, before: Seen) -> Seen:
    """What is seen once it is as before; after long enough, whatever is seen then."""
    deadline = time.monotonic() + SETTLED_WITHIN_SECONDS
    while (seen := look(service)) != before and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    return seen


async def at_rest(service: int) -> Seen:
    """What is seen when each process but the zygote has its folder, and none is coming or going."""
    while True:
        first = look(service)
        await asyncio.sleep(0.2)
        if first == look(service) and first.runs == first.processes - 1 > 0:
            return first


def descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
