"""What was measured between a question and the entries, laid out for the confidence."""

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, Self

import numpy as np

from knowledge.search.arrays import Floats

# How sure we are: a conditional logit over the candidates and an explicit "none of these".


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


# Two questions about a ranking: will any of the entries do, and if so, does the best one answer?
#
# The beliefs alone are a poor guide: where two entries send their readers to each other, belief
# is split between them and yet either answers. What is known about the best entry and about the
# message as a whole says more, and one logistic regression each weighs it. The product of both is
# the probability that the best entry answers: what tells strangers' messages from ours is not
# what tells siblings apart, so each has weights of its own.

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


# What was fitted: all weights, the direction of our domain, the two thresholds.

FILE = "coefficients.json"


@dataclass(frozen=True, slots=True)
class Coefficients:
    """One fit. `scope` holds a weight for each axis of a vector, then an offset.

    `fitted_on` are the `freshness.fingerprints` of the content it was fitted to.
    """

    logit: Logit
    verdict: Verdict
    scope: Floats
    answer: float
    suggest: float
    fitted_on: Mapping[str, str]

    @classmethod
    @cache
    def shipped(cls) -> "Coefficients":
        """Read the fit that came with this version."""
        text = files("knowledge.search").joinpath(FILE).read_text(encoding="utf-8")
        return cls.from_json(json.loads(text))

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Coefficients":
        """Read by name, so that a feature that was added or dropped cannot shift the others."""
        candidate, none = value["candidate"], value["none"]
        answers, ours = value["answers"], value["ours"]
        return cls(
            logit=Logit(
                np.array([candidate[name] for name in CANDIDATE_FEATURES], np.float32),
                np.array([none[name] for name in NONE_FEATURES], np.float32),
            ),
            verdict=Verdict(
                np.array([answers[name] for name in EVIDENCE], np.float32),
                np.array([ours[name] for name in EVIDENCE], np.float32),
            ),
            scope=np.array(value["scope"], np.float32),
            answer=value["thresholds"]["answer"],
            suggest=value["thresholds"]["suggest"],
            fitted_on=value["fitted_on"],
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "candidate": _named(CANDIDATE_FEATURES, self.logit.candidate),
            "none": _named(NONE_FEATURES, self.logit.none),
            "answers": _named(EVIDENCE, self.verdict.answers),
            "ours": _named(EVIDENCE, self.verdict.ours),
            "thresholds": {"answer": self.answer, "suggest": self.suggest},
            "scope": [round(float(weight), 4) for weight in self.scope],
            "fitted_on": dict(self.fitted_on),
        }


def _named(names: tuple[str, ...], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
