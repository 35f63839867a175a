"""The jail of a snippet: what is given up, in the only order that works.

Paths are opened before the uid goes, the parent-death signal is set after it, and the filter
comes last because it forbids all of the steps before it.
"""

import os
import platform
import resource
import signal
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sandbox.limits import (
    ADDRESS_BYTES,
    CPU_SECONDS_AT_MOST,
    DATA_BYTES,
    DISK_BYTES,
    DISK_FILES,
    FILE_BYTES,
    OPEN_FILES,
    THREADS,
    WAITING_SIGNALS,
)
from sandbox.linux import kernel, landlock, seccomp, tree
from sandbox.linux.tree import Namespaces

# CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID: to live with processes of other users. Root
# in a container may have none of them; spares then keep its uid, without any privilege.
_UID_CHANGE: Final = 0b1110_1011
# Where runs share a user, who may be somebody's with other things to do.
_THREADS_OF_ALL: Final = 1024


class NoJail(Exception):
    """Code that is not trusted cannot be held on this machine."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            "running code is off: it is never run unprotected, and this system lacks "
            + " and ".join(missing)
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """What this kernel offers to jail with."""

    landlock_abi: int
    has_seccomp: bool
    can_change_uid: bool
    namespaces: Namespaces = Namespaces.NONE

    @property
    def _hides_files(self) -> bool:
        return self.landlock_abi > 0 or self.namespaces is not Namespaces.NONE

    @property
    def counts_threads(self) -> bool:
        """Each thread of a run is asked for: no limit of the kernel's is a shared user's run's own.

        A kernel with Landlock is new enough to let an asked-for call go on.
        """
        return self.landlock_abi > 0 and not self.can_change_uid

    @property
    def shows_itself(self) -> bool:
        """A run's memory and handles are the supervisor's to see, which has no other right to look.

        Other runs have the same user, but no way past their Landlock and filter.
        """
        return self.counts_threads

    @property
    def missing(self) -> tuple[str, ...]:
        """What code cannot be run without."""
        needs = {
            "Landlock (Linux 5.13 or newer, enabled) or namespaces": self._hides_files,
            f"seccomp filters (known here for {' and '.join(seccomp.ARCHITECTURES)})": (
                self.has_seccomp
            ),
        }
        return tuple(name for name, there in needs.items() if not there)

    def require(self) -> None:
        """Raise NoJail where code can't be held."""
        if self.missing:
            raise NoJail(self.missing)

    @property
    def isolation(self) -> str:
        """How a result names its jail."""
        parts = {
            f"landlock{self.landlock_abi}": self.landlock_abi > 0,
            "seccomp": self.has_seccomp,
            "uid": self.can_change_uid,
            "namespaces": self.namespaces is not Namespaces.NONE,
        }
        return "+".join(["rlimits", *(name for name, there in parts.items() if there)])


def probe() -> Offer:
    """Ask the kernel, changing nothing."""
    if sys.platform != "linux":
        return Offer(0, has_seccomp=False, can_change_uid=False)
    held, abi = kernel.capabilities(), landlock.version()
    return Offer(
        landlock_abi=abi,
        has_seccomp=kernel.has_filters(),
        can_change_uid=held & _UID_CHANGE == _UID_CHANGE,
        namespaces=tree.probe(held, is_needed=abi == 0),
    )


@cache
def readable() -> tuple[Path, ...]:
    """The standard library, the installed packages, tables of dates and numbers; nothing else.

    Remembered, so that the zygote looks it up for all spares.
    """
    kinds = ("stdlib", "platstdlib", "purelib", "platlib")
    own = {Path(sysconfig.get_path(kind)).resolve() for kind in kinds}
    # An environment may borrow the packages of another one.
    borrowed = {Path(entry).resolve() for entry in sys.path if holds_packages(Path(entry))}
    tables = {Path("/usr/share/zoneinfo"), Path("/usr/lib/locale")}
    return tuple(own | borrowed | tables)


def holds_packages(folder: Path) -> bool:
    """Claim that pip or Debian installs here, so that it is nobody's checkout or home."""
    return folder.name in {"site-packages", "dist-packages"}


def _grants() -> list[tuple[Path, int]]:
    # Not /dev/zero: mapped, it is shared memory, which nothing counts (`seccomp`).
    devices = [(Path(f"/dev/{name}"), landlock.DEVICE) for name in ("null", "urandom")]
    return [*devices, *((path, landlock.READ) for path in readable())]


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _held() -> tuple[int, int]:
    """Address space and data of this process in bytes, as the kernel counts them."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _threads_of(uid: int) -> int:
    """Of all processes of a user."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            if status.stat().st_uid == uid:
                # As text, a name with another end of a line in it would be read as a line.
                told = status.read_bytes().partition(b"\nThreads:")[2]
                total += int(told.split(maxsplit=1)[0])
    return total


def _processes(offer: Offer) -> int:
    """RLIMIT_NPROC counts a user's threads, not a process's: a neighbour's would be taken.

    So where runs share a user it is no run's own limit; the supervisor minds that.
    """
    return THREADS if offer.can_change_uid else _threads_of(os.geteuid()) + _THREADS_OF_ALL


def _what_is_counted() -> dict[int, int]:
    """Where the kernel counts no data (gVisor), its limit on data holds nothing but the heap.

    Nor does that one count signals, or let anybody limit them.
    """
    address, data = _held()
    if not data:
        return {resource.RLIMIT_AS: address + DATA_BYTES}
    return {
        resource.RLIMIT_AS: address + ADDRESS_BYTES,
        resource.RLIMIT_DATA: data + DATA_BYTES,
        resource.RLIMIT_SIGPENDING: WAITING_SIGNALS,
    }


def _limits(offer: Offer) -> Iterator[tuple[int, int]]:
    wanted = {
        **_what_is_counted(),
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CPU: CPU_SECONDS_AT_MOST + 1,
        resource.RLIMIT_NPROC: _processes(offer),
        # At 0 a program that core dumps are piped to would still be handed one; at 1 it is not.
        resource.RLIMIT_CORE: 1,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        yield kind, most if hard == resource.RLIM_INFINITY else min(most, hard)


@dataclass(frozen=True, slots=True)
class Walls:
    """The jail of every spare, prepared once by the zygote, since each step costs each spare."""

    offer: Offer
    zygote: int
    runs: Path
    processes: int
    grants: landlock.Grants | None
    limits: tuple[tuple[int, tuple[int, int]], ...]
    announcing: bytes
    filter: seccomp.Filter

    def enter(self) -> None:
        """The zygote's own part, when it needs no more of the machine's files."""
        if self.offer.namespaces is not Namespaces.NONE:
            tree.enter(self.offer.namespaces, readable(), self.runs)

    @property
    def needs_own_disk(self) -> bool:
        """Whether only a view of the machine of its own keeps a run from other runs' files."""
        return self.grants is None and not self.offer.can_change_uid

    def own_disk(self) -> int | None:
        """Once settled, its descriptor: only with that can the supervisor look into it."""
        return os.open(".", os.O_RDONLY | os.O_DIRECTORY) if self.needs_own_disk else None

    def _offer_to_the_oom_killer(self) -> None:
        score = os.open("self/oom_score_adj", os.O_WRONLY, dir_fd=self.processes)
        os.write(score, b"1000")
        os.close(score)

    def settle(self, folder: bytes, uid: int | None) -> int | None:
        """The first half: own folder, own user. Returns the ruleset that `lock` wants."""
        self._offer_to_the_oom_killer()
        if self.needs_own_disk:
            tree.own_disk(self.runs, folder, size=DISK_BYTES, files=DISK_FILES)
        os.chdir(folder)
        ruleset = self.grants.ruleset(folder) if self.grants else None
        if uid is not None:
            _become(uid)
        kernel.drop_capabilities()
        kernel.die_with_parent(self.zygote, signal.SIGKILL)
        if not self.offer.shows_itself:
            kernel.hide_from_debuggers()
        return ruleset

    def lock(self, ruleset: int | None) -> int | None:
        """Once all is warm: limits, no new privileges, Landlock. Returns the listener to exits.

        The listener must be handed out and closed before `seal`, which forbids sending it.
        """
        for kind, most in self.limits:
            resource.setrlimit(kind, most)
        kernel.forbid_new_privileges()
        if ruleset is not None:
            landlock.restrict(ruleset)
        return kernel.load_announcing_filter(self.announcing)

    def seal(self) -> None:
        """Last of all, the filter."""
        kernel.load_filter(self.filter.of(os.getpid()))


def walls(offer: Offer, runs: Path) -> Walls:
    """Made in the zygote once all is loaded: memory counts from what it holds then."""
    machine = platform.machine()
    grants = landlock.grants(offer.landlock_abi, _grants()) if offer.landlock_abi else None
    return Walls(
        offer=offer,
        zygote=os.getpid(),
        runs=runs,
        processes=kernel.kept_open("/proc"),
        grants=grants,
        limits=tuple((kind, (most, most)) for kind, most in _limits(offer)),
        announcing=seccomp.announcing(machine, threads=offer.counts_threads),
        filter=seccomp.Filter(machine),
    )
