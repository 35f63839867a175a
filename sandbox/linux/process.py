"""The process of a spare as the kernel shows it: what it has used, and how to signal it."""

import asyncio
import logging
import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from sandbox.limits import KIB
from sandbox.linux import kernel
from sandbox.linux.news import is_readable

# What the kernel says of a process in its `/proc/PID/status`, read through a handle kept open.

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
_IS_STOPPED: Final = re.compile(rb"^State:\s*T", re.MULTILINE)
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


def peak_kib_of(descriptor: int) -> int:
    """The most it ever held; 0 once it is dying."""
    try:
        return _number_behind(_PEAK, os.pread(descriptor, _BYTES, 0))
    except OSError:
        return 0


def is_stopped(descriptor: int) -> bool:
    """Whether the process stands still by a signal, whoever sent that."""
    try:
        return _IS_STOPPED.search(os.pread(descriptor, _BYTES, 0)) is not None
    except OSError:
        return False


class Headroom(NamedTuple):
    """How much more memory the kernel would give a process, and whether that was computing."""

    left_bytes: int
    is_computing: bool


def headroom_of(pid: int, descriptor: int) -> Headroom | None:
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


_LOG: Final = logging.getLogger(__name__)
_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class Usage:
    """How a process ended and what it used from its fork on."""

    status: int
    cpu_seconds: float
    peak_kib: int
    # At its end; of a process that only the zygote saw die nobody knows it.
    headroom: Headroom | None = None


class Process:
    """Without a number until the zygote has told which process it forked."""

    def __init__(self) -> None:
        self.pid = 0
        self._handle = _NONE
        self._status = _NONE
        self._is_held = False
        self._own_kib_before = 0
        self._headroom: Headroom | None = None
        self._kill_by_zygote: Callable[[], None] = lambda: None

    @property
    def has_handle(self) -> bool:
        """Not before its fork, not after `close`, and never under gVisor."""
        return self._handle >= 0

    def adopt(self, pid: int, handles: list[int], kill_by_zygote: Callable[[], None]) -> None:
        """Where there is no handle, only the zygote, who reaps it, can kill it safely."""
        self.pid, self._kill_by_zygote = pid, kill_by_zygote
        self._handle = handles[0] if handles else _NONE

    def count_from_now(self) -> None:
        """Count memory from now on: what a spare holds before its snippet is not the snippet's."""
        with suppress(OSError):
            self._status = os.open(f"/proc/{self.pid}/status", os.O_RDONLY)
        self._own_kib_before = self.footprint().own_kib

    def footprint(self) -> Footprint:
        """What the kernel says of it now; memory counts from when it was ready."""
        return read(self._status, self._own_kib_before)

    def cpu_seconds(self) -> float:
        """All since its fork; nothing once it was reaped, which we may not have been told yet."""
        try:
            return kernel.cpu_seconds_of(self.pid)
        except OSError:
            return 0.0

    def usage(self, status: int) -> Usage:
        """What the process has used up to now, as of one that ended with this status."""
        # In this order: what has memory now was not reaped before, and its number was its own.
        cpu_seconds = self.cpu_seconds()
        peak_kib = peak_kib_of(self._status)
        # Not asked of a process that ends well, whose answer waits for this.
        headroom = headroom_of(self.pid, self._status) if status else None
        return Usage(status, cpu_seconds, peak_kib, headroom)

    def usage_if_alive(self) -> Usage | None:
        """What a process has used that we kill. None if it is dead or has no handle (gVisor)."""
        if not self.has_handle:
            # The zygote, who tells the rest, will not have seen this.
            self._headroom = headroom_of(self.pid, self._status)
            return None
        used = self.usage(-signal.SIGKILL)
        return used if used.peak_kib else None

    def completed(self, usage: Usage) -> Usage:
        """What the zygote tells of its end, with what we saw before it."""
        return replace(usage, headroom=self._headroom) if self._headroom else usage

    def kill(self) -> None:
        """By its handle, so never another process that got the same number."""
        if self.has_handle:
            self._signal(signal.SIGKILL)
        else:
            with suppress(OSError):
                self._kill_by_zygote()

    def stand_still(self) -> None:
        """Until it may go on; where there is no handle, it runs on.

        One that has stopped itself is left as it is: to go on later would wake it.
        """
        if not self._is_held and not is_stopped(self._status):
            self._is_held = True
            self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """After it stood still."""
        if self._is_held:
            self._is_held = False
            self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        """Send it to the process, if there is a handle; without one it can only be killed."""
        if not self.has_handle:
            return
        try:
            signal.pidfd_send_signal(self._handle, number)
        except ProcessLookupError:
            return
        except OSError as error:
            # Who waits for its end gives up in time, and ends it together with its zygote.
            _LOG.warning("a spare could not be sent %s: %s", number.name, error)

    def is_dead(self) -> bool:
        """Asked of the handle, which does not say how it died."""
        return is_readable(self._handle)

    async def dead(self) -> None:
        """Wait until it is, which nobody else may tell; without a handle, not at all."""
        if self.has_handle and not self.is_dead():
            loop, died = asyncio.get_running_loop(), asyncio.Event()
            loop.add_reader(self._handle, died.set)
            try:
                await died.wait()
            finally:
                loop.remove_reader(self._handle)

    def close(self) -> None:
        """Let go of the process: what becomes of it is no longer seen."""
        for descriptor in (self._handle, self._status):
            if descriptor >= 0:
                os.close(descriptor)
        self._handle = self._status = _NONE
