"""What the kernel says of a process in its `/proc/PID/status`, read through a handle kept open."""

import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from sandbox.limits import KIB

_BYTES: Final = 4096
# From the start of a line on: a process may call itself what it likes. Tables of pages (VmPTE)
# count: a page that is mapped far from all others takes 8 KiB of them.
_NUMBERS: Final = re.compile(rb"^(RssAnon|RssShmem|VmPTE|VmData|Threads):\s*(\d+)", re.MULTILINE)
_OWN: Final = (b"RssAnon", b"RssShmem", b"VmPTE")
# Where the kernel tells none of them (gVisor): with what was asked for and not used yet.
_OWN_ELSE: Final = (b"VmData",)
_PEAK: Final = b"\nVmHWM:"
_IS_RUNNING: Final = re.compile(rb"^State:\s*R", re.MULTILINE)
_LIMITS: Final = re.compile(rb"^Max (data size|address space)\s+(\d+)", re.MULTILINE)
# The first that there is holds: under gVisor that is the second.
_HELD_UNDER: Final = ((b"data size", b"\nVmData:"), (b"address space", b"\nVmSize:"))
_IS_DEAD: Final = re.compile(rb"^State:\s*Z", re.MULTILINE)


class Footprint(NamedTuple):
    """Threads and memory of a process: 0 once it is gone, and where the kernel tells none."""

    threads: int = 0
    own_kib: int = 0
    is_headless: bool = False


def read(descriptor: int, own_kib_before: int = 0) -> Footprint:
    """The footprint of the process whose status was opened; `own_kib_before` is not counted."""
    try:
        text = os.pread(descriptor, _BYTES, 0)
    except OSError:
        return Footprint()
    told = {name: int(number) for name, number in _NUMBERS.findall(text)}
    threads = told.get(b"Threads", 0)
    own = _OWN if b"RssAnon" in told else _OWN_ELSE
    return Footprint(
        threads=threads,
        own_kib=sum(told.get(name, 0) for name in own) - own_kib_before,
        # Its first thread has ended, and with it what the kernel tells of files and memory.
        is_headless=threads > 1 and _IS_DEAD.search(text) is not None,
    )


def _number_behind(name: bytes, text: bytes) -> int:
    """Quickly, since an answer waits for it; 0 once the process is dying."""
    _, _, rest = text.partition(name)
    return int(rest.split(maxsplit=1)[0]) if rest else 0


def peak_kib(descriptor: int) -> int:
    """The most it ever held; 0 once it is dying."""
    try:
        return _number_behind(_PEAK, os.pread(descriptor, _BYTES, 0))
    except OSError:
        return 0


class Headroom(NamedTuple):
    """How much more memory the kernel would give a process, and whether that was computing."""

    left_bytes: int
    is_computing: bool


def headroom(pid: int, descriptor: int) -> Headroom | None:
    """None where the kernel does not tell, and once the process is dying."""
    try:
        limits = dict(_LIMITS.findall(Path(f"/proc/{pid}/limits").read_bytes()))
        # Read last: what still has memory now was not reaped before, so the number was its own.
        text = os.pread(descriptor, _BYTES, 0)
    except OSError:
        return None
    for limit, held in _HELD_UNDER:
        if limit in limits and (held_kib := _number_behind(held, text)):
            is_computing = _IS_RUNNING.search(text) is not None
            return Headroom(int(limits[limit]) - held_kib * KIB, is_computing)
    return None
