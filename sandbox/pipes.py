"""The descriptors between a spare and its supervisor."""

import contextlib
import fcntl
import os
import socket
import sys
import termios
from typing import Final

# What a short run prints in all, so that it waits for no reader: none looks in its first moments.
_PIPE_BYTES: Final = 256 * 1024


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
