"""Folders that snippets write into, and their removal.

What is removed was built by a stranger: links are never followed, and depth costs no recursion.
"""

import errno
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final, Self

from sandbox.limits import DISK_BYTES, DISK_FILES, FILE_BYTES

# Of what an honest run maps there are some ten times less; to read more would take too long.
_MAPS_BYTES: Final = 1 << 20
_NO_FILE: Final = -1


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


def _entries(folder: int | str, at_most: int | None = None) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return list(islice(entries, at_most))


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
            if entry.is_dir(follow_symlinks=False):
                _take_down(entry.name, parent)
            else:
                os.unlink(entry.name, dir_fd=parent)


@dataclass(frozen=True, slots=True)
class Room:
    """What a file system has left. `files` is None where it counts none: gVisor, btrfs."""

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
        return replace(self, size=self.size + DISK_BYTES * 3 // 4, files=files)

    def at_least(self, other: Self) -> Self:
        """The larger of both in each; the same where `other` is no larger."""
        if self.files is None or other.files is None:
            return self if self.size >= other.size else replace(self, size=other.size)
        if self.size >= other.size and self.files >= other.files:
            return self
        return replace(self, size=max(self.size, other.size), files=max(self.files, other.files))

    def is_short(self) -> bool:
        """Whether a run and one beside it could not both write what each may."""
        few = self.files is not None and self.files < 2 * DISK_FILES
        return few or self.size < 2 * DISK_BYTES


def room(folder: Path) -> Room:
    left = os.statvfs(folder)
    return Room(left.f_bavail * left.f_frsize, left.f_favail if left.f_files else None)


def _stats(folder: Path) -> Iterator[os.stat_result]:
    """Of all below a folder. What vanishes meanwhile is passed over: it may be done on purpose.

    OSError where one folder alone holds too many to look at each.
    """
    waiting = [os.fspath(folder)]
    while waiting:
        with suppress(FileNotFoundError):
            entries = _entries(waiting.pop(), DISK_FILES + 1)
            if len(entries) > DISK_FILES:
                raise OSError(errno.EFBIG, "more files than may be there")
            for entry in entries:
                with suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)


def _unnamed(folder: Path, holder: int) -> Iterator[tuple[int, int]]:
    """Number and size of what a process holds of its folder under no name any more.

    Of what it only maps the kernel tells no size: as much as a file may have is taken for it. And
    it tells nothing of a process that we may not look into, which has a room of its own then.
    """
    device = folder.stat().st_dev
    with suppress(OSError):
        for handle in Path(f"/proc/{holder}/fd").iterdir():
            with suppress(OSError):
                held = handle.stat()
                if held.st_dev == device and held.st_nlink == 0:
                    yield held.st_ino, held.st_blocks * 512
        yield from _mapped(folder, device, holder)


def _mapped(folder: Path, device: int, holder: int) -> Iterator[tuple[int, int]]:
    """By its path too: libraries that an upgrade has replaced are mapped under no name as well."""
    with Path(f"/proc/{holder}/maps").open("rb") as file:
        maps = file.read(_MAPS_BYTES)
    if len(maps) == _MAPS_BYTES:
        yield _NO_FILE, DISK_BYTES + 1
    place = b"%02x:%02x" % (os.major(device), os.minor(device))
    inside = os.fsencode(f"/{folder.name}/")
    for line in maps.splitlines():
        if line.endswith(b" (deleted)"):
            _, _, _, its_place, number, path = line.split(maxsplit=5)
            if its_place == place and inside in path:
                yield int(number), FILE_BYTES


def is_overfull(folder: Path, holder: int | None = None) -> bool:
    """Counts no further than it must; what is too deep or odd to count is too much.

    `holder` is the process whose folder it is, where files that have no name shall count too.
    """
    try:
        named = ((found.st_ino, found.st_blocks * 512) for found in _stats(folder))
        unnamed = _unnamed(folder, holder) if holder else ()
        return _is_too_much(chain(named, unnamed))
    except OSError:
        return True


def _is_too_much(found: Iterable[tuple[int, int]]) -> bool:
    """Each number once: a file may have several names, and be held open as well as mapped."""
    size, seen = 0, set[int]()
    for number, its_size in found:
        if number not in seen:
            seen.add(number)
            size += its_size
        if size > DISK_BYTES or len(seen) > DISK_FILES:
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
