"""The rules of text and its entities, as Telegram's server applies them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from telegram.constants import MessageEntityType, MessageLimit

from localgram.feed import Wire, bad_request

_TRIMMED = " \t\r\n"
_ENTITY_TYPES = frozenset(str(kind) for kind in MessageEntityType)


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its entities, which count in UTF-16 code units."""

    text: str
    entities: tuple[Wire, ...] = ()

    def fields(self) -> Wire:
        """The fields of a message that says it."""
        return {"text": self.text} | ({"entities": list(self.entities)} if self.entities else {})

    def caption_fields(self) -> Wire:
        """The fields of a message that has it as its caption; none where it is empty."""
        entities = {"caption_entities": list(self.entities)} if self.entities else {}
        return {"caption": self.text, **entities} if self.text else {}


def units(text: str) -> int:
    """Length in UTF-16 code units: what lies beyond the basic plane counts twice."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def accepted(text: str, entities: Iterable[Wire]) -> Text:
    """What Telegram would keep of a message's text, or the refusal it would answer."""
    kept = _accepted(text, entities, "message", MessageLimit.MAX_TEXT_LENGTH)
    if not kept.text:
        raise bad_request("message text is empty")
    return kept


def accepted_caption(text: str, entities: Iterable[Wire]) -> Text:
    return _accepted(text, entities, "message caption", MessageLimit.CAPTION_LENGTH)


def _accepted(text: str, entities: Iterable[Wire], what: str, limit: int) -> Text:
    kept = _trimmed(text, _checked(text, sorted(entities, key=_position)))
    if units(kept.text) > limit:
        raise bad_request(f"{what} is too long")
    return kept


def _position(entity: Wire) -> tuple[int, int]:
    """By offset, the longer first: an outer entity comes before what it holds."""
    if entity["type"] not in _ENTITY_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    return entity["offset"], -entity["length"]


def _checked(text: str, entities: Sequence[Wire]) -> list[Wire]:
    boundaries = _boundaries(text)
    end = units(text)
    for entity in entities:
        _check(entity["offset"], entity["length"], boundaries, end)
    return [entity for entity in entities if entity["length"] > 0]


def _boundaries(text: str) -> frozenset[int]:
    """The UTF-16 offsets that lie between two characters."""
    return frozenset(accumulate((1 + (ord(c) > 0xFFFF) for c in text), initial=0))


def _check(offset: int, length: int, boundaries: frozenset[int], end: int) -> None:
    last = offset + length
    if offset < 0 or length < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}, length {length}")
    if offset > end:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    beginning = f"entity beginning at UTF-16 offset {offset} ends"
    if last > end:
        raise bad_request(f"{beginning} after the end of the text at UTF-16 offset {last}")
    if offset not in boundaries:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at offset {offset}")
    if last not in boundaries:
        raise bad_request(f"{beginning} in a middle of a UTF-16 symbol at offset {last}")


def _trimmed(text: str, entities: Sequence[Wire]) -> Text:
    """Cut white space at the ends, but never in front of an entity that begins there.

    Surplus entities are dropped without a word, as Telegram does.
    """
    first = entities[0]["offset"] if entities else units(text)
    leading = min(len(text) - len(text.lstrip(_TRIMMED)), first)
    kept = text[leading:].rstrip(_TRIMMED)
    clipped = (_clipped(entity, leading, units(kept)) for entity in entities)
    held = [entity for entity in clipped if entity["length"] > 0]
    return Text(kept, tuple(held[: MessageLimit.MESSAGE_ENTITIES]))


def _clipped(entity: Wire, shift: int, end: int) -> Wire:
    offset = entity["offset"] - shift
    return {**entity, "offset": offset, "length": min(offset + entity["length"], end) - offset}
