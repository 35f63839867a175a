"""What the kernel says of a process in its `/proc/PID/status`, read through a handle kept open."""

import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from sandbox.limits import KIB

_BYTES: Final = 4096
# From the start of a line on: a process may call itself what it likes. Tables of pages (VmPTE)
# count: a page that is mapped far from all others takes 8 KiB of them.
_NUMBERS: Final = re.compile(rb"^(RssAnon|RssShmem|VmPTE|Threads):\s*(\d+)", re.MULTILINE)
_OWN: Final = (b"RssAnon", b"RssShmem", b"VmPTE")
_PEAK: Final = b"\nVmHWM:"
_DATA: Final = b"\nVmData:"
_IS_RUNNING: Final = re.compile(rb"^State:\s*R", re.MULTILINE)
_DATA_LIMIT: Final = re.compile(rb"^Max data size\s+(\d+)", re.MULTILINE)
_IS_DEAD: Final = re.compile(rb"^State:\s*Z", re.MULTILINE)


class Standing(NamedTuple):
    """Threads and memory of a process: 0 once it is gone, and where the kernel tells none."""

    threads: int = 0
    own_kib: int = 0
    is_headless: bool = False


def read(descriptor: int, own_kib_before: int = 0) -> Standing:
    """The standing of the process whose status was opened; `own_kib_before` is not counted."""
    try:
        text = os.pread(descriptor, _BYTES, 0)
    except OSError:
        return Standing()
    told = {name: int(number) for name, number in _NUMBERS.findall(text)}
    threads = told.get(b"Threads", 0)
    return Standing(
        threads=threads,
        own_kib=sum(told.get(name, 0) for name in _OWN) - own_kib_before,
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
    """How much more data the kernel would give a process, and whether that was computing."""

    left_bytes: int
    is_computing: bool


def headroom(pid: int, descriptor: int) -> Headroom | None:
    """None where the kernel does not tell, and once the process is dying."""
    try:
        limit = _DATA_LIMIT.search(Path(f"/proc/{pid}/limits").read_bytes())
        # Read last: what still has memory now was not reaped before, so the number was its own.
        text = os.pread(descriptor, _BYTES, 0)
    except OSError:
        return None
    held_kib = _number_behind(_DATA, text)
    if limit is None or not held_kib:
        return None
    return Headroom(int(limit[1]) - held_kib * KIB, _IS_RUNNING.search(text) is not None)
