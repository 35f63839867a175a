"""Which pictures Telegram takes as photos; all others go out as files. Pure."""

import struct

from telegram.constants import FileSizeLimit

# What the Bot API promises to take: https://core.telegram.org/bots/api#sendphoto
_LONGEST_TO_SHORTEST = 20
_WIDTH_AND_HEIGHT = 10_000
_SIZE = struct.Struct(">II")
# The signature, then the header's length and name.
_SIZE_AT = 16


def is_photo(png: bytes) -> bool:
    """Whether Telegram shows a picture as a photo: not one too long or too large."""
    if len(png) < _SIZE_AT + _SIZE.size or len(png) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        return False
    width, height = _SIZE.unpack_from(png, _SIZE_AT)
    return _fits(int(width), int(height))


def _fits(width: int, height: int) -> bool:
    short, long = sorted((width, height))
    return short + long <= _WIDTH_AND_HEIGHT and long <= _LONGEST_TO_SHORTEST * short
