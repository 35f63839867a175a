"""Two questions about a ranking: will any of the entries do, and if so, does the best one answer?

The beliefs alone are a poor guide: where two entries send their readers to each other, belief is
split between them and yet either answers. What is known about the best entry and about the message
as a whole says more, and one logistic regression each weighs it. The product of both is the
probability that the best entry answers: what tells strangers' messages from ours is not what tells
siblings apart, so each has weights of its own.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from knowledge.arrays import Floats
from knowledge.matching.confidence import Beliefs
from knowledge.matching.signals import CANDIDATE_FEATURES, NONE_FEATURES

EVIDENCE = (
    "odds",
    "none",
    "related",
    *(f"message_{name}" for name in NONE_FEATURES[1:]),
    *(f"best_{name}" for name in CANDIDATE_FEATURES),
    "constant",
)
_LEAST = 1e-6
# Log odds; from 710 on an exponential has no number any more.
_SUREST = 700.0


def evidence(
    beliefs: Beliefs, candidates: Floats, none: Floats, related: Collection[int]
) -> Floats:
    """Lay out what is known as `EVIDENCE`; `related` are the entries that the best one names."""
    best = int(beliefs.candidates.argmax())
    share = float(beliefs.candidates[best])
    return np.array(
        [
            math.log((share + _LEAST) / (1 - share + _LEAST)),
            math.log(beliefs.none + _LEAST),
            sum(map(beliefs.candidates.item, related)),
            *none[1:].tolist(),
            *candidates[best].tolist(),
            1.0,
        ],
        np.float32,
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """Weights of `EVIDENCE`: that the best entry answers where any does, and that any does."""

    answers: Floats
    ours: Floats

    def both(self, evidence: Floats) -> tuple[float, float]:
        """Return how surely the best entry answers, and how surely any does."""
        any_answers = self.any_answers(evidence)
        return any_answers * _probability(evidence, self.answers), any_answers

    def best_answers(self, evidence: Floats) -> float:
        return self.both(evidence)[0]

    def any_answers(self, evidence: Floats) -> float:
        return _probability(evidence, self.ours)


def _probability(evidence: Floats, weights: Floats) -> float:
    return 1 / (1 + math.exp(min(-float(evidence @ weights), _SUREST)))
