"""The first word of a spare, said before any foreign code: all that follows it is a claim."""

import os
import socket
from typing import Final, NamedTuple

from sandbox.links import GREETING

_HANDED: Final = 2
_NONE: Final = -1


class Greeting(NamedTuple):
    """The most a spare had held by then, and the descriptors it hands over; -1 for none.

    `listener` tells of its end and its threads, `own_disk` is the folder that it alone can see.
    """

    peak_kib: int
    listener: int
    own_disk: int


def received(channel: socket.socket) -> Greeting | None:
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
