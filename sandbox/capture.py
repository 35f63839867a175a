"""Reading what a process writes, keeping a beginning and counting the rest.

The cap is here, in the reader: a cap in the writer is the snippet's to ignore.
"""

import asyncio
import fcntl
import os
import sys
import termios
from collections.abc import Callable
from typing import Final

from sandbox.ending import Output

_PART_BYTES: Final = 64 * 1024
# More than a pipe or a socket of a spare can hold, for where the kernel does not say what it does.
_HOLDS_BYTES: Final = 512 * 1024


class Capture:
    """Owns a descriptor, and reads it when asked to or, once it is followed, as it fills up."""

    def __init__(
        self,
        descriptor: int,
        *,
        keep: int,
        flood: int,
        on_flood: Callable[[], None],
    ) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._keep = keep
        self._flood = flood
        self._on_flood = on_flood
        self._total = 0
        # The other side ended with something of ours unread.
        self.was_reset = False
        self.kept = bytearray()
        self._loop = asyncio.get_running_loop()
        self._is_followed = False

    @property
    def output(self) -> Output:
        return Output(bytes(self.kept), self._total)

    def _read(self, most: int = _PART_BYTES) -> bool:
        """Whether something came, and so more may come: a pipe may give one packet at a time."""
        if self._descriptor < 0:
            return False
        try:
            part = os.read(self._descriptor, min(most, _PART_BYTES))
        except BlockingIOError:
            return False
        except ConnectionResetError:
            self.was_reset = True
            part = b""
        if not part:
            self._unfollow()
            return False
        self._total += len(part)
        self.kept += part[: max(0, self._keep - len(self.kept))]
        if self._total > self._flood:
            self._on_flood()
        return True

    def follow(self) -> None:
        """Read from now on whenever there is something."""
        if self._descriptor >= 0 and not self._is_followed:
            self._is_followed = True
            self._loop.add_reader(self._descriptor, self._read)

    def _unfollow(self) -> None:
        if self._is_followed:
            self._is_followed = False
            self._loop.remove_reader(self._descriptor)

    def drain(self) -> None:
        """Take what is there already, after the writer's end, and no more.

        Other threads of it may still write on: eight that do so byte by byte would have us read for
        more than a second, and all others wait.
        """
        if self._descriptor < 0:
            return
        end = self._total + self._waiting()
        while self._total < end and self._read(end - self._total):
            pass

    def _waiting(self) -> int:
        """How many bytes can be read now. One where there are none: an end has to be read, too."""
        try:
            told = fcntl.ioctl(self._descriptor, termios.FIONREAD, bytes(4))
        except OSError:
            return _HOLDS_BYTES
        return max(1, int.from_bytes(told, sys.byteorder))

    def close(self) -> None:
        if self._descriptor < 0:
            return
        self._unfollow()
        os.close(self._descriptor)
        self._descriptor = -1
