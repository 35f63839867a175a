"""The evidence that a question asks for an entry, one row of numbers a candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.matching.lexical import Lexicon
from knowledge.matching.probe import Probe
from knowledge.matching.products import products
from knowledge.matching.signals import Signals

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

BEST = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """Vectors that belong to entries, those of one entry beside each other."""

    vectors: Floats
    starts: Places
    slots: Places

    @classmethod
    def of(cls, vectors: Floats, owners: Places) -> Self:
        """Take vectors whose `owners` ascend and leave no entry out."""
        counts = np.bincount(owners)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
        places = np.arange(counts.max())
        slots = np.where(places < counts[:, None], starts[:, None] + places, len(vectors))
        return cls(vectors, starts, slots)

    def best(self, vector: Floats) -> Floats:
        """Return each entry's highest cosine with `vector`."""
        return np.maximum.reduceat(products(self.vectors, vector), self.starts)

    def mean_of_best(self, vector: Floats) -> Floats:
        """Return the mean of each entry's three highest cosines: one odd phrasing wins nothing."""
        rows = np.append(products(self.vectors, vector), np.float32(-1))[self.slots]
        if rows.shape[1] > BEST:
            rows = np.partition(rows, -BEST, axis=1)[:, -BEST:]
        mean: Floats = rows.mean(axis=1)
        return mean


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known of the entries, in their order; `vectors` come with ascending owners."""

    vectors: Floats
    owners: Places
    paragraphs: Floats
    paragraph_owners: Places
    strangers: Floats
    wordings: Sequence[Sequence[str]]
    bodies: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Phrasings and answers as vectors and as words, ready to be held against a question."""

    phrasings: Rows
    phrasings_adapted: Rows
    paragraphs_adapted: Rows
    strangers: Floats
    wordings: Lexicon
    bodies: Lexicon
    probe: Probe
    scope: Floats

    @classmethod
    def of(cls, material: Material, scope: Floats) -> Self:
        """Index `material`; `scope` is the direction from everything else to our subject."""
        probe = Probe.of(material.vectors, material.owners)
        return cls(
            phrasings=Rows.of(material.vectors, material.owners),
            phrasings_adapted=Rows.of(probe.adapt(material.vectors), material.owners),
            paragraphs_adapted=Rows.of(probe.adapt(material.paragraphs), material.paragraph_owners),
            strangers=material.strangers,
            wordings=Lexicon.of(material.wordings),
            bodies=Lexicon.of(material.bodies),
            probe=probe,
            scope=scope,
        )

    def signals(self, vector: Floats, terms: Sequence[str], *, known: float) -> Signals:
        """Measure one question against every entry."""
        adapted = self.probe.adapt(vector)
        _, wording_coverage = self.wordings.scores(terms)
        body, body_coverage = self.bodies.scores(terms)
        return Signals(
            cosine=self.phrasings.best(vector),
            adapted=self.phrasings_adapted.mean_of_best(adapted),
            paragraph=self.paragraphs_adapted.best(adapted),
            wording_coverage=wording_coverage,
            body=body,
            body_coverage=body_coverage,
            probe=self.probe.scores(vector),
            known=known,
            scope=float(self.scope[:-1] @ vector + self.scope[-1]),
            stranger=float((products(self.strangers, vector)).max()),
        )
