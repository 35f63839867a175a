"""Repair misspelt words against the knowledge base's own vocabulary."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.matching.lexical import stem
from knowledge.matching.names import names

# Also where digits follow, as in "flaot32".
_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{4,}(?![A-Za-z])(?=(?P<digit>\d)?)")
# There it becomes one of these alone: resnet18 is no "reset18".
_NUMBERED = frozenset({"bfloat", "complex", "float", "uint"})
_LONG = 8
# Without the mark, as many type them.
_CONTRACTED = frozenset(
    """
    arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt thats theres wasnt werent
    whats wheres wont wouldnt youre
    """.split()  # noqa: SIM905  # a list of words reads better so
)
# What is "untrained" was never meant to be "trained".
_NEGATION = re.compile(r"(?:un|non|mis)(?=[a-z]{4})")


@dataclass(frozen=True, slots=True)
class Speller:
    """Words that are no mistakes: those spelt with care here, with how often, and English ones.

    `is_word` knows the latter, in lower case; `used` are the words of all phrasings, those with
    slips in them as well. `stems` are those of the words that are spelt with care.
    """

    counts: Mapping[str, int]
    is_word: Callable[[str], bool]
    used: Collection[str]
    stems: Collection[str]

    @classmethod
    def of(
        cls, counts: Mapping[str, int], is_word: Callable[[str], bool], used: Iterable[str] = ()
    ) -> Self:
        return cls(counts, is_word, frozenset(used), frozenset(map(stem, counts)))

    def repair(self, text: str) -> str:
        """Replace every unknown word that is one slip (two in a long word) from a known one."""
        return _WORD.sub(self._mended, text)

    def _mended(self, found: re.Match[str]) -> str:
        mended = self.word(found[0])
        return mended if found["digit"] is None or mended in _NUMBERED else found[0]

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
        return self._is_spelt(word) or self._is_spelt(_NEGATION.sub("", word, count=1))

    def _is_spelt(self, word: str) -> bool:
        return (
            word in self.counts
            or self.is_word(word)
            or word in _CONTRACTED
            or word in names()
            or self._is_inflected(word)
        )

    def _is_inflected(self, word: str) -> bool:
        bare = stem(word)
        return bare != word and (bare in self.stems or self.is_word(bare))

    def share_counted(self, words: Sequence[str]) -> float:
        """Return the share of `words` that some phrasing uses."""
        return sum(word in self.used for word in words) / max(len(words), 1)


def _is_name(word: str) -> bool:
    """Claim that capitals inside make it a class or an exception: `DataLoader`, `RuntimeError`."""
    return not word.isupper() and not word[1:].islower()
