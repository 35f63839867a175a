"""One thing to say: a text, perhaps buttons under it, perhaps pictures or files after it."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.styled import Styled


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in PNG."""

    png: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A file to download."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """The text comes first, so that an edited message can change its reply in place."""

    text: Styled
    keyboard: InlineKeyboardMarkup | None = None
    attachments: tuple[Photo | Document, ...] = ()
