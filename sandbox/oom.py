"""Whether the kernel has ended processes for want of memory.

A run that died of SIGKILL without our doing was either ended by the kernel or by itself; only the
kernel's own count can tell the two apart.
"""

from pathlib import Path
from typing import Final

# The container's own count where there is one, else that of the whole system.
_COUNTS: Final = (Path("/sys/fs/cgroup/memory.events"), Path("/proc/vmstat"))


def counted(text: str) -> int | None:
    """The count in one of the kernel's lists of `name number`."""
    counts = (line.split() for line in text.splitlines() if line.startswith("oom_kill "))
    return next((int(number) for _, number in counts), None)


def _read(path: Path) -> int | None:
    try:
        return counted(path.read_text(encoding="ascii", errors="replace"))
    except OSError:
        return None


class OomWatch:
    """Compares with what was seen before; costs nothing until somebody asks."""

    def __init__(self, paths: tuple[Path, ...] = _COUNTS) -> None:
        self._paths = paths
        self._seen = self._now()

    def _now(self) -> int:
        counts = (_read(path) for path in self._paths)
        return next((count for count in counts if count is not None), 0)

    def has_struck(self) -> bool:
        """Whether a process was ended for want of memory since this was last asked."""
        before, self._seen = self._seen, self._now()
        return self._seen > before
