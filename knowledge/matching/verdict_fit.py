"""Fit the two verdicts on rankings that the folds gave, and set the thresholds on them."""

from collections.abc import Collection, Sequence

import numpy as np

from knowledge.arrays import Booleans, Doubles, Floats
from knowledge.matching.confidence import Logit
from knowledge.matching.logit_fit import Case, logistic
from knowledge.matching.verdict import Verdict, evidence

# Strangers are one of eleven cases here and perhaps one of four messages in a chat.
STRANGERS = 0.25
# Of the phrasings that are answered, this share is right. Each is unlike its entry's others on
# purpose: more answers are right of exams' questions, and fewer of titles that others gave theirs.
PRECISION = 0.942
# Of strangers' messages, these shares may be answered, and may be met with suggestions. They are
# near misses for the most part: of a mixed lot of messages fewer are answered.
FALSE_ANSWERS = 0.033
FALSE_HOPES = 0.23


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
    answer = answer_threshold(best_answers[ours], right[ours], best_answers[~ours])
    return verdict, answer, suggest_threshold(any_answers[~ours])


def answer_threshold(inside: Doubles, right: Booleans, strangers: Doubles) -> float:
    """Return the lowest confidence from which on answers keep both promises.

    `inside` are confidences in answers to phrasings and `right` tells which of these were right.
    """
    order = np.argsort(-inside, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= PRECISION)
    precise = float(inside[order[good[-1]]]) if len(good) else 1.0
    return max(precise, float(np.quantile(strangers, 1 - FALSE_ANSWERS)))


def suggest_threshold(strangers: Doubles) -> float:
    """Return the lowest belief in "one of these" that few strangers' messages reach."""
    return float(np.quantile(strangers, 1 - FALSE_HOPES))


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
