"""BM25 over word stems, with the words that say nothing here left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from Stemmer import Stemmer

Floats = npt.NDArray[np.float32]
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
    """.split()  # noqa: SIM905
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
class Lexicon:
    """Postings over documents: for each term, where it is and what finding it there is worth."""

    size: int
    idf: Mapping[str, float]
    postings: Mapping[str, tuple[npt.NDArray[np.intp], Floats]]
    unseen_idf: float

    @classmethod
    def of(cls, documents: Sequence[Counts]) -> "Lexicon":
        """Weigh the terms of `documents`, each given by how often it holds which."""
        size = len(documents)
        lengths = np.array([sum(document.values()) for document in documents], np.float64)
        norms = _K1 * (1 - _B + _B * lengths / max(lengths.sum() / max(size, 1), 1.0))
        number_of = {term: number for number, term in enumerate(dict.fromkeys(chain(*documents)))}
        owners = np.repeat(np.arange(size), [len(document) for document in documents])
        numbers = np.fromiter(map(number_of.__getitem__, chain(*documents)), np.intp, len(owners))
        counts = np.fromiter(chain(*(document.values() for document in documents)), np.float64)
        holding = np.bincount(numbers, minlength=len(number_of))
        idf = _idf(size, holding)
        weights = idf[numbers] * counts * (_K1 + 1) / (counts + norms[owners])
        order = np.argsort(numbers, kind="stable")
        spans = zip(number_of, *_spans(holding), strict=True)
        places, weights = owners[order], weights[order].astype(np.float32)
        return cls(
            size,
            dict(zip(number_of, idf.tolist(), strict=True)),
            {term: (places[start:end], weights[start:end]) for term, start, end in spans},
            float(_idf(size, np.zeros(1))[0]),
        )

    def scores(self, query: Sequence[str]) -> Floats:
        """Return each document's BM25 score."""
        scores = np.zeros(self.size, np.float32)
        for term in dict.fromkeys(query):
            if (found := self.postings.get(term)) is not None:
                places, weights = found
                scores[places] += weights
        return scores

    def coverage(self, query: Sequence[str]) -> Floats:
        """Return the share of the query's weight that each document holds."""
        covered = np.zeros(self.size, np.float32)
        whole = 1e-6
        for term in dict.fromkeys(query):
            idf = self.idf.get(term, self.unseen_idf)
            whole += idf
            if (found := self.postings.get(term)) is not None:
                covered[found[0]] += idf
        covered /= np.float32(whole)
        return covered


def _idf(size: int, holding: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = np.log1p((size - holding + 0.5) / (holding + 0.5))
    return found


def _spans(counts: npt.NDArray[np.intp]) -> tuple[list[int], list[int]]:
    """Return where each of the runs of `counts` rows starts, and where it ends."""
    ends = np.cumsum(counts)
    return (ends - counts).tolist(), ends.tolist()
