"""The descriptors between a spare and its supervisor, and those that it hands over."""

import asyncio
import contextlib
import fcntl
import os
import socket
import struct
import sys
import termios
from collections.abc import Callable
from typing import Final, NamedTuple

from sandbox.limits import IMAGE_BYTES, IMAGE_PIXELS
from sandbox.supervisor.ending import Output

# Reading what a process writes, keeping a beginning and counting the rest.
#
# The cap is here, in the reader: a cap in the writer is the snippet's to ignore.

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


# What goes over the links between supervisor, zygote and spare, as both ends read it.

# Before a request to a spare and before what it answers: how many bytes follow.
HEADER: Final = struct.Struct("!I")
# A spare's first word: the most it has held so far in KiB, and whether the listener to its end and
# a disk of its own come with it.
GREETING: Final = struct.Struct("!Q??")

# To the zygote: the number of a spare and its uid, and then its folder. With descriptors it is to
# be forked, without it is to be killed.
ORDER: Final = struct.Struct("=qq")
NO_UID: Final = -1
# From the zygote, each after a letter of its own: the number and the process of a spare that was
# forked, and whether a handle to it comes along (f); the number of one that could not be, and then
# the reason (u); the number of one that was reaped, its exit code, seconds and peak in KiB (e).
FORKED: Final = struct.Struct("=cqq?")
UNFORKED: Final = struct.Struct("=cq")
REAPED: Final = struct.Struct("=cqqdq")

# With what a spare exits that could not say what came of its run.
UNTOLD_STATUS: Final = 70

# How a PNG begins, with its size behind that, and how it ends.
_PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_PNG_SIZE: Final = struct.Struct("!II")
_PNG_END: Final = b"IEND\xaeB`\x82"


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in dots."""
    width, height = _PNG_SIZE.unpack_from(png, len(_PNG))
    return width, height


def is_png(image: bytes) -> bool:
    """A whole one, with no more bytes and dots than may be sent."""
    is_whole = image.startswith(_PNG) and image.endswith(_PNG_END) and len(image) <= IMAGE_BYTES
    return is_whole and 0 < min(png_size(image)) <= max(png_size(image)) <= IMAGE_PIXELS


# What a short run prints in all, so that it waits for no reader: none looks in its first moments.
_PIPE_BYTES: Final = 256 * 1024
_HANDED: Final = 2
_NONE: Final = -1


class Pipes:
    """`channel`, `stdout` and `stderr` are ours; `theirs` are given away by the fork.

    Made whole or not at all: OSError where descriptors have run out.
    """

    def __init__(self) -> None:
        with contextlib.ExitStack() as undo:
            self.channel, theirs = socket.socketpair()
            undo.callback(self.channel.close)
            undo.callback(theirs.close)
            self.stdout, out_end = self._pipe(undo)
            self.stderr, err_end = self._pipe(undo)
            undo.pop_all()
        self.theirs = (theirs.detach(), out_end, err_end)
        self.channel.setblocking(False)

    @staticmethod
    def _pipe(undo: contextlib.ExitStack) -> tuple[int, int]:
        ours, theirs = os.pipe()
        undo.callback(os.close, ours)
        undo.callback(os.close, theirs)
        # A user may have only so much of this; then it stays as small as it is.
        with contextlib.suppress(OSError):
            fcntl.fcntl(ours, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        return ours, theirs

    def hand_over(self) -> None:
        """The child has its own copies; ours would keep the pipes open after its end."""
        for descriptor in self.theirs:
            os.close(descriptor)

    def has_unread(self) -> bool:
        """Whether what we sent still lies in the channel. Where that can't be told: no."""
        try:
            unread = fcntl.ioctl(self.channel, termios.TIOCOUTQ, bytes(4))
        except OSError:
            return False
        return int.from_bytes(unread, sys.byteorder) > 0


class Greeting(NamedTuple):
    """The first word of a spare, before any foreign code: all that follows it is a claim.

    The most it had held by then, and the descriptors it hands over; -1 for none.
    `listener` tells of its end and its threads, `own_disk` is the folder that it alone can see.
    """

    peak_kib: int
    listener: int
    own_disk: int


def greeting_on(channel: socket.socket) -> Greeting | None:
    """A spare's greeting; None where the spare died before it."""
    try:
        said, handed, _, _ = socket.recv_fds(channel, GREETING.size, _HANDED)
    except OSError:
        return None
    if len(said) != GREETING.size:
        for descriptor in handed:
            os.close(descriptor)
        return None
    peak_kib, has_listener, has_own_disk = GREETING.unpack(said)
    # Fewer come than were sent where no more descriptors are left here.
    came = iter(handed)
    listener = next(came, _NONE) if has_listener else _NONE
    return Greeting(peak_kib, listener, next(came, _NONE) if has_own_disk else _NONE)
