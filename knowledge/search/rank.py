"""The evidence that a question asks for an entry, one row of numbers a candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.search.arrays import Booleans, Floats, Places
from knowledge.search.belief import Signals
from knowledge.search.lexical import Counts, Hashes, Lexicon, PairLexicon
from knowledge.search.probe import Probe, by_columns, products

# Many unit vectors in half a byte a number: a quarter of the room, cosines to two hundredths.

# Numbers run from -7 to 7 steps; kept from 1 to 15.
_LARGEST, _ZERO, _BITS = 7, 8, 4
# Rows that are rounded while a cache holds them.
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Coarse:
    """Rows as whole numbers of steps, each row with a step of its own.

    `pairs` [rows, width / 2] holds a number of a row's first half in the lower four bits of a byte
    and one of its second half in the upper four.
    """

    pairs: npt.NDArray[np.uint8]
    steps: Floats

    @classmethod
    def of(cls, vectors: Floats) -> Self:
        """Round each row, of an even width, to steps of a seventh of its largest number."""
        length, width = vectors.shape
        pairs, steps = np.empty((length, width // 2), np.uint8), np.empty(length, np.float32)
        for start in range(0, length, _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            pairs[some], steps[some] = _rounded(vectors[some].astype(np.float32))
        return cls(pairs, steps)

    def cosines(self, vector: Floats, rows: Places) -> Floats:
        """Return the products of `vector` with the rows at `rows`."""
        pairs = self.pairs.take(rows, axis=0)
        numbers = np.concatenate([pairs & (2**_BITS - 1), pairs >> _BITS], axis=1)
        return products(numbers.astype(np.float32) - _ZERO, vector) * self.steps[rows]


def _rounded(vectors: Floats) -> tuple[npt.NDArray[np.uint8], Floats]:
    """Return the pairs of these rows and their steps; the rows are used up."""
    steps: Floats = np.abs(vectors).max(axis=1) / np.float32(_LARGEST)
    steps[steps == 0] = 1
    vectors /= steps[:, None]
    np.rint(vectors, out=vectors)
    vectors += _ZERO
    first, second = np.split(vectors.astype(np.uint8), 2, axis=1)
    pairs: npt.NDArray[np.uint8] = first | second << np.uint8(_BITS)
    return pairs, steps


BEST = 3
# At most so many entries are looked at closely, so that the work does not grow with all phrasings,
# and none whose likelihood the discriminants find lower than the highest by this power of e: for
# most questions four are left, and the right one is among them for 99 of 100.
SHORTLIST = 16
HOPELESS = 40
# As close as the last ones of a full shortlist are to most questions.
_FAR = np.float32(0.35)
# Lower than any cosine.
_NONE = np.float32(-2)
# Of an adapted phrasing's number, from 0 to 1.
_STEPS = np.float32(127)


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Unit vectors in a byte a number, those of one entry beside each other.

    There are so many that as floats they would be the largest thing that a bot holds.
    """

    numbers: npt.NDArray[np.int8]
    starts: Places
    counts: Places

    @classmethod
    def of(cls, vectors: Floats, owners: Places) -> Self:
        """Take vectors whose `owners` ascend and leave no entry out."""
        return cls(np.rint(vectors * _STEPS).astype(np.int8), *_spans(owners))

    def best(self, vector: Floats) -> Floats:
        """Return the highest cosine with `vector` of each entry."""
        found: Floats = self._grid(vector, np.arange(len(self.counts))).max(axis=1)
        return found

    def nearest(self, vector: Floats, places: Places) -> tuple[Floats, Places]:
        """Return the mean of each entry's three highest cosines, and which row has the highest.

        A mean, so that one odd phrasing wins nothing.
        """
        grid = self._grid(vector, places)
        highest = np.partition(grid, -BEST, axis=1)[:, -BEST:]
        few = np.minimum(self.counts[places], BEST).astype(np.float32)
        means: Floats = (highest.sum(axis=1) - (BEST - few) * _NONE) / few
        return means, self.starts[places] + grid.argmax(axis=1)

    def _grid(self, vector: Floats, places: Places) -> Floats:
        """Lay cosines out, one line an entry, filled up with what is lower than any."""
        counts = self.counts[places]
        grid = np.full((len(places), max(int(counts.max()), BEST)), _NONE, np.float32)
        # One entry after the other: its floats are read again before a cache has lost them.
        floats = np.empty((int(counts.max()), self.numbers.shape[1]), np.float32)
        asked = vector / _STEPS
        spans = zip(grid, self.starts[places].tolist(), counts.tolist(), strict=True)
        for line, start, count in spans:
            rows = floats[:count]
            rows[...] = self.numbers[start : start + count]
            products(rows, asked, line[:count])
        return grid


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known of the entries, in their order; `vectors` come with ascending owners.

    `core` tells which of these ask for a whole entry.
    """

    vectors: Floats
    owners: Places
    core: Booleans
    strangers: Floats
    phrasing_terms: Sequence[Counts]
    pairs: Sequence[Hashes]
    bodies: Sequence[Counts]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Phrasings and answers as vectors and as words, ready to be held against a question."""

    phrasings: Coarse
    phrasings_adapted: Phrasings
    strangers: Floats
    phrasing_terms: Lexicon
    pairs: PairLexicon
    bodies: Lexicon
    probe: Probe
    scope: Floats

    @classmethod
    def of(cls, material: Material, scope: Floats) -> Self:
        """Index `material`; `scope` is the direction from everything else to our subject."""
        probe = Probe.of(material.vectors, material.owners, material.core)
        return cls(
            phrasings=Coarse.of(material.vectors),
            phrasings_adapted=Phrasings.of(probe.adapt(material.vectors), material.owners),
            strangers=by_columns(probe.adapt(material.strangers)),
            phrasing_terms=Lexicon.of(material.phrasing_terms),
            pairs=PairLexicon.of(material.pairs),
            bodies=Lexicon.of(material.bodies),
            probe=probe,
            scope=scope,
        )

    def signals(
        self, vector: Floats, terms: Sequence[str], pairs: Hashes, *, known: float
    ) -> Signals:
        """Measure one question against every entry."""
        probe = self.probe.scores(vector)
        places = shortlist(probe)
        adapted = self.probe.adapt(vector)
        means, rows = self.phrasings_adapted.nearest(adapted, places)
        cosines = self.phrasings.cosines(vector, rows)
        cosine, near = _everywhere((cosines, means), places, len(probe))
        return Signals(
            cosine=cosine,
            adapted=near,
            wording_coverage=self.phrasing_terms.coverage(terms),
            pairs=self.pairs.scores(pairs),
            body=self.bodies.scores(terms),
            body_coverage=self.bodies.coverage(terms),
            probe=probe,
            known=known,
            scope=float(self.scope[:-1] @ vector + self.scope[-1]),
            stranger=_highest(products(self.strangers, adapted)),
        )


def _spans(owners: Places) -> tuple[Places, Places]:
    """Return where the rows of each entry start, and how many they are."""
    counts = np.bincount(owners)
    return np.cumsum(counts) - counts, counts


def _highest(cosines: Floats) -> float:
    """Return the mean of the highest few; `cosines` are used up.

    Few passes over all of them are quicker than to part them.
    """
    few = min(BEST, len(cosines))
    found = 0.0
    for _ in range(few):
        place = cosines.argmax()
        found += float(cosines[place])
        cosines[place] = _NONE
    return found / few


def shortlist(scores: Floats) -> Places:
    """Return the places of the entries with the highest scores, in no order."""
    likely: Places = (scores >= scores.max() - HOPELESS).nonzero()[0]
    if len(likely) <= SHORTLIST:
        return likely
    return likely[scores[likely].argpartition(-SHORTLIST)[-SHORTLIST:]]


def _everywhere(signals: Sequence[Floats], places: Places, entries: int) -> Floats:
    """Give what was not looked at the least that was found in each of the `signals`, or less."""
    found = np.empty((len(signals), entries), np.float32)
    for line, values in zip(found, signals, strict=True):
        line[:] = min(values.min(), _FAR)
        line[places] = values
    return found
