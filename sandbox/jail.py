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


def _grants() -> list[tuple[Path, int]]:
    devices = [(Path(f"/dev/{name}"), landlock.DEVICE) for name in ("null", "zero", "urandom")]
    return [*devices, *((path, landlock.READ) for path in readable())]


def _offer_to_the_oom_killer() -> None:
    score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(score, b"1000")
    os.close(score)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _held() -> tuple[int, int]:
    """Address space and data of this process in bytes, as the kernel counts them."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _limits(limits: Limits) -> dict[int, int]:
    address, data = _held()
    return {
        resource.RLIMIT_AS: address + limits.address_bytes,
        resource.RLIMIT_DATA: data + limits.data_bytes,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CPU: limits.cpu_seconds_at_most + 1,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }


@dataclass(frozen=True, slots=True)
class Walls:
    """The jail of every spare, prepared once by the zygote, since each step costs each spare."""

    machine: str
    zygote: int
    grants: landlock.Grants
    limits: tuple[tuple[int, tuple[int, int]], ...]
    threads: tuple[int, int]
    announcing: bytes
    filter: seccomp.Filter

    def settle(self, folder: bytes, uid: int | None) -> int:
        """The first half: own folder, own user. Returns the ruleset that `lock` wants."""
        _offer_to_the_oom_killer()
        os.chdir(folder)
        made = self.grants.ruleset(folder)
        if uid is not None:
            _become(uid)
            resource.setrlimit(resource.RLIMIT_NPROC, self.threads)
        kernel.drop_capabilities(self.machine)
        kernel.die_with_parent(self.zygote, signal.SIGKILL)
        kernel.hide_from_debuggers()
        return made

    def lock(self, made: int) -> int:
        """Once all is warm: limits, no new privileges, Landlock. Returns the listener to exits.

        The listener must be handed out and closed before `seal`, which forbids sending it.
        """
        for kind, most in self.limits:
            resource.setrlimit(kind, most)
        kernel.forbid_new_privileges()
        landlock.restrict(made)
        return kernel.load_announcing_filter(self.announcing, self.machine)

    def seal(self) -> None:
        """Last of all, the filter."""
        kernel.load_filter(self.filter.of(os.getpid()), self.machine)


def walls(offer: Offer, limits: Limits) -> Walls:
    """Made in the zygote once all is loaded: memory counts from what it holds then."""
    return Walls(
        machine=offer.machine,
        zygote=os.getpid(),
        grants=landlock.grants(offer.landlock_abi, _grants()),
        limits=tuple((kind, (most, most)) for kind, most in _limits(limits).items()),
        threads=(limits.threads, limits.threads),
        announcing=seccomp.announcing_exit(offer.machine),
        filter=seccomp.Filter(offer.machine),
    )
