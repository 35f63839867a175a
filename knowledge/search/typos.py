"""Repair misspelt words against the knowledge base's own vocabulary."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Words that are names of torch's, of NumPy's or of a library near them, and so no slips.
#
# `scripts/list_names.py` writes the list: what matches questions runs without torch.


@cache
def names() -> frozenset[str]:
    """Read them, in lower case."""
    listed = files("knowledge.search").joinpath("names.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())


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
    """.split()
)
_ENDINGS = ("s", "es", "ed", "ing", "er", "ers", "ly")
_SHORTEST_BASE = 3
_SHORT = 4
# What is "untrained" was never meant to be "trained".
_NEGATION = re.compile(r"(?:un|non|mis)(?=[a-z]{4})")


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
        return _WORD.sub(self._mended, text)

    def _mended(self, found: re.Match[str]) -> str:
        mended = self.word(found[0])
        return mended if found["digit"] is None or mended in _NUMBERED else found[0]

    def word(self, word: str) -> str:
        """Return the nearest word of the vocabulary, the commoner of equals, or `word` itself."""
        lower = word.lower()
        if self._is_spelt(lower) or _is_name(word):
            return word
        near = self._nearest(lower)
        return word if near is None or self._is_meant(lower, near) else near

    def _nearest(self, word: str) -> str | None:
        slips = 2 if len(word) >= _LONG else 1
        near = process.extract(
            word, self.counts.keys(), scorer=OSA.distance, score_cutoff=slips, limit=5
        )
        fit = [(distance, -self.counts[other], other) for other, distance, _ in near]
        return min(fit)[2] if fit else None

    def is_known(self, word: str) -> bool:
        """Claim that `word`, in lower case, is spelt as somebody meant it."""
        near = "" if self._is_spelt(word) else self._nearest(word) or ""
        return self._is_spelt(word) or self._is_meant(word, near)

    def _is_meant(self, word: str, near: str) -> bool:
        """Claim that an unknown word is made of a known one, and no slip for the one `near` it.

        "Masking" is made of "mask"; "runing" is a slip for "running", which is made of the same.
        """
        bases = {base for base in _bases(word) if base in self.counts}
        if bases:
            return bases.isdisjoint(_bases(near))
        rest = _NEGATION.sub("", word, count=1)
        return rest != word and self._is_negated(rest)

    def _is_negated(self, rest: str) -> bool:
        """Not where a short word happens to be left: "mismach" has a "mach"."""
        is_english = len(rest) > _SHORT and self.is_word(rest)
        return is_english or not self.counts.keys().isdisjoint((rest, *_bases(rest)))

    def _is_spelt(self, word: str) -> bool:
        return word in self.counts or self.is_word(word) or word in _CONTRACTED or word in names()

    def share_counted(self, words: Sequence[str]) -> float:
        """Return the share of `words` that some phrasing uses."""
        return sum(word in self.used for word in words) / max(len(words), 1)


def _is_name(word: str) -> bool:
    """Claim that capitals inside make it a class or an exception: `DataLoader`, `RuntimeError`."""
    return not word.isupper() and not word[1:].islower()


def _bases(word: str) -> Iterator[str]:
    """What a word may be made of by a regular ending: "masking" of "mask" or "maske"."""
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST_BASE and not word.endswith("ss"):
            yield bare
            yield f"{bare}e"
            if bare[-1] == bare[-2]:
                yield bare[:-1]
            if bare[-1] == "i":
                yield f"{bare[:-1]}y"
