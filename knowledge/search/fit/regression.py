"""The small optimisations behind the coefficients, by Newton's method on numpy."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.arrays import Booleans, Doubles, Floats
from knowledge.search.belief import Logit, Verdict, evidence

RIDGE = 0.5
SCOPE_RIDGE = 3.0
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its evidence; `right` is the entry that answers it, None for none.

    `also` are entries that are no wrong answer either: an answer is judged by them, a rank is not.
    What `ranks_only` teaches the ranking, and not how sure an answer is.
    """

    candidates: Floats
    none: Floats
    right: int | None
    weight: float
    also: frozenset[int] = frozenset()
    ranks_only: bool = False


def conditional(cases: Sequence[Case]) -> Logit:
    """Maximise the likelihood of the right alternative, "none of these" being one of them."""
    width = cases[0].candidates.shape[1]
    alternatives = [_alternatives(case) for case in cases]
    chosen = [-1 if case.right is None else case.right for case in cases]
    weights = [case.weight for case in cases]

    def likelihood(point: Doubles) -> tuple[float, Doubles, Doubles]:
        value = -RIDGE / 2 * float(point @ point)
        slope, bend = -RIDGE * point, RIDGE * np.eye(len(point))
        for rows, place, weight in zip(alternatives, chosen, weights, strict=True):
            shares = _softmax(rows @ point)
            mean = shares @ rows
            value += weight * float(np.log(shares[place] + 1e-300))
            slope = slope + weight * (rows[place] - mean)
            bend += weight * ((rows.T * shares) @ rows - np.outer(mean, mean))
        return value, slope, bend

    found = _climb(likelihood, alternatives[0].shape[1]).astype(np.float32)
    return Logit(found[:width], found[width:])


def binary(vectors: Floats, positive: Booleans) -> Floats:
    """Fit a logistic regression with both classes weighing the same; the offset comes last."""
    rows = np.append(vectors, np.ones((len(vectors), 1)), axis=1)
    balance = np.where(positive, 0.5 / positive.mean(), 0.5 / (~positive).mean())
    return logistic(rows, positive, balance, ridge=SCOPE_RIDGE)


def logistic(
    features: Floats, positive: Booleans, weights: Doubles, *, ridge: float = RIDGE
) -> Floats:
    """Fit a logistic regression; a column of ones among the features is its offset."""
    rows = features.astype(np.float64)
    signs = np.where(positive, 1.0, -1.0)
    pull = ridge * np.eye(rows.shape[1])

    def likelihood(point: Doubles) -> tuple[float, Doubles, Doubles]:
        margins = signs * (rows @ point)
        miss = 1 / (1 + np.exp(margins))
        value = -float((weights * np.logaddexp(0, -margins)).sum())
        slope = (weights * miss * signs) @ rows
        bend = (rows.T * (weights * miss * (1 - miss))) @ rows
        return value - float(point @ pull @ point) / 2, slope - pull @ point, bend + pull

    return _climb(likelihood, rows.shape[1]).astype(np.float32)


def _alternatives(case: Case) -> Doubles:
    """Put "none of these" below the candidates, its features beside theirs."""
    entries, width = case.candidates.shape
    rows = np.zeros((entries + 1, width + len(case.none)))
    rows[:-1, :width] = case.candidates
    rows[-1, width:] = case.none
    return rows


def _softmax(utilities: Doubles) -> Doubles:
    shares: Doubles = np.exp(utilities - utilities.max())
    shares /= shares.sum()
    return shares


def _climb(likelihood: Callable[[Doubles], tuple[float, Doubles, Doubles]], size: int) -> Doubles:
    """Climb a concave function by damped Newton steps."""
    point = np.zeros(size)
    value, slope, bend = likelihood(point)
    for _ in range(ROUNDS):
        step = np.linalg.solve(bend, slope)
        while (raised := likelihood(point + step))[0] < value and np.abs(step).max() > 1e-6:
            step = step / 2
        point, gain = point + step, raised[0] - value
        value, slope, bend = raised
        if gain < 1e-6:
            break
    return point


# Fit the two verdicts on rankings that the folds gave, and set the thresholds on them.

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
