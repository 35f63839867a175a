"""Repair misspelt words against the knowledge base's own vocabulary."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[A-Za-z]{4,}")
_LONG = 8


@dataclass(frozen=True, slots=True)
class Speller:
    """Words that are no mistakes: those spelt with care here, with how often, and English ones.

    `is_word` knows the latter, in lower case; `used` are the words of all phrasings, those with
    slips in them as well.
    """

    counts: Mapping[str, int]
    is_word: Callable[[str], bool]
    used: Collection[str] = ()

    def repair(self, text: str) -> str:
        """Replace every unknown word that is one slip (two in a long word) from a known one."""
        return _WORD.sub(lambda found: self.word(found[0]), text)

    def word(self, word: str) -> str:
        """Return the nearest word of the vocabulary, the commoner of equals, or `word` itself."""
        lower = word.lower()
        if self.is_known(lower) or _is_name(word):
            return word
        slips = 2 if len(lower) >= _LONG else 1
        near = process.extract(
            lower, self.counts.keys(), scorer=OSA.distance, score_cutoff=slips, limit=5
        )
        fit = [(distance, -self.counts[other], other) for other, distance, _ in near]
        return min(fit)[2] if fit else word

    def is_known(self, word: str) -> bool:
        """Claim that `word`, in lower case, is spelt as somebody meant it."""
        return word in self.counts or self.is_word(word)

    def share_counted(self, words: Sequence[str]) -> float:
        """Return the share of `words` that some phrasing uses."""
        return sum(word in self.used for word in words) / max(len(words), 1)


def _is_name(word: str) -> bool:
    """Claim that capitals inside make it a class or an exception: `DataLoader`, `RuntimeError`."""
    return not word.isupper() and not word[1:].islower()
