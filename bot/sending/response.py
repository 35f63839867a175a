"""One thing to say: a text, perhaps buttons under it, perhaps pictures or more after it."""

import struct
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup
from telegram.constants import FileSizeLimit

from bot.sending.styled import Styled, paragraphs

# What the Bot API promises to take: https://core.telegram.org/bots/api#sendphoto
_LONGEST_TO_SHORTEST = 20
_WIDTH_AND_HEIGHT = 10_000
_SIZE = struct.Struct(">II")
# The signature, then the header's length and name.
_SIZE_AT = 16


def is_photo(png: bytes) -> bool:
    """Whether Telegram shows a picture as a photo, which is not too long or too large."""
    if len(png) < _SIZE_AT + _SIZE.size or len(png) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        return False
    short, long = sorted(_SIZE.unpack_from(png, _SIZE_AT))
    return bool(short + long <= _WIDTH_AND_HEIGHT and long <= _LONGEST_TO_SHORTEST * short)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in PNG, and what it shows in words."""

    png: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to download, and what it shows in words."""

    name: str
    data: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """The text comes first, so that an edited message can change its reply in place.

    Without a text the first attachment takes its place, and so does its successor. What comes
    `then` is a message of its own, with its own buttons.
    """

    text: Styled
    keyboard: InlineKeyboardMarkup | None = None
    attachments: tuple[Photo | Document, ...] = ()
    then: "Response | None" = None

    def below(self, note: Styled) -> "Response":
        """The same under a note, which is a paragraph of its own."""
        return replace(self, text=paragraphs(note, self.text))
