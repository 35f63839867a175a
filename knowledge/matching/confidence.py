"""How sure we are: a conditional logit over the candidates and an explicit "none of these"."""

from dataclasses import dataclass

import numpy as np

from knowledge.arrays import Floats


@dataclass(frozen=True, slots=True)
class Beliefs:
    """A probability for every candidate and one for "none of these"; they sum to one."""

    candidates: Floats
    none: float

    def moved_to(self, place: int, share: float) -> "Beliefs":
        """Give `share` of all belief to one candidate and leave the rest in proportion."""
        candidates = self.candidates * np.float32(1 - share)
        candidates[place] += share
        return Beliefs(candidates, self.none * (1 - share))


@dataclass(frozen=True, slots=True)
class Logit:
    """Weights of the evidence for each candidate, and of the evidence that none fits."""

    candidate: Floats
    none: Floats

    def beliefs(self, candidates: Floats, none: Floats) -> Beliefs:
        """Turn evidence (one row a candidate; one row for "none") into probabilities."""
        shares = np.empty(len(candidates) + 1, np.float32)
        shares[:-1] = candidates @ self.candidate
        shares[-1] = none @ self.none
        shares -= shares.max()
        np.exp(shares, out=shares)
        shares /= shares.sum()
        return Beliefs(shares[:-1], float(shares[-1]))
