"""What goes over the links between supervisor, zygote and spare, as both ends read it."""

import struct
from typing import Final

from sandbox.limits import IMAGE_BYTES, IMAGE_PIXELS

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
