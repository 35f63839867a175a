"""Two words in their order: what neither a sentence's vector nor its words by themselves tell.

"list to tensor" and "tensor to list" hold the same words, and their vectors are nearly the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from knowledge.arrays import Floats
from knowledge.matching.lexical import Postings, stem

Hashes = npt.NDArray[np.uint32]

# What may stand between two words without parting them.
IDLE = frozenset(
    """
    a an the this that these those it its i me my we you your he they them one some any each all
    is are was were be been am do does did doing can could will would should may might
    how what in of please pytorch torch
    """.split()
)
# Hashes take the upper bits, owners the lower ones.
_OWNER = np.uint64(16)


def pairs(words: Iterable[str]) -> Hashes:
    """Return a number for each two words that follow each other, as often as they do."""
    stems = (stem(word) for word in words if word not in IDLE)
    found = [crc32(f"{first} {second}".encode()) for first, second in pairwise(stems)]
    return np.array(found, np.uint32)


def joined(found: Iterable[Hashes]) -> Hashes:
    """Put the pairs of several texts together."""
    return np.concatenate([pairs(()), *found])


@dataclass(frozen=True, slots=True)
class PairLexicon:
    """Where which pairs are; `hashes` ascend. They are too many to be kept as words."""

    hashes: Hashes
    postings: Postings

    @classmethod
    def of(cls, documents: Sequence[Hashes]) -> Self:
        """Weigh the pairs of `documents`, each given by all that `pairs` found in its texts."""
        owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
        asked = np.concatenate(documents).astype(np.uint64)
        held, counts = np.unique(asked << _OWNER | owners.astype(np.uint64), return_counts=True)
        hashes, numbers = np.unique(held >> _OWNER, return_inverse=True)
        owners = (held & np.uint64(2**16 - 1)).astype(np.intp)
        postings = Postings.of(len(documents), owners, numbers, counts)
        return cls(hashes.astype(np.uint32), postings)

    def scores(self, query: Hashes) -> Floats:
        """Return each document's BM25 score."""
        places = self.hashes.searchsorted(query)
        is_known = self.hashes.searchsorted(query, "right") > places
        return self.postings.scores(list(set(places[is_known].tolist())))
