"""What this machine, or the container's share of it, lets a service use."""

import math
import os
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_QUOTA: Final = Path("/sys/fs/cgroup/cpu.max")
# Pipes, channels and handles of a spare; then connections, the log, libraries.
_DESCRIPTORS_A_SPARE: Final = 11
_DESCRIPTORS_BESIDE: Final = 256
_FIRST_USER, _LAST_USER, _USERS_A_SERVICE = 10_001, 60_000, 1000


def processors(quota: Path = _QUOTA) -> int:
    """Those we may run on, no more than the container's share of time is worth."""
    allowed = len(os.sched_getaffinity(0))
    try:
        share, period = quota.read_text(encoding="ascii").split()
        return min(allowed, max(1, math.ceil(int(share) / int(period))))
    except (OSError, ValueError):
        # No such file, or "max": no quota.
        return allowed


def descriptors_for(spares: int) -> None:
    """Allow ourselves what the system allows us, and see that it is enough. OSError: it isn't."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    need = spares * _DESCRIPTORS_A_SPARE + _DESCRIPTORS_BESIDE
    if most != resource.RLIM_INFINITY and most < need:
        raise OSError(f"{spares} spares need {need} open files, this system allows {most}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def users() -> Iterator[range]:
    """Numbers of users that no other service on this machine has, for as long as the block lasts.

    What is claimed for them is a name of a socket in no file, which nobody has to clean up.
    """
    with socket.socket(socket.AF_UNIX) as claim:
        for first in range(_FIRST_USER, _LAST_USER, _USERS_A_SERVICE):
            try:
                claim.bind(f"\0unsqueeze-users-{first}")
            except OSError:
                continue
            yield range(first, first + _USERS_A_SERVICE)
            return
    raise OSError("all users that are meant for runs belong to other services on this machine")
