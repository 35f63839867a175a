"""Where to answer, where to suggest: set on questions that the index had not seen."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.matching.confidence import Logit
from knowledge.matching.logit_fit import Case

Doubles = npt.NDArray[np.float64]

# Of what is answered, this share is right.
PRECISION = 0.95
# Of strangers' messages, these shares may be answered, and may be met with suggestions.
FALSE_ANSWERS = 0.015
FALSE_HOPES = 0.04


def answer_threshold(logit: Logit, inside: Sequence[Case], strangers: Sequence[Case]) -> float:
    """Return the lowest confidence from which on answers keep both promises."""
    outside = [_best(logit, case) for case in strangers]
    judged = sorted([*(_best(logit, case) for case in inside), *outside], reverse=True)
    right = np.cumsum([is_right for _, is_right in judged])
    good = np.flatnonzero(right / np.arange(1, len(judged) + 1) >= PRECISION)
    precise = judged[good[-1]][0] if len(good) else 1.0
    return max(precise, float(np.quantile([score for score, _ in outside], 1 - FALSE_ANSWERS)))


def suggest_threshold(logit: Logit, strangers: Sequence[Case]) -> float:
    """Return the lowest belief in "one of these" that few strangers' messages reach."""
    some = [1 - logit.beliefs(case.candidates, case.none).none for case in strangers]
    return float(np.quantile(some, 1 - FALSE_HOPES))


def _best(logit: Logit, case: Case) -> tuple[float, bool]:
    beliefs = logit.beliefs(case.candidates, case.none)
    place = int(beliefs.candidates.argmax())
    return float(beliefs.candidates[place]), place == case.right or place in case.also
