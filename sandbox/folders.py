"""Private folders that runs write into; one that its run left untouched serves another run.

Most runs write nothing. To make and remove a folder for each costs more than one would think: for
a new one, ext4 passes over every inode that was removed within the last five seconds.
"""

import asyncio
import logging
import os
import secrets
from collections import defaultdict
from pathlib import Path
from typing import Final

from sandbox import scratch

_LOG: Final = logging.getLogger(__name__)

_State = tuple[int, ...]


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
            self._rename(free, folder)
        else:
            scratch.make(folder, uid)
        self._given[folder] = _state(folder)
        return folder

    @staticmethod
    def _rename(free: list[Path], folder: Path) -> None:
        """On a full disk it can fail: until it is done the last of the free stays one of them."""
        os.utime(free[-1])
        free[-1].rename(folder)
        free.pop()

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
                await self._remove(folder)
        except OSError:
            _LOG.exception("a run's folder could not be removed")

    async def _remove(self, folder: Path) -> None:
        """Only a full one is worth a thread."""
        try:
            folder.rmdir()  # noqa: ASYNC240
        except OSError:
            await asyncio.to_thread(scratch.remove, folder)
