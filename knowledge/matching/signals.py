"""What was measured between a question and the entries, laid out for the confidence."""

import math
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from knowledge.arrays import Floats

CANDIDATE_FEATURES = (
    "closeness",
    "adapted",
    "wording_coverage",
    "pairs_z",
    "body_z",
    "probe",
)
NONE_FEATURES = (
    "constant",
    "cosine",
    "wording_coverage",
    "body_coverage",
    "known",
    "scope",
    "stranger",
)


@dataclass(frozen=True, slots=True)
class Signals:
    """One number an entry in each array; the plain numbers are the question's own."""

    cosine: Floats
    adapted: Floats
    wording_coverage: Floats
    pairs: Floats
    body: Floats
    body_coverage: Floats
    probe: Floats
    known: float
    scope: float
    stranger: float

    def without(self, entry: int) -> Self:
        """Return what would have been measured had that entry not been written."""
        arrays: dict[str, Any] = {
            field.name: np.delete(value, entry)
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), np.ndarray)
        }
        return replace(self, **arrays)

    def candidates(self) -> Floats:
        """Lay the signals out as `CANDIDATE_FEATURES`, each in a range of a few units."""
        rows = np.empty((len(CANDIDATE_FEATURES), len(self.cosine)), np.float32)
        rows[0] = _closeness(self.cosine)
        np.multiply(self.adapted, 10, rows[1])
        rows[2] = self.wording_coverage
        rows[3] = _standard(self.pairs)
        rows[4] = _standard(self.body)
        rows[5] = _log_shares(self.probe)
        return rows.T

    def none(self) -> Floats:
        """Lay the best signals out as `NONE_FEATURES`."""
        values = (
            1.0,
            self.cosine.max() * 10,
            self.wording_coverage.max(),
            self.body_coverage.max(),
            self.known,
            self.scope,
            self.stranger * 10,
        )
        return np.array(values, np.float32)


# Sums and maxima by NumPy's own functions: an array's methods are Python before they are those.
def _standard(values: Floats) -> Floats:
    """Centre and scale to one question's candidates."""
    centred: Floats = values - np.add.reduce(values) / np.float32(len(values))
    centred /= max(math.sqrt(centred @ centred / len(centred)), 1e-6)
    return centred


def _closeness(cosines: Floats) -> Floats:
    """Stretch the upper end: from .9 to .95 is further than from .4 to .45.

    Of phrasings in half a byte a number, a cosine may come out above 1.
    """
    close: Floats = -np.log(np.maximum(np.float32(1.03) - cosines, np.float32(0.03)))
    return close


def _log_shares(values: Floats) -> Floats:
    """Return logarithms of a softmax over ten times cooler scores: the raw ones are too sure."""
    shifted: Floats = values / np.float32(10)
    shifted -= np.maximum.reduce(shifted)
    shifted -= math.log(np.add.reduce(np.exp(shifted)))
    return shifted
