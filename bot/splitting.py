"""Cutting a long text into messages: at paragraphs first, and never through a character.

A code block moves to the next message whole; one that no message can hold goes on in a block of
its own, cut at the end of a line.
"""

from collections.abc import Iterator

from telegram.constants import MessageEntityType as Type
from telegram.constants import MessageLimit

from bot.graphemes import is_boundary, last_boundary
from bot.styled import Styled, units

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
MOST_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)

_SEPARATORS = ("\n\n", "\n", " ")


def fits(whole: Styled) -> bool:
    """Whether one message can hold it."""
    return units(whole.text) <= LIMIT and len(whole.entities) <= MOST_ENTITIES


def split(
    whole: Styled, *, limit: int = LIMIT, most_entities: int = MOST_ENTITIES
) -> tuple[Styled, ...]:
    """Chunks that, put together, are the text again, each within Telegram's limits."""
    chunks = []
    while whole.text:
        head, whole = whole.cut(_cut(whole, limit, most_entities))
        chunks.append(Styled(head.text, head.entities[:most_entities]))
    return tuple(chunks)


def _cut(whole: Styled, limit: int, most_entities: int) -> int:
    """How many code points go into the next message."""
    far = _reach(whole, limit, most_entities)
    if far == len(whole.text):
        return far
    blocks = tuple(_blocks(whole, limit))
    return next(_good_cuts(whole.text, far, blocks), last_boundary(whole.text, far))


def _good_cuts(text: str, far: int, blocks: tuple[range, ...]) -> Iterator[int]:
    """Places to cut, the best first."""
    for separator in _SEPARATORS:
        for end in _ends(text, separator, far // 2, far):
            if is_boundary(text, end) and not any(end in block for block in blocks):
                yield end
    yield from (block.start - 1 for block in blocks if far in block and block.start > 1)


def _ends(text: str, separator: str, low: int, high: int) -> Iterator[int]:
    """Where the separator ends between two places, the last first."""
    found = text.rfind(separator, low, high)
    while found != -1:
        yield found + len(separator)
        found = text.rfind(separator, low, found + len(separator) - 1)


def _reach(whole: Styled, limit: int, most_entities: int) -> int:
    """The most code points that a message can take, by length and by number of entities."""
    starts = sorted(entity.offset for entity in whole.entities)
    beyond = starts[most_entities] if len(starts) > most_entities else limit
    return max(1, _index_at(whole.text, min(limit, beyond or limit)))


def _index_at(text: str, offset: int) -> int:
    """The code point at a UTF-16 offset, or the one before where it falls inside a pair."""
    encoded = text[:offset].encode("utf-16-le", "surrogatepass")
    return len(encoded[: 2 * offset].decode("utf-16-le", "ignore"))


def _blocks(whole: Styled, limit: int) -> Iterator[range]:
    """The insides of the code blocks that one message can hold, in code points."""
    for entity in whole.entities:
        if entity.type == Type.PRE and entity.length <= limit:
            end = entity.offset + entity.length
            yield range(_index_at(whole.text, entity.offset) + 1, _index_at(whole.text, end))
