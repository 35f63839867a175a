"""Whether the kernel has ended processes for want of memory.

A run that died of SIGKILL without our doing was either ended by the kernel or by itself; only the
kernel's own count can tell the two apart.
"""

import re
from pathlib import Path
from typing import Final

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
