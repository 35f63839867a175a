"""How firmly a topic seems to be held. Pure.

Nothing is graded here, so this is an estimate from signs. With `good` and `bad` their weights,

    firmness = good / (good + bad + 3) · 2^(-idle days / 30)

so three plain good signs make a half, doubts count against, and a month of silence halves it.
"""

import math
from collections.abc import Mapping
from datetime import date

from progress.counts import Counts

# Running code is doing; reading an answer is only reading.
GOOD: Mapping[str, float] = {"answered": 0.5, "chosen": 0.5, "helpful": 1.0}
GOOD_RUN = 1.0
BAD: Mapping[str, float] = {"abstained": 0.25, "unhelpful": 1.0, "failed_runs": 0.5}
PRIOR = 3.0
HALF_LIFE_DAYS = 30


def firmness(counts: Counts, last_day: date, today: date) -> float:
    """Rate from 0 (untouched) towards 1: good signs raise it, bad ones and silence lower it."""
    idle_days = max((today - last_day).days, 0)
    return _strength(counts) * math.exp2(-idle_days / HALF_LIFE_DAYS)


def _strength(counts: Counts) -> float:
    good = _weighed(counts, GOOD) + GOOD_RUN * (counts.runs - counts.failed_runs)
    return good / (good + _weighed(counts, BAD) + PRIOR)


def _weighed(counts: Counts, weights: Mapping[str, float]) -> float:
    return math.fsum(weight * getattr(counts, name) for name, weight in weights.items())
