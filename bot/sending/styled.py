"""Text with Telegram's entities beside it. Nothing is ever sent with a parse mode.

Entities count UTF-16 units, Python counts code points; all the arithmetic between them is here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Type


@dataclass(frozen=True, slots=True)
class Styled:
    """A text and its entities, whose offsets count UTF-16 units from the text's start."""

    text: str = ""
    entities: tuple[MessageEntity, ...] = ()

    def __add__(self, other: "Styled") -> "Styled":
        shift = units(self.text)
        moved = (_placed(each, each.offset + shift, each.length) for each in other.entities)
        return Styled(self.text + other.text, (*self.entities, *moved))

    def cut(self, index: int) -> tuple["Styled", "Styled"]:
        """Both sides of a code point; an entity across it goes on in the second."""
        at = units(self.text[:index])
        head = (_clipped(each, 0, at) for each in self.entities)
        tail = (_clipped(each, at, None) for each in self.entities)
        return (
            Styled(self.text[:index], tuple(each for each in head if each)),
            Styled(self.text[index:], tuple(each for each in tail if each)),
        )


def plain(text: str) -> Styled:
    """Text without entities. Surrogates that pair up are joined, lone ones replaced."""
    return Styled(clean(text))


def styled(text: str, *kinds: str, language: str | None = None, url: str | None = None) -> Styled:
    """Text that is wholly of each kind."""
    body = clean(text)
    length = units(body)
    entities = (MessageEntity(kind, 0, length, language=language, url=url) for kind in kinds)
    return Styled(body, tuple(entities) if length else ())


def bold(text: str) -> Styled:
    return styled(text, Type.BOLD)


def italic(text: str) -> Styled:
    return styled(text, Type.ITALIC)


def code(text: str) -> Styled:
    return styled(text, Type.CODE)


def pre(text: str, language: str | None = None) -> Styled:
    """A block of its own: a client colours it by its language and copies it at a tap."""
    return styled(text, Type.PRE, language=language)


def joined(pieces: Iterable[Styled], between: str = "") -> Styled:
    """Non-empty pieces in a row, with the same text between each two."""
    whole = Styled()
    for piece in pieces:
        if piece.text:
            whole = whole + Styled(between) + piece if whole.text else piece
    return whole


def paragraphs(*pieces: Styled) -> Styled:
    """Non-empty pieces with an empty line between each two."""
    return joined(pieces, "\n\n")


def stacked(*pieces: Styled) -> Styled:
    """Non-empty pieces, each on lines of its own."""
    return joined(pieces, "\n")


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """The text as valid Unicode: Telegram refuses a message that is not."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def portion(text: str, offset: int, length: int) -> str:
    """What an entity covers, even where a careless client cut a surrogate pair."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def _placed(entity: MessageEntity, offset: int, length: int) -> MessageEntity:
    return MessageEntity(entity.type, offset, length, url=entity.url, language=entity.language)


def _clipped(entity: MessageEntity, start: int, end: int | None) -> MessageEntity | None:
    first = max(entity.offset, start)
    last = entity.offset + entity.length
    last = last if end is None else min(last, end)
    return _placed(entity, first - start, last - first) if last > first else None
