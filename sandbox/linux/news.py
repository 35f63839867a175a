"""What the kernel asks about a run before it goes on: its end, and each new thread.

A thread is asked for only where runs share a user (`Offer.counts_threads`): the kernel has no limit
of threads for a process there, so one run could take those of all.
"""

import asyncio
import errno
import os
import platform
import re
import select
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from sandbox.limits import THREADS
from sandbox.linux import kernel, seccomp


@cache
def _exit_number() -> int:
    return seccomp.exit_number(platform.machine())


def _poll_of(descriptor: int) -> select.poll:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return poll


def _waiting(poll: select.poll) -> int:
    for _, events in poll.poll(0):
        return events
    return 0


def is_readable(descriptor: int) -> bool:
    """Whether something waits there now."""
    return bool(_waiting(_poll_of(descriptor)) & select.POLLIN)


class Listener:
    """Answers the kernel about one run, which has `threads()` by now.

    `on_exit` is told its exit code; `on_flood` is called where it asks for threads without end.
    """

    def __init__(
        self,
        descriptor: int,
        *,
        threads: Callable[[], int],
        on_exit: Callable[[int], None],
        on_flood: Callable[[], None],
    ) -> None:
        self._descriptor = descriptor
        self._threads = threads
        self._on_exit = on_exit
        self._on_flood = on_flood
        self._poll = _poll_of(descriptor)
        self._refused = 0
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(descriptor, self._be_asked)

    def _be_asked(self) -> None:
        """The kernel holds the call until it is answered; one to exit ends in our kill."""
        if (events := _waiting(self._poll)) & select.POLLHUP:
            self._loop.remove_reader(self._descriptor)
        # A run that was stopped while it asked takes its question back, and asks again.
        if not events & select.POLLIN:
            return
        if (asked := kernel.announced(self._descriptor)) is None:
            return
        if asked.number == _exit_number():
            self._on_exit(asked.argument & 0xFF)
        elif self._threads() < THREADS:
            kernel.answer(self._descriptor, asked)
        else:
            self._refuse(asked)

    def _refuse(self, asked: kernel.Announced) -> None:
        """Python raises where it is refused a thread; what asks on only wants to keep us busy."""
        self._refused += 1
        if self._refused > THREADS:
            self._on_flood()
        else:
            kernel.answer(self._descriptor, asked, errno.EAGAIN)

    def close(self) -> None:
        self._loop.remove_reader(self._descriptor)
        os.close(self._descriptor)


# Whether the kernel has ended processes for want of memory.
#
# A run that died of SIGKILL without our doing was either ended by the kernel or by itself; only
# the kernel's own count can tell the two apart.

# The container's own count where there is one, else that of the whole system.
_COUNTS: Final = (Path("/sys/fs/cgroup/memory.events"), Path("/proc/vmstat"))
_KILLS: Final = re.compile(r"^oom_kill (\d+)$", re.MULTILINE)
# To read it takes up to 70 µs, and a snippet waits for that: often as much as all else of ours.
_IS_FRESH_FOR_SECONDS: Final = 1.0


def counted(text: str) -> int | None:
    """The count in one of the kernel's lists of `name number`."""
    found = _KILLS.search(text)
    return int(found[1]) if found else None


def _read(path: Path) -> int | None:
    try:
        return counted(path.read_text(encoding="ascii", errors="replace"))
    except OSError:
        return None


class OomWatch:
    """What was counted when a run began, and whether a kill since then explains its death."""

    def __init__(self, paths: tuple[Path, ...] = _COUNTS) -> None:
        self._path = next((path for path in paths if _read(path) is not None), None)
        self._count = 0
        self._stale_from = 0.0
        # So many of the first were told of.
        self._told = 0

    def _now(self) -> int:
        return (self._path and _read(self._path)) or 0

    def count_at(self, now: float) -> int:
        """The count when a run begins, at most a second old; `now` is by any steady clock."""
        if now >= self._stale_from:
            self._count, self._stale_from = self._now(), now + _IS_FRESH_FOR_SECONDS
        return self._count

    def explains_one_since(self, count: int) -> bool:
        """Whether more processes were ended than `count`, and one for whom it was not told yet."""
        this = max(count, self._told) + 1
        is_one = this <= self._now()
        if is_one:
            self._told = this
        return is_one
