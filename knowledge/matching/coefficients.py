"""What was fitted: all weights, the direction of our domain, the two thresholds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from knowledge.arrays import Floats
from knowledge.matching.confidence import Logit
from knowledge.matching.signals import CANDIDATE_FEATURES, NONE_FEATURES
from knowledge.matching.verdict import EVIDENCE, Verdict

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
        text = files("knowledge.matching").joinpath(FILE).read_text(encoding="utf-8")
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
