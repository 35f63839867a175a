"""What tells an entry from its siblings, learnt in closed form from the phrasing vectors alone.

Made at start in milliseconds, so it is never older than the content.
"""

import math
from dataclasses import dataclass

import numpy as np

from knowledge.search.arrays import Booleans, Doubles, Floats, Places

# Products of one question with many rows.
#
# BLAS is told to use one thread where the program starts (`unsqueeze/main.py`): a second one
# would have to be woken for tenths of a millisecond, and waits where other work keeps its core
# busy.


def products(rows: Floats, vector: Floats, out: Floats | None = None) -> Floats:
    """Return each row's product with `vector`: [rows, width] and [width] give [rows].

    They go into `out` where one is given.
    """
    found: Floats = np.dot(rows, vector, out=out)
    return found


def by_columns(rows: Floats) -> Floats:
    """Lay them out column by column: of many rows BLAS then makes products a quarter sooner."""
    return np.asfortranarray(rows)


# How far the spread within entries is pulled towards a round one: phrasings are few.
SHRINKAGE = 0.7
# How often a phrasing that asks for its whole entry counts in the entry's mean.
CORE = 3
# Directions that are kept of the adapted space, those in which entries lie furthest apart.
DIRECTIONS = 112
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Probe:
    """Linear discriminants, and the space in which all directions within an entry are alike.

    Two phrasings of one entry differ in tone and form; `adapt` plays those directions down and
    drops those in which entries hardly differ, so that what remains of a cosine is the subject.
    """

    weights: Floats
    offsets: Floats
    centre: Floats
    whitening: Floats

    @classmethod
    def of(cls, vectors: Floats, owners: Places, core: Booleans) -> "Probe":
        """Fit on phrasing vectors, `owners` being the places of their entries, ascending.

        Those of `core` ask for a whole entry, the others for one situation each. Of these there are
        nine times as many, and an entry's mean would be theirs alone.
        """
        floats = vectors.astype(np.float32, copy=False)
        sizes = np.bincount(owners)
        sums = np.add.reduceat(floats, np.cumsum(sizes) - sizes).astype(np.float64)
        # In single precision, since most of a start's time goes into this one product.
        inside = (floats.T @ floats).astype(np.float64) - sums.T @ (sums / sizes[:, None])
        sums += (CORE - 1) * (_membership(owners[core], len(sizes)) @ floats[core])
        means = sums / np.bincount(owners, np.where(core, CORE, 1))[:, None]
        strengths, axes = np.linalg.eigh(_spread(inside, len(floats) - len(sizes)))
        weights = means @ (axes / strengths) @ axes.T
        whitening = (axes / np.sqrt(strengths)) @ axes.T
        return cls(
            by_columns(weights.astype(np.float32)),
            (-0.5 * (weights * means).sum(axis=1)).astype(np.float32),
            floats.mean(axis=0),
            (_telling(means @ whitening) @ whitening).astype(np.float32),
        )

    def scores(self, vector: Floats) -> Floats:
        return products(self.weights, vector) + self.offsets

    def adapt(self, vectors: Floats) -> Floats:
        """Return the vectors, or the one vector, in the adapted space, of length one."""
        centred = vectors - self.centre
        if centred.ndim == 1:
            adapted = products(self.whitening, centred)
            adapted /= math.sqrt(adapted @ adapted) + _LEAST
        else:
            adapted = np.asarray(centred @ self.whitening.T, np.float32)
            adapted /= np.linalg.norm(adapted, axis=1, keepdims=True) + np.float32(_LEAST)
        return adapted


def _membership(owners: Places, entries: int) -> Floats:
    """Return 1 where a row's entry owns a column: a product with it sums up by entry."""
    belongs: Floats = (np.arange(entries)[:, None] == owners).astype(np.float32)
    return belongs


def _telling(means: Doubles) -> Doubles:
    """Return the directions, one a row, along which whitened means lie furthest apart."""
    centred = means - means.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    telling: Doubles = axes[:, ::-1][:, :DIRECTIONS].T
    return telling


def _spread(inside: Doubles, degrees: int) -> Doubles:
    """Pull the covariance within entries towards a round one."""
    spread = inside / max(degrees, 1)
    level = np.trace(spread) / len(spread) + 1e-6
    mixed: Doubles = (1 - SHRINKAGE) * spread + SHRINKAGE * level * np.eye(len(spread))
    return mixed
