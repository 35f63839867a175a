"""Fit the two verdicts on rankings that the folds gave, and set the thresholds on them."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.matching import thresholds
from knowledge.matching.confidence import Logit
from knowledge.matching.logit_fit import Case, logistic
from knowledge.matching.verdict import Verdict, evidence

Floats = npt.NDArray[np.float32]
Booleans = npt.NDArray[np.bool_]

# Strangers are one of eleven cases here and perhaps one of four messages in a chat.
STRANGERS = 0.25


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
    verdict = Verdict(_answers(rows[ours], right[ours]), _ours(rows, ours))
    best_answers = np.array([verdict.best_answers(row) for row in rows])
    any_answers = np.array([verdict.any_answers(row) for row in rows])
    answer = thresholds.answer_threshold(best_answers[ours], right[ours], best_answers[~ours])
    return verdict, answer, thresholds.suggest_threshold(any_answers[~ours])


def _answers(rows: Floats, right: Booleans) -> Floats:
    return logistic(rows, right, np.ones(len(rows)))


def _ours(rows: Floats, ours: Booleans) -> Floats:
    share = STRANGERS / (1 - STRANGERS) * ours.sum() / (~ours).sum()
    return logistic(rows, ours, np.where(ours, 1.0, share))


def _judged(logit: Logit, case: Case, related: Sequence[Collection[int]]) -> tuple[Floats, bool]:
    beliefs = logit.beliefs(case.candidates, case.none)
    best = int(beliefs.candidates.argmax())
    row = evidence(beliefs, case.candidates, case.none, related[best])
    return row, best == case.right or best in case.also
