"""What the kernel says of a process in its `/proc/PID/status`, read through a handle kept open."""

import os
import re
from typing import Final, NamedTuple

_BYTES: Final = 4096
# From the start of a line on: a process may call itself what it likes. Tables of pages (VmPTE)
# count: a page that is mapped far from all others takes 8 KiB of them.
_NUMBERS: Final = re.compile(rb"^(RssAnon|RssShmem|VmPTE|Threads):\s*(\d+)", re.MULTILINE)
_OWN: Final = (b"RssAnon", b"RssShmem", b"VmPTE")
_PEAK: Final = b"\nVmHWM:"
_IS_DEAD: Final = re.compile(rb"^State:\s*Z", re.MULTILINE)


class Standing(NamedTuple):
    """All nothing once the process is gone; a kernel that does not tell memory gives none."""

    threads: int = 0
    own_kib: int = 0
    is_headless: bool = False


def read(descriptor: int, own_kib_before: int = 0) -> Standing:
    """Of the process whose status was opened; what it held before is not counted."""
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


def peak_kib(descriptor: int) -> int:
    """The most it ever held; 0 once it is dying. Quickly, since an answer waits for it."""
    try:
        _, _, rest = os.pread(descriptor, _BYTES, 0).partition(_PEAK)
    except OSError:
        return 0
    return int(rest.split(maxsplit=1)[0]) if rest else 0
