"""The process of a spare as the kernel shows it: what it has used, and how to signal it."""

import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from sandbox import footprint, kernel
from sandbox.footprint import Footprint, Headroom
from sandbox.listener import is_readable

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
        return footprint.read(self._status, self._own_kib_before)

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
        peak_kib = footprint.peak_kib(self._status)
        # Not asked of a process that ends well, whose answer waits for this.
        headroom = footprint.headroom(self.pid, self._status) if status else None
        return Usage(status, cpu_seconds, peak_kib, headroom)

    def usage_if_alive(self) -> Usage | None:
        """What a process has used that we kill. None if it is dead or has no handle (gVisor)."""
        if not self.has_handle:
            # The zygote, who tells the rest, will not have seen this.
            self._headroom = footprint.headroom(self.pid, self._status)
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
        """Until it may go on; where there is no handle, it runs on."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """After it stood still."""
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

    def close(self) -> None:
        """Let go of the process: what becomes of it is no longer seen."""
        for descriptor in (self._handle, self._status):
            if descriptor >= 0:
                os.close(descriptor)
        self._handle = self._status = _NONE
