"""Where a page speaks of something: its paragraphs, held against the words of a follow-up. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.example import Section, section_text
from knowledge.matching.telling import Rarity, share, telling

# How much must be spoken of, by rarity: a common word may be missing, a telling one may not.
ENOUGH = 0.6

_BLOCK = re.compile(r"^```.*?^```[ \t]*$|(?:^(?!```)[^\n]+(?:\n|\Z))+", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"```.*?```", re.DOTALL)
_BACK = re.compile(
    r"\b(?:last|first|second|third|two|three|next) (?:lines?|calls?|ones?)\b|\babove\b"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an answer, with the code that belongs to it, as Markdown."""

    section: Section
    text: str


def passage(
    entry: Entry, wanted: Collection[str], rarity: Rarity, *, least: float = ENOUGH
) -> Passage | None:
    """Find the paragraph that speaks of `wanted`, in words rather than in code alone; or None."""
    found = tuple(_passages(entry))
    for with_code in (False, True):
        told = [share(wanted, _read(each, with_code=with_code), rarity) for each in found]
        if max(told, default=0.0) >= least:
            return found[told.index(max(told))]
    return None


def code_in(markdown: str) -> str:
    """Return the code blocks of a text, as they stand in it."""
    return "\n\n".join(_FENCED.findall(markdown))


def _read(found: Passage, *, with_code: bool) -> frozenset[str]:
    return telling(found.text if with_code else _FENCED.sub(" ", found.text))


def _passages(entry: Entry) -> Iterator[Passage]:
    for section in Section:
        blocks = [block.strip() for block in _BLOCK.findall(section_text(entry, section) or "")]
        for place, block in enumerate(blocks):
            if not _is_code(block):
                yield Passage(section, "\n\n".join(_with_code(blocks, place)))


def _with_code(blocks: list[str], place: int) -> Iterator[str]:
    """A paragraph and the code below it; and the code above, where its words look back on that."""
    if place and _is_code(blocks[place - 1]) and _BACK.search(blocks[place]):
        yield blocks[place - 1]
    yield blocks[place]
    if place + 1 < len(blocks) and _is_code(blocks[place + 1]):
        yield blocks[place + 1]


def _is_code(block: str) -> bool:
    return block.startswith("```")
