"""BM25 over word stems, with the words that say nothing here left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt
from Stemmer import Stemmer

from knowledge.search.arrays import Booleans, Doubles, Floats, Places

Counts = Mapping[str, int]

# "tensor" and "pytorch" are in every second phrasing: left in, one title with "PyTorch" in it
# swallows unrelated questions.
STOP = frozenset(
    """
    a an the this that these those it its i me my we you your he they them one some any each all
    is are was were be been am do does did doing done have has had having can could will would
    should shall may might must need needs want wants
    of in on at to from for with without by about into as than then so if and or but not no nor
    what which who whom whose when where why how there here only just also very too more most much
    many such own same other
    t s d m re ve ll don doesn isn aren didn cant dont doesnt isnt im whats
    use used using get got gets getting make makes made give gives given mean means meaning
    work works working happen happens happening tell explain please help thing things way
    pytorch torch tensor tensors python code function method error runtimeerror
    x y z b c w n k
    """.split()
)
_K1, _B = 1.2, 0.4


# Some thousand words make up nearly all that is asked.
@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    # A stemmer keeps the word it is at in itself; a new one costs less than a lock.
    found: str = Stemmer("english", 0).stemWord(word)
    return found


def terms(words: Iterable[str], symbols: Iterable[str]) -> tuple[str, ...]:
    """Return the countable terms: stems of telling words, and symbols as they are."""
    stems = [stem(word) for word in words if word not in STOP]
    return (*stems, *(f"<{symbol}>" for symbol in symbols))


@dataclass(frozen=True, slots=True)
class Postings:
    """For each numbered term, in which documents it is and what finding it there is worth.

    Those of term n are `places[starts[n]:starts[n + 1]]` with their `weights`, by BM25.
    """

    size: int
    idf: Floats
    unseen_idf: float
    starts: Places
    places: npt.NDArray[np.uint16]
    weights: Floats

    @classmethod
    def of(cls, size: int, owners: Places, numbers: Places, counts: Places) -> Self:
        """Weigh terms: document `owners[i]` of `size` holds term `numbers[i]` `counts[i]` times.

        No term comes twice for one document, and each number up to the highest for some.
        """
        lengths = np.bincount(owners, counts, minlength=size)
        norms = _K1 * (1 - _B + _B * lengths / max(lengths.sum() / max(size, 1), 1.0))
        holding = np.bincount(numbers)
        idf = _idf(size, holding)
        weights = idf[numbers] * counts * (_K1 + 1) / (counts + norms[owners])
        order = np.argsort(numbers, kind="stable")
        return cls(
            size=size,
            idf=idf.astype(np.float32),
            unseen_idf=float(_idf(size, np.zeros(1))[0]),
            starts=np.concatenate([[0], np.cumsum(holding)]),
            places=owners[order].astype(np.uint16),
            weights=weights[order].astype(np.float32),
        )

    def scores(self, numbers: Sequence[int]) -> Floats:
        """Return each document's BM25 score."""
        if not numbers:
            return np.zeros(self.size, np.float32)
        ends = self.starts.take([number + 1 for number in numbers]).tolist()
        spans = list(map(slice, self.starts.take(numbers).tolist(), ends))
        places = np.concatenate([self.places[span] for span in spans])
        weights = np.concatenate([self.weights[span] for span in spans])
        return np.bincount(places, weights, self.size).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms with their numbers, and where they are: `holds` says it as [terms, documents].

    That is a byte each, and a question's few rows of it are one product instead of some sums.
    """

    numbers: Mapping[str, int]
    postings: Postings
    holds: Booleans

    @classmethod
    def of(cls, documents: Sequence[Counts]) -> "Lexicon":
        """Weigh the terms of `documents`, each given by how often it holds which."""
        number_of = {term: number for number, term in enumerate(dict.fromkeys(chain(*documents)))}
        sizes = [len(document) for document in documents]
        owners = np.repeat(np.arange(len(documents)), sizes)
        numbers = np.fromiter(map(number_of.__getitem__, chain(*documents)), np.intp, len(owners))
        counts = np.fromiter(chain(*(document.values() for document in documents)), np.intp)
        holds = np.zeros((len(number_of), len(documents)), np.bool_)
        holds[numbers, owners] = True
        return cls(number_of, Postings.of(len(documents), owners, numbers, counts), holds)

    def __contains__(self, term: str) -> bool:
        return term in self.numbers

    def rarity(self, term: str) -> float:
        """Weigh a term by how few documents hold it; one that none holds weighs most."""
        number = self.numbers.get(term)
        return self.postings.unseen_idf if number is None else float(self.postings.idf[number])

    def scores(self, query: Iterable[str]) -> Floats:
        """Return each document's BM25 score."""
        return self.postings.scores(self._known(dict.fromkeys(query)))

    def coverage(self, query: Iterable[str]) -> Floats:
        """Return the share of the query's weight that each document holds."""
        asked = dict.fromkeys(query)
        known = self._known(asked)
        idf = self.postings.idf.take(known)
        whole = np.add.reduce(idf) + (len(asked) - len(known)) * self.postings.unseen_idf
        shares: Floats = idf / np.float32(whole + 1e-6)
        return shares @ self.holds.take(known, axis=0).astype(np.float32)

    def _known(self, query: Iterable[str]) -> list[int]:
        return [self.numbers[term] for term in query if term in self.numbers]


def _idf(size: int, holding: npt.NDArray[Any]) -> Doubles:
    found: Doubles = np.log1p((size - holding + 0.5) / (holding + 0.5))
    return found


# Two words in their order: what neither a sentence's vector nor its words by themselves tell.
#
# "list to tensor" and "tensor to list" hold the same words, and their vectors are nearly the
# same.

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
