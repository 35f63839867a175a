"""A file system with nothing in it but Python, its packages and the folders of runs.

Where a process may make namespaces, nothing else of the machine has a name for a snippet, not even
to ask whether it exists. Where the kernel has no Landlock, this is the wall instead of it.
"""

import os
import platform
import socket
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from sandbox.linux import kernel

_NEW_MOUNTS, _NEW_NAMES, _NEW_IPC = 0x00020000, 0x04000000, 0x08000000
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_READ_ONLY, _NO_SUID, _NO_DEVICES, _REMOUNT = 1, 2, 4, 32
_BIND, _PRIVATE_BELOW = 4096, 0x4000 | (1 << 18)
_DEVICES: Final = (Path("/dev/null"), Path("/dev/urandom"))
_SYS_ADMIN: Final = 1 << 21
# A folder that every Linux has, to mount over: making one fails on a full disk.
_ROOT: Final = Path("/sys")
_HOST_NAME: Final = "sandbox"


class Namespaces(StrEnum):
    """By what right a process may make its own view of the machine."""

    NONE = "none"
    PRIVILEGED = "privileged"
    USER = "user"


def _mount(source: str, target: Path, kind: str, flags: int, options: str = "") -> None:
    kernel.mount(source.encode(), os.fsencode(target), kind.encode(), flags, options.encode())


def _map_itself(uid: int, gid: int) -> None:
    """Keep our own number inside; without one new files would belong to nobody."""
    # Linux wants this first; gVisor has no such file to write to.
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")


def _be_nameless() -> None:
    """Not under the machine's name, which often tells whose it is; `platform` remembers that."""
    with suppress(OSError):
        socket.sethostname(_HOST_NAME)
        vars(platform)["_uname_cache"] = None
        platform.uname()


def _unshare(by: Namespaces) -> None:
    uid, gid = os.geteuid(), os.getegid()
    user = _NEW_USER if by is Namespaces.USER else 0
    kernel.unshare(_NEW_MOUNTS | _NEW_NAMES | _NEW_IPC | _NEW_NETWORK | user)
    if user:
        _map_itself(uid, gid)
    _be_nameless()
    # What is mounted here is nobody else's business.
    _mount("none", Path("/"), "", _PRIVATE_BELOW)


def _try(by: Namespaces) -> None:
    _unshare(by)
    _mount("none", Path("/tmp"), "tmpfs", _NO_SUID | _NO_DEVICES)  # noqa: S108
    os.chroot("/tmp")  # noqa: S108


def probe(capabilities: int, *, is_needed: bool) -> Namespaces:
    """What is possible here. A user namespace, an attack surface itself, only where needed."""
    if capabilities & _SYS_ADMIN:
        return _tried(Namespaces.PRIVILEGED)
    return _tried(Namespaces.USER) if is_needed else Namespaces.NONE


def _tried(by: Namespaces) -> Namespaces:
    return by if kernel.works_in_child(lambda: _try(by)) else Namespaces.NONE


def _place(path: Path) -> Path:
    place = _ROOT / path.relative_to("/")
    if path.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    return place


def _show(path: Path) -> None:
    place = _place(path)
    _mount(str(path), place, "", _BIND)
    _mount("none", place, "", _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | _NO_DEVICES)


def enter(by: Namespaces, visible: Iterable[Path], runs: Path) -> None:
    """Leave the machine's file system for good; `runs` is the only folder to write into.

    Paths keep their names, so that what was imported still finds its files.
    """
    _unshare(by)
    # Spares pass through the folders made here, and nobody can list them.
    before = os.umask(0o466)
    _mount("tree", _ROOT, "tmpfs", _NO_SUID | _NO_DEVICES, "size=1m,mode=311")
    for path in visible:
        if path.exists():
            _show(path)
    # Not read-only: under gVisor nothing could be written to a null device then.
    for path in (*_DEVICES, runs):
        _mount(str(path), _place(path), "", _BIND)
    _mount("none", _ROOT, "", _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | _NO_DEVICES)
    os.umask(before)
    os.chroot(_ROOT)
    os.chdir(runs)


def own_disk(runs: Path, folder: bytes, *, size: int, files: int) -> None:
    """In a spare without a user of its own: a file system in memory, for no other run."""
    kernel.unshare(_NEW_MOUNTS)
    try:
        _mount("runs", runs, "tmpfs", _NO_SUID | _NO_DEVICES, f"size={size},nr_inodes={files}")
    except OSError:
        # gVisor counts no files there.
        _mount("runs", runs, "tmpfs", _NO_SUID | _NO_DEVICES, f"size={size}")
    own = Path(os.fsdecode(folder))
    own.mkdir(0o700)
    # What lies above the folder is nobody's to list or to write, not even its owner's.
    runs.chmod(0o111)
    _mount(str(own), own, "", _BIND)
    _mount("none", runs, "", _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | _NO_DEVICES)
