"""The descriptors between a spare and its supervisor, and those that it hands over."""

import contextlib
import fcntl
import os
import socket
import sys
import termios
from typing import Final, NamedTuple

from sandbox.links import GREETING

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
