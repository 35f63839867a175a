"""Where a page speaks of something: its paragraphs, held against the words of a follow-up. Pure."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.example import Section, section_text
from knowledge.matching import normalise
from knowledge.matching.lexical import terms

Rarity = Callable[[str], float]

# What must be spoken of, by the rarity of its words: a common one may be missing, a telling one not.
ENOUGH = 0.6

_BLOCK = re.compile(r"^```.*?^```[ \t]*$|(?:^(?!```)[^\n]+(?:\n|\Z))+", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.])-?\d+\b(?!-?[dD]\b)")
_BACK = re.compile(r"\b(?:last|first|second|third|two|three|next) (?:lines?|calls?|ones?)\b|\babove\b")
# Words that learners and writers use for one thing.
_ALIKE = (
    (re.compile(r"\bin[- ]?place\b"), "inplace"),
    (re.compile(r"\bshar(?:e|es|ed|ing) (?:the |its |their )?(?:same )?(?:memory|storage)\b"), "view"),
    (re.compile(r"\bshar(?:e|es|ed|ing) no (?:memory|storage)\b"), "view"),
    (re.compile(r"\b(?:cop(?:y|ies|ied|ying)|views?)\b"), "view"),
    (re.compile(r"\bnp\b"), "numpy"),
    (re.compile(r"\bcuda\b"), "gpu"),
    (re.compile(r"\bconv\b"), "convolution"),
    (re.compile(r"\b(?:ints?|whole numbers?)\b"), "integer"),
    (re.compile(r"\bcolou?r\b"), "colour"),
    (re.compile(r"(?<=\w{3})iz(?=e[sdr]?\b|ers?\b|ing\b|ations?\b)"), "is"),
)
# Beside the words that say nothing anywhere, those that say nothing in a fragment or a slug.
_SILENT = frozenset("during instead still always really something anything case vs let".split())


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an answer, with the code that belongs to it, as Markdown."""

    section: Section
    text: str


def telling(text: str) -> frozenset[str]:
    """Return the stems of the words that say something, numbers among them."""
    plain = text.lower()
    for pattern, word in _ALIKE:
        plain = pattern.sub(word, plain)
    said = (word for word in normalise.words(plain) if word not in _SILENT)
    return frozenset((*terms(said, ()), *_NUMBER.findall(plain)))


def share(wanted: Collection[str], found: Collection[str], rarity: Rarity) -> float:
    """Return how much of `wanted` is `found`, each word counting by its rarity."""
    whole = sum(map(rarity, wanted))
    return sum(rarity(word) for word in wanted if word in found) / whole if whole else 0.0


def passage(entry: Entry, wanted: Collection[str], rarity: Rarity) -> Passage | None:
    """Find the paragraph that speaks of `wanted`, in words rather than in code alone; or None."""
    best, where = 0.0, None
    for found, read in ((each, _read(each, code=code)) for code in (False, True)
                        for each in _passages(entry)):
        told = share(wanted, read, rarity)
        if told >= ENOUGH and told > best:
            best, where = told, found
    return where


def _read(found: Passage, *, code: bool) -> frozenset[str]:
    return telling(found.text if code else re.sub(r"```.*?```", " ", found.text, flags=re.DOTALL))


def _passages(entry: Entry) -> Iterator[Passage]:
    for section in Section:
        blocks = [block.strip() for block in _BLOCK.findall(section_text(entry, section) or "")]
        for place, block in enumerate(blocks):
            if not _is_code(block):
                yield Passage(section, "\n\n".join(_with_code(blocks, place)))


def _with_code(blocks: list[str], place: int) -> Iterator[str]:
    """A paragraph's code comes after it, or before it where it looks back on its lines."""
    if place and _is_code(blocks[place - 1]) and _BACK.search(blocks[place]):
        yield blocks[place - 1]
    yield blocks[place]
    if place + 1 < len(blocks) and _is_code(blocks[place + 1]):
        yield blocks[place + 1]


def _is_code(block: str) -> bool:
    return block.startswith("```")
