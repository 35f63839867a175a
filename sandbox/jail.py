"""The jail of one snippet: what is given up, in the only order that works.

Paths are opened before the uid goes, the parent-death signal is set after it, and the filter
comes last because it forbids all of the steps before it.
"""

import os
import platform
import resource
import signal
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sandbox import kernel, landlock, seccomp
from sandbox.limits import Limits

# CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID: to live with processes of other users. Root
# in a container may have none of them; spares then keep its uid, without any privilege.
_UID_CHANGE: Final = 0b1110_1011


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
    machine: str

    @property
    def missing(self) -> tuple[str, ...]:
        """What code cannot be run without."""
        needs = {
            "Landlock (Linux 5.13 or newer, enabled)": self.landlock_abi > 0,
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
        uid = "+uid" if self.can_change_uid else ""
        return f"rlimits+landlock{self.landlock_abi}+seccomp{uid}"


def probe() -> Offer:
    """Ask the kernel, changing nothing."""
    machine = platform.machine()
    linux = sys.platform == "linux"
    return Offer(
        landlock_abi=landlock.version() if linux else 0,
        has_seccomp=linux and kernel.has_filters(machine),
        can_change_uid=linux and kernel.capabilities() & _UID_CHANGE == _UID_CHANGE,
        machine=machine,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one snippet lives: its folder, and its own user when the service is root."""

    folder: Path
    uid: int | None


@cache
def readable() -> tuple[Path, ...]:
    """The standard library and the installed packages, and nothing else of the disk.

    Remembered, so that the zygote looks it up for all spares.
    """
    kinds = ("stdlib", "platstdlib", "purelib", "platlib")
    own = {Path(sysconfig.get_path(kind)).resolve() for kind in kinds}
    # An environment may borrow the packages of another one.
    borrowed = {Path(entry).resolve() for entry in sys.path if holds_packages(Path(entry))}
    return tuple(own | borrowed)


def holds_packages(folder: Path) -> bool:
    """Claim that pip or Debian installs here, so that it is nobody's checkout or home."""
    return folder.name in {"site-packages", "dist-packages"}


def _grants(folder: Path) -> list[tuple[Path, int]]:
    devices = [(Path(f"/dev/{name}"), landlock.DEVICE) for name in ("null", "zero", "urandom")]
    return [(folder, landlock.OWN), *devices, *((path, landlock.READ) for path in readable())]


def _offer_to_the_oom_killer() -> None:
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def settle(cell: Cell, abi: int) -> int:
    """The first half: own folder, own user. Returns the ruleset that `lock` wants."""
    parent = os.getppid()
    _offer_to_the_oom_killer()
    os.umask(0o077)
    os.chdir(cell.folder)
    made = landlock.ruleset(abi, _grants(cell.folder))
    if cell.uid is not None:
        _become(cell.uid)
    kernel.drop_capabilities()
    kernel.die_with_parent(parent, signal.SIGKILL)
    kernel.hide_from_debuggers()
    return made


def _held() -> tuple[int, int]:
    """Address space and data of this process in bytes, as the kernel counts them."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _limit(limits: Limits, cell: Cell) -> None:
    address, data = _held()
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    fixed = {
        resource.RLIMIT_AS: address + limits.address_bytes,
        resource.RLIMIT_DATA: data + limits.data_bytes,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CPU: used + limits.cpu_seconds_at_most + 1,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    if cell.uid is not None:
        fixed[resource.RLIMIT_NPROC] = limits.threads
    for kind, most in fixed.items():
        resource.setrlimit(kind, (most, most))


def lock(made: int, cell: Cell, limits: Limits, machine: str) -> int:
    """Once all is warm: limits, no new privileges, Landlock. Returns the listener to exits.

    The listener must be handed out and closed before `seal`, which forbids sending it.
    """
    _limit(limits, cell)
    kernel.forbid_new_privileges()
    landlock.restrict(made)
    return kernel.load_announcing_filter(seccomp.announcing_exit(machine), machine)


def seal(machine: str) -> None:
    """Last of all, the filter."""
    kernel.load_filter(seccomp.program(machine, os.getpid()), machine)
