"""Folders that snippets write into, and their removal.

What is removed was built by a stranger: links are never followed, and depth costs no recursion.
"""

import os
import secrets
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Self

from sandbox.limits import DISK_BYTES, DISK_FILES


class Removed:
    """All that was ever removed here, which several threads do at once.

    Noted when it is gone: a run that begins between may be counted in vain, and none takes more.
    """

    def __init__(self) -> None:
        self.size = 0
        self.files = 0
        self._lock = threading.Lock()

    def note(self, entry: os.stat_result) -> None:
        with self._lock:
            self.size += entry.st_blocks * 512
            self.files += 1


# Of one process, as the disk that all its runs share.
REMOVED: Final = Removed()


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


def _entries(folder: int) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return list(entries)


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


def _take_down(name: str, parent: int) -> None:
    """In one call where a folder is empty, whatever its mode: most of those made to fill are."""
    try:
        os.rmdir(name, dir_fd=parent)
    except OSError:
        _lift(name, parent)


def _clear(parent: int) -> None:
    while entries := _entries(parent):
        for entry in entries:
            gone = entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                _take_down(entry.name, parent)
            else:
                os.unlink(entry.name, dir_fd=parent)
            REMOVED.note(gone)


class FreeSpace(NamedTuple):
    """What a file system has left. `files` is None where it counts none: gVisor, btrfs.

    A tuple, since every run waits for it to be made.
    """

    size: int
    files: int | None

    def is_taken(self, before: Self) -> bool:
        """Whether more has gone since `before` than one run may take."""
        if self.files is None or before.files is None:
            return before.size - self.size > DISK_BYTES
        return before.size - self.size > DISK_BYTES or before.files - self.files > DISK_FILES

    def may_be_taken(self, before: Self) -> bool:
        """Whether more may be gone than one run may take: then it is worth counting who has it."""
        return self.files is None or self.is_taken(before)

    def with_less_to_take(self) -> Self:
        """What to compare with after a count in vain: the next is due a quarter share later."""
        files = None if self.files is None else self.files + DISK_FILES * 3 // 4
        return self._replace(size=self.size + DISK_BYTES * 3 // 4, files=files)

    def at_least(self, other: Self) -> Self:
        """The larger of both in each; the same where `other` is no larger."""
        if self.files is None or other.files is None:
            return self if self.size >= other.size else self._replace(size=other.size)
        if self.size >= other.size and self.files >= other.files:
            return self
        return self._replace(size=max(self.size, other.size), files=max(self.files, other.files))

    def is_short(self) -> bool:
        """Whether a run and one beside it could not both write what each may."""
        few = self.files is not None and self.files < 2 * DISK_FILES
        return few or self.size < 2 * DISK_BYTES


def free_space(folder: Path) -> FreeSpace:
    left = os.statvfs(folder)
    return FreeSpace(left.f_bavail * left.f_frsize, left.f_favail if left.f_files else None)


def left_to_take(folder: Path) -> FreeSpace:
    """What were free had no removal ever given anything back: only to be compared with its like.

    A run that takes as much as is removed of another meanwhile would not show in what is free.
    """
    free = os.statvfs(folder)
    files = free.f_favail - REMOVED.files if free.f_files else None
    return FreeSpace(free.f_bavail * free.f_frsize - REMOVED.size, files)


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
