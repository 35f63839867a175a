"""The words of a text that say something, so that a fragment can be held against a page. Pure."""

import re
from collections.abc import Callable, Collection

from knowledge.matching import normalise
from knowledge.matching.lexical import terms

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
    said = (word for word in normalise.words(plain) if word not in _SILENT)
    return frozenset((*terms(said, ()), *_NUMBER.findall(plain)))


def is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def share(wanted: Collection[str], found: Collection[str], rarity: Rarity) -> float:
    """Return how much of `wanted` is `found`, each word counting by its rarity."""
    whole = sum(map(rarity, wanted))
    return sum(rarity(word) for word in wanted if word in found) / whole if whole else 0.0
