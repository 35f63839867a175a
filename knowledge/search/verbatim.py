"""Who asks in the very words of one phrasing means its entry.

Sentences are known by their hashes: twenty thousand texts would be a fortieth of what a bot holds,
and two of them share one of Python's 64 bits in one of a hundred thousand million bases.

The marks that end a sentence say nothing: "what is a tensor?" asks in the words "what is a tensor".
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

# Not the dots of `x[..., 0]`, which nothing blank follows.
_MARKS: Final = re.compile(r"\s*[?!.]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Hashes of this process, ascending, and the place of the entry that each one means."""

    hashes: "array[int]"
    places: "array[int]"

    @classmethod
    def of(cls, sentences: Sequence[Sequence[str]]) -> Self:
        """Take each entry's sentences; what two entries are asked by means neither."""
        owners: dict[int, int | None] = {}
        for place, group in enumerate(sentences):
            for said in {_unmarked(sentence) for sentence in group} - {""}:
                key = hash(said)
                owners[key] = None if key in owners else place
        told = sorted((key, place) for key, place in owners.items() if place is not None)
        return cls(array("q", (key for key, _ in told)), array("i", (place for _, place in told)))

    def owner(self, sentence: str) -> int | None:
        """Return the place of the one entry that `sentence` means."""
        key = hash(_unmarked(sentence))
        at = bisect_left(self.hashes, key)
        if at < len(self.hashes) and self.hashes[at] == key:
            return self.places[at]
        return None


def _unmarked(sentence: str) -> str:
    return _MARKS.sub("", sentence).strip()
