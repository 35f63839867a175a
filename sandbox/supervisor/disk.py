"""How much a run has written: told by what is free, and counted where that might be too much."""

import errno
import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, Self

from sandbox.limits import DISK_BYTES, DISK_FILES, FILE_BYTES

# Of what an honest run maps there are some ten times less; to read more would take too long.
_MAPS_BYTES: Final = 1 << 20
# Folders in folders without others beside them take one, however deep they are.
_OPEN_AT_ONCE: Final = 256
# Who moves folders ahead of us could have us look at the same ones for ever.
_LOOKS_AT_MOST: Final = 2 * DISK_FILES

# A folder held open, and the names of those in it that are still to be looked into.
_Waiting = tuple[int, list[str]]


class Removed:
    """All that was ever removed of runs' folders, which several threads do at once.

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


class FreeSpace(NamedTuple):
    """What a file system has left. `files` is None where it counts none: gVisor, btrfs.

    A tuple, since every run waits for it to be made.
    """

    size: int
    files: int | None

    def is_taken(self, before: Self) -> bool:
        """Whether more has gone since `before` than one run may take."""
        files = 0 if self.files is None or before.files is None else before.files - self.files
        return before.size - self.size > DISK_BYTES or files > DISK_FILES

    def may_be_taken(self, before: Self) -> bool:
        """Whether more may be gone than one run may take: then it is worth counting who has it."""
        return self.files is None or self.is_taken(before)

    def with_less_to_take(self) -> Self:
        """What to compare with after a count in vain: the next is due a quarter share later."""
        files = None if self.files is None else self.files + DISK_FILES * 3 // 4
        return self._replace(size=self.size + DISK_BYTES * 3 // 4, files=files)

    def at_least(self, other: Self) -> Self:
        """The larger of both in each."""
        known = self.files is not None and other.files is not None
        files = max(self.files or 0, other.files or 0) if known else self.files
        return self._replace(size=max(self.size, other.size), files=files)

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
    size, files = free_space(folder)
    return FreeSpace(size - REMOVED.size, None if files is None else files - REMOVED.files)


class _File(NamedTuple):
    """One file by its number; the kernel does not tell of each how many bytes it takes."""

    number: int
    takes_bytes: int
    is_known: bool


def _file(found: os.stat_result) -> _File:
    return _File(found.st_ino, found.st_blocks * 512, is_known=True)


def _look_into(folder: int, folders: list[str]) -> Iterator[_File]:
    """What is in a folder; the names of its `folders` are noted.

    What vanishes meanwhile is passed over: it may be done on purpose. OSError where one folder
    alone holds too many to look at each.
    """
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number > DISK_FILES:
                raise OSError(errno.EFBIG, "more files than may be there")
            with suppress(FileNotFoundError):
                yield _file(entry.stat(follow_symlinks=False))
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)


def _next_of(waiting: list[_Waiting]) -> int | None:
    """Open the next folder, and close those in which no other waits. None: that was the last.

    OSError where too many are open: nobody has folders beside folders in such a depth.
    """
    if len(waiting) > _OPEN_AT_ONCE:
        raise OSError(errno.EMFILE, "too many folders to keep in mind")
    opened = None
    while waiting and opened is None:
        parent, folders = waiting[-1]
        if folders:
            opened = _opened(folders.pop(), parent)
        if not folders:
            waiting.pop()
            os.close(parent)
    return opened


def _opened(name: str, parent: int) -> int | None:
    """None: it has vanished, or a file or a link has taken its name, which count for little."""
    try:
        return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _named(folder: Path) -> Iterator[_File]:
    """All below a folder, each reached from the one that it is in: long paths take long."""
    waiting: list[_Waiting] = []
    here: int | None = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        while here is not None:
            folders: list[str] = []
            waiting.append((here, folders))
            yield from _look_into(here, folders)
            here = _next_of(waiting)
    finally:
        for opened, _ in waiting:
            os.close(opened)


def _unnamed(folder: Path, holder: int) -> Iterator[_File]:
    """What a process holds of its folder under no name any more.

    Of what it only maps the kernel tells no size: as much as a file may have is taken for it. And
    it tells nothing of a process that we may not look into, which has a disk of its own then.
    """
    device = folder.stat().st_dev
    with suppress(OSError):
        for handle in Path(f"/proc/{holder}/fd").iterdir():
            with suppress(OSError):
                held = handle.stat()
                if held.st_dev == device and held.st_nlink == 0:
                    yield _file(held)
    yield from _mapped(folder, device, holder)


def _mapped(folder: Path, device: int, holder: int) -> Iterator[_File]:
    """By its path too: libraries that an upgrade has replaced are mapped under no name as well."""
    try:
        with Path(f"/proc/{holder}/maps").open("rb") as file:
            maps = file.read(_MAPS_BYTES)
    except OSError:
        return
    if len(maps) == _MAPS_BYTES:
        raise OSError(errno.EFBIG, "more maps than can be read")
    place = b"%02x:%02x" % (os.major(device), os.minor(device))
    inside = os.fsencode(f"/{folder.name}/")
    # Nothing else ends a line: the kernel writes all bytes of a name but this as they are.
    for line in maps.split(b"\n"):
        if line.endswith(b" (deleted)"):
            _, _, _, its_place, number, path = line.split(maxsplit=5)
            if its_place == place and inside in path:
                yield _File(int(number), FILE_BYTES, is_known=False)


class Tally:
    """Counts a folder a little at a time: whoever counts keeps all others waiting.

    Of a `holder`, the process whose folder it is, files without a name count too.

    Each file counts once: it may have several names, and be held open as well as mapped. `is_odd`
    tells of what is too much that it was not counted, but guessed or given up.
    """

    def __init__(self, folder: Path, holder: int | None = None) -> None:
        self.holder = holder
        self.is_odd = False
        unnamed = () if holder is None else _unnamed(folder, holder)
        self._rest = chain(_named(folder), unnamed)
        self._looks = 0
        self._numbers = set[int]()
        self._bytes = 0

    def is_overfull(self, within_seconds: float = math.inf) -> bool | None:
        """Whether that is more than a run may have. None: ask again, it is not all counted yet.

        Counts no further than it must; what is too odd to count is too much.
        """
        until = time.monotonic() + within_seconds
        try:
            for file in self._rest:
                if self._is_too_much_with(file):
                    return True
                if time.monotonic() >= until:
                    return None
        except OSError:
            self.is_odd = True
            return True
        return False

    def _is_too_much_with(self, file: _File) -> bool:
        self._looks += 1
        if file.number not in self._numbers:
            self._numbers.add(file.number)
            self._bytes += file.takes_bytes
        if self._bytes > DISK_BYTES or len(self._numbers) > DISK_FILES:
            self.is_odd = not file.is_known
            return True
        if self._looks > _LOOKS_AT_MOST:
            raise OSError(errno.EBUSY, "what is counted moves ahead of us")
        return False
