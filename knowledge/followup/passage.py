"""Where a page speaks of something: its paragraphs, held against the words of a follow-up. Pure."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from knowledge.pages.entry import Entry, Section, section_text
from knowledge.search import question
from knowledge.search.lexical import terms

# The words of a text that say something, so that a fragment can be held against a page. Pure.

Rarity = Callable[[str], float]

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?\b(?!-?[dD]\b)")
# Words that learners and writers use for one thing.
_ALIKE = (
    (re.compile(r"\bin[- ]?place\b"), "inplace"),
    (
        re.compile(r"\bshar(?:e|es|ed|ing) (?:the |its |their )?(?:same )?(?:memory|storage)\b"),
        "view",
    ),
    (re.compile(r"\bshar(?:e|es|ed|ing) no (?:memory|storage)\b"), "view"),
    (re.compile(r"\b(?:cop(?:y|ies|ied|ying)|views?)\b"), "view"),
    (re.compile(r"\bnp\b"), "numpy"),
    (re.compile(r"\b(?:(?:fast|slow)(?:er|est)?|quick(?:er|ly)?)\b"), "speed"),
    (re.compile(r"(?<=\bat )zero\b"), "0"),
    (re.compile(r"\bvar\b"), "variance"),
    (re.compile(r"\bstandard deviations?\b"), "std"),
    (re.compile(r"\bcuda\b"), "gpu"),
    (re.compile(r"\bconv\b"), "convolution"),
    (re.compile(r"\b(?:ints?|whole numbers?)\b"), "integer"),
    (re.compile(r"\bcolou?r\b"), "colour"),
    (re.compile(r"(?<=\w{3})iz(?=e[sdr]?\b|ers?\b|ing\b|ations?\b)"), "is"),
)
# Beside the words that say nothing anywhere, those that say nothing in a fragment or a slug.
_SILENT = frozenset(
    """
    along across over during inside within instead still always really again something anything
    someone between case vs let possible possibly else take takes taking put try allowed ever
    """.split()
)


def telling(text: str) -> frozenset[str]:
    """Return the stems of the words that say something, numbers among them."""
    plain = text.lower()
    for pattern, word in _ALIKE:
        plain = pattern.sub(word, plain)
    said = (word for word in question.words(plain) if word not in _SILENT)
    return frozenset((*terms(said, ()), *_NUMBER.findall(plain)))


def is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def share(wanted: Collection[str], found: Collection[str], rarity: Rarity) -> float:
    """Return how much of `wanted` is `found`, each word counting by its rarity."""
    whole = sum(map(rarity, wanted))
    return sum(rarity(word) for word in wanted if word in found) / whole if whole else 0.0


# How much must be spoken of, by rarity: a common word may be missing, a telling one may not.
ENOUGH = 0.6

_BLOCK = re.compile(r"^```.*?^```[ \t]*$|(?:^(?!```)[^\n]+(?:\n|\Z))+", re.MULTILINE | re.DOTALL)
_SENTENCE = re.compile(r"(?![-*] |\d\.)(?:(?!\n\n).)+?[.!?](?=\s+[A-Z`*\[(]|\s*\Z)", re.DOTALL)
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


def first_sentence(markdown: str) -> str | None:
    """Return the sentence that a text begins with; None where that is all, or a list."""
    found = _SENTENCE.match(markdown)
    return found[0] if found and found[0] != markdown.strip() else None


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
