"""What goes over the links between supervisor, zygote and spare, as both ends read it."""

import struct
from typing import Final

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
