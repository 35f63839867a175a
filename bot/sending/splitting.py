"""Cutting a long text into messages: at paragraphs first, and never through a character.

A code block moves to the next message whole; one that no message can hold goes on in a block of
its own, cut at the end of a line.
"""

import unicodedata
from collections.abc import Iterator

from telegram.constants import MessageEntityType as Type
from telegram.constants import MessageLimit

from bot.sending.styled import Styled, units

# Where a text may be cut without breaking what a reader sees as one character.
#
# The rules of Unicode's text segmentation that matter in chat: combining marks, emoji with their
# modifiers and joiners, flags, Hangul. The standard library has none.

_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})


def is_boundary(text: str, index: int) -> bool:
    """Whether a cut before `text[index]` leaves both characters whole."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if before == "\r" and after == "\n":
        return False
    if _is_control(before) or _is_control(after):
        return True
    if _extends(after) or before == _JOINER:
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        return _flag_halves_before(text, index) % 2 == 0
    return not _hangul_goes_on(before, after)


def last_boundary(text: str, index: int) -> int:
    """The last place to cut at or before `index`; `index` itself where there is none."""
    place = index
    while place > 0 and not is_boundary(text, place):
        place -= 1
    return place or index


def clipped(text: str, most: int) -> str:
    """At most so many code points, ended by an ellipsis where something is missing."""
    if len(text) <= most:
        return text
    return text[: last_boundary(text, most - 1)].rstrip() + "…"


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Zl", "Zp"}


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in _MARKS
        or character in {_JOINER, "\u200c", "\uff9e", "\uff9f"}
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, index: int) -> int:
    start = index
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return index - start


def _hangul_goes_on(before: str, after: str) -> bool:
    follows = {"L": "LVST", "V": "VT", "S": "VT", "T": "T"}
    return _hangul(after) in follows.get(_hangul(before), ())


def _hangul(character: str) -> str:
    """L, V and T are parts of a syllable, S is a whole one; any other character is `-`."""
    ranges = (("L", "\u1100", "\u115f"), ("V", "\u1160", "\u11a7"), ("T", "\u11a8", "\u11ff"))
    if "\uac00" <= character <= "\ud7a3":
        return "S"
    return next((kind for kind, low, high in ranges if low <= character <= high), "-")


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
