"""Folders that snippets write into, and their removal.

What is removed was built by a stranger: links are never followed, and depth costs no recursion.
"""

import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Self

from sandbox.limits import DISK_BYTES, DISK_FILES


@contextmanager
def base() -> Iterator[Path]:
    """A private folder for one service. Spares under their own uid may pass through, not look."""
    folder = Path(tempfile.mkdtemp(prefix="unsqueeze-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        remove(folder)


def make(folder: Path, uid: int | None) -> Path:
    folder.mkdir(mode=0o700)
    if uid is not None:
        os.chown(folder, uid, uid)
    return folder


def _is_folder(name: str, parent: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)


def _unlock(name: str, parent: int) -> None:
    """A umask may have made a folder that its owner can neither open nor move."""
    os.chmod(name, 0o700, dir_fd=parent)


def _lift(name: str, parent: int) -> None:
    """Move a folder's entries up beside it, so that no depth is ever walked.

    Under names that nobody can have planted there.
    """
    _unlock(name, parent)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    try:
        for entry in os.listdir(inner):  # noqa: PTH208
            if _is_folder(entry, inner):
                _unlock(entry, inner)
            os.rename(entry, secrets.token_hex(16), src_dir_fd=inner, dst_dir_fd=parent)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=parent)


def _clear(parent: int) -> None:
    while entries := os.listdir(parent):
        for name in entries:
            if _is_folder(name, parent):
                _lift(name, parent)
            else:
                os.unlink(name, dir_fd=parent)


@dataclass(frozen=True, slots=True)
class Room:
    """What a file system has left. `files` is None where it counts none: gVisor, btrfs."""

    size: int
    files: int | None

    def may_be_taken(self, before: Self) -> bool:
        """Whether so much may have gone since `before` that it is worth a look who took it."""
        if self.files is None or before.files is None:
            return True
        return before.size - self.size > DISK_BYTES or before.files - self.files > DISK_FILES

    def with_less_to_take(self) -> Self:
        """After a look in vain, the next is due when a quarter of a run's share is gone."""
        files = None if self.files is None else self.files + DISK_FILES * 3 // 4
        return replace(self, size=self.size + DISK_BYTES * 3 // 4, files=files)

    def is_short(self) -> bool:
        """Whether a run and one beside it could not both write what each may."""
        few = self.files is not None and self.files < 2 * DISK_FILES
        return few or self.size < 2 * DISK_BYTES


def room(folder: Path) -> Room:
    left = os.statvfs(folder)
    return Room(left.f_bavail * left.f_frsize, left.f_favail if left.f_files else None)


def _stats(folder: Path) -> Iterator[os.stat_result]:
    """Of all below a folder. What vanishes meanwhile is passed over: it may be done on purpose."""
    waiting = [os.fspath(folder)]
    while waiting:
        with suppress(FileNotFoundError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)


def _unnamed(folder: Path, holder: int) -> Iterator[os.stat_result]:
    """What a process holds open in the same file system under no name any more.

    Only root may look there; to others the kernel shows nothing.
    """
    try:
        device = folder.stat().st_dev
        handles = list(Path(f"/proc/{holder}/fd").iterdir())
    except OSError:
        return
    for handle in handles:
        with suppress(OSError):
            held = handle.stat()
            if held.st_dev == device and held.st_nlink == 0:
                yield held


def is_overfull(folder: Path, holder: int | None = None) -> bool:
    """Counts no further than it must; what is too deep or odd to count is too much.

    `holder` is the process whose folder it is: it may hold files open that have no name.
    """
    size = files = 0
    unnamed = _unnamed(folder, holder) if holder else ()
    try:
        for found in chain(_stats(folder), unnamed):
            files += 1
            size += found.st_blocks * 512
            if size > DISK_BYTES or files > DISK_FILES:
                return True
    except OSError:
        return True
    return False


def remove(folder: Path) -> None:
    """Remove a folder whatever is inside."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    try:
        _clear(opened)
    finally:
        os.close(opened)
    folder.rmdir()
