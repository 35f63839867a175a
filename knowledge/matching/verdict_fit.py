"""Fit the two verdicts on rankings that the folds gave, and set the thresholds on them."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.matching import thresholds
from knowledge.matching.confidence import Logit
from knowledge.matching.logit_fit import Case, logistic
from knowledge.matching.verdict import Verdict, evidence

# Strangers are one of sixteen cases here and perhaps one of five messages in a chat.
STRANGER_WEIGHT = 3.0


def fit(
    logit: Logit, cases: Sequence[Case], related: Sequence[Collection[int]]
) -> tuple[Verdict, float, float]:
    """Return the verdicts and the thresholds to answer and to suggest.

    The logit was fitted on the same cases: its dozen weights cannot learn thousands by heart.
    """
    judged = [_judged(logit, case, related) for case in cases]
    rows = np.array([row for row, _ in judged])
    right = np.array([is_right for _, is_right in judged])
    ours = np.array([case.right is not None for case in cases])
    weights = np.where(ours, 1.0, STRANGER_WEIGHT)
    verdict = Verdict(logistic(rows, right, weights), logistic(rows, ours, weights))
    sure = np.array([verdict.best_answers(row) for row in rows])
    some = np.array([verdict.any_answers(row) for row in rows])
    answer = thresholds.answer_threshold(sure[ours], right[ours], sure[~ours])
    return verdict, answer, thresholds.suggest_threshold(some[~ours])


def _judged(
    logit: Logit, case: Case, related: Sequence[Collection[int]]
) -> tuple[npt.NDArray[np.float32], bool]:
    beliefs = logit.beliefs(case.candidates, case.none)
    best = int(beliefs.candidates.argmax())
    row = evidence(beliefs, case.candidates, case.none, related[best])
    return row, best == case.right or best in case.also
