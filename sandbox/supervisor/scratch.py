"""Private folders that runs write into; one that its run left untouched serves another run.

Most runs write nothing. To make and remove a folder for each costs more than one would think: for
a new one, ext4 passes over every inode that was removed within the last five seconds.

What is removed was built by a stranger: links are never followed, and depth costs no recursion.
"""

import asyncio
import fcntl
import logging
import os
import secrets
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sandbox.supervisor.disk import REMOVED

_LOG: Final = logging.getLogger(__name__)
_PREFIX, _LOCKED = "unsqueeze-", "unsqueeze-+"

_State = tuple[int, ...]


@contextmanager
def base() -> Iterator[Path]:
    """A private folder for one service. Spares under their own uid may pass through, not look."""
    _remove_of_the_dead()
    made = Path(tempfile.mkdtemp(prefix=_PREFIX))
    made.chmod(0o711)
    with _opened(made) as lock:
        folder = _held(made, lock)
        try:
            yield folder
        finally:
            remove(folder)


@contextmanager
def _opened(folder: Path | str, parent: int | None = None) -> Iterator[int]:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    descriptor = os.open(folder, flags, dir_fd=parent)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _held(made: Path, lock: int) -> Path:
    """Under the name of those that are locked for as long as their service lives.

    Only locked it gets that name, so that no other service that starts takes it for a dead one's.
    """
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError:
        # Not every file system has locks.
        return made
    return made.rename(made.with_name(_LOCKED + made.name.removeprefix(_PREFIX)[1:]))


@contextmanager
def restored(folder: Path) -> Iterator[None]:
    """A base that a cleaner of `/tmp` may have removed: there again, and locked meanwhile."""
    if not folder.exists():
        folder.mkdir()
        folder.chmod(0o711)
    with _opened(folder) as lock:
        # If it never went, it still is.
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _remove_of_the_dead() -> None:
    """A service that was killed could not clean up behind itself."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_LOCKED}*"):
        with suppress(OSError), _opened(folder) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(lock).st_uid == os.geteuid():
                remove(folder)


def make(folder: Path, uid: int | None) -> Path:
    folder.mkdir(mode=0o700)
    if uid is not None:
        os.chown(folder, uid, uid)
    return folder


def _unlock(name: str, parent: int) -> None:
    """A umask may have made a folder that its owner can neither open nor move."""
    os.chmod(name, 0o700, dir_fd=parent)


def _lift(name: str, parent: int) -> None:
    """Move a folder's entries up beside it, so that no depth is ever walked.

    Under names that nobody can have planted there.
    """
    _unlock(name, parent)
    with _opened(name, parent) as inner:
        for entry in [*os.scandir(inner)]:
            if entry.is_dir(follow_symlinks=False):
                _unlock(entry.name, inner)
            os.rename(entry.name, secrets.token_hex(16), src_dir_fd=inner, dst_dir_fd=parent)
    os.rmdir(name, dir_fd=parent)


def _take_down(name: str, parent: int) -> None:
    """In one call where a folder is empty, whatever its mode: most of those made to fill are."""
    try:
        os.rmdir(name, dir_fd=parent)
    except OSError:
        _lift(name, parent)


def _clear(parent: int) -> None:
    while entries := [*os.scandir(parent)]:
        for entry in entries:
            gone = entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                _take_down(entry.name, parent)
            else:
                os.unlink(entry.name, dir_fd=parent)
            REMOVED.note(gone)


def remove(folder: Path) -> None:
    """Remove a folder whatever is inside."""
    if folder.exists():
        with _opened(folder) as opened:
            _clear(opened)
        folder.rmdir()


def _state(folder: Path) -> _State:
    """All that a change to a folder changes: `st_ctime` alone can't be set back by its owner."""
    now = folder.stat()
    kind = (now.st_ino, now.st_mode, now.st_uid, now.st_gid, now.st_nlink, now.st_size)
    return (*kind, now.st_mtime_ns, now.st_ctime_ns)


def _is_empty(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return next(entries, None) is None


class Folders:
    """Private folders below `base`, one for each run; under root each belongs to a uid."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._given: dict[Path, _State] = {}
        self._free: defaultdict[int | None, list[Path]] = defaultdict(list)

    def take(self, uid: int | None) -> Path:
        """Always under a new name: runs may ask whether a path exists, so none may be guessed."""
        folder = self._base / f"run-{secrets.token_hex(8)}"
        if free := self._free[uid]:
            # On a full disk it can fail: until it is done the last of the free stays one of them.
            os.utime(free[-1])
            free[-1].rename(folder)
            free.pop()
        else:
            make(folder, uid)
        self._given[folder] = _state(folder)
        return folder

    def take_back(self, folder: Path, uid: int | None) -> None:
        """Keep a folder for another run that was not given to one after all."""
        del self._given[folder]
        self._free[uid].append(folder)

    async def give_back(self, folder: Path, uid: int | None) -> None:
        """Keep the folder of a run that has ended, or remove it with all that the run wrote.

        Raises nothing: that a folder could not be removed is logged.
        """
        try:
            if self._given.pop(folder) == _state(folder) and _is_empty(folder):
                self._free[uid].append(folder)
            else:
                await asyncio.to_thread(remove, folder)
        except FileNotFoundError:
            pass  # A cleaner of `/tmp` was there first.
        except OSError:
            _LOG.exception("a run's folder could not be removed")
