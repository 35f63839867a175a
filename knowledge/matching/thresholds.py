"""Where to answer, where to suggest: set on questions that the index had not seen."""

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

# Of the phrasings that are answered, this share is right. Each is unlike its entry's others on
# purpose: more answers are right of exams' questions, and fewer of titles that others gave theirs.
PRECISION = 0.94
# Of strangers' messages, these shares may be answered, and may be met with suggestions. They are
# near misses for the most part: of a mixed lot of messages fewer are answered.
FALSE_ANSWERS = 0.035
FALSE_HOPES = 0.23


def answer_threshold(inside: Doubles, right: npt.NDArray[np.bool_], strangers: Doubles) -> float:
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
