"""One thing to say: a text, perhaps buttons under it, perhaps pictures or more after it."""

from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.styled import Styled, paragraphs


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
