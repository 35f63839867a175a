"""Cutting a long text into messages: at paragraphs first, and never through a character.

A code block moves to the next message whole; one that no message can hold goes on in a block of
its own, cut at the end of a line.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from telegram.constants import MessageEntityType as Type
from telegram.constants import MessageLimit

from bot.sending.styled import Styled, units

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
MOST_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)

# What a reader sees as one character goes on in these, beside combining marks: parts of a Hangul
# syllable, joiners, the tones of emoji, the letters of a flag's region. Python knows no such rule.
_GOES_ON = re.compile(
    "[\u1160-\u11ff\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_JOINER = "\u200d"


def is_boundary(text: str, index: int) -> bool:
    """Whether a cut before `text[index]` leaves what a reader sees as characters whole."""
    if not 0 < index < len(text):
        return True
    before, after = text[index - 1], text[index]
    if before == "\r" and after == "\n":
        return False
    kind = unicodedata.category(after)
    if {unicodedata.category(before), kind} & {"Cc", "Zl", "Zp"}:
        return True
    if kind.startswith("M") or _GOES_ON.match(after) or before == _JOINER:
        return False
    if not _is_flag_half(after):
        return True
    halves = takewhile(_is_flag_half, reversed(text[:index]))
    return sum(1 for _ in halves) % 2 == 0


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def last_boundary(text: str, index: int) -> int:
    """The last place to cut at or before `index`; `index` itself where there is none."""
    return next((place for place in range(index, 0, -1) if is_boundary(text, place)), index)


def clipped(text: str, most: int) -> str:
    """At most so many code points, ended by an ellipsis where something is missing."""
    if len(text) <= most:
        return text
    return text[: last_boundary(text, most - 1)].rstrip() + "…"


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
    """How many code points go into the next message: as many as it takes, or down to a half."""
    text, far = whole.text, _reach(whole, limit, most_entities)
    if far == len(text):
        return far
    half, blocks = far // 2, tuple(_blocks(whole, limit))
    for separator in ("\n\n", "\n", " "):
        ends = (half + found.end() for found in re.finditer(separator, text[half:far]))
        free = (end for end in ends if not any(end in block for block in blocks))
        if good := [end for end in free if is_boundary(text, end)]:
            return good[-1]
    before = (block.start - 1 for block in blocks if far in block and block.start > 1)
    return next(before, last_boundary(text, far))


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
