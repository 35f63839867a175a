"""How firmly a topic seems to be held. Pure.

Nothing is graded here, so this is an estimate from signs. With `good` and `bad` their weights,

    firmness = good / (good + bad + 3) · 2^(-idle days / 30)

so three plain good signs make a half, doubts count against, and a month of silence halves it.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from progress.rollups import Counts

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


# Days in a row. Pure.

DAY = timedelta(days=1)


def streak(days: Collection[date], today: date) -> int:
    """How many days in a row up to today; a day that has only begun breaks nothing."""
    known = frozenset(days)
    last = today if today in known else today - DAY
    length = 0
    while last - length * DAY in known:
        length += 1
    return length


# What to read next. Pure.


def suggestion(prerequisites: Mapping[str, Sequence[str]], seen: Sequence[str]) -> str | None:
    """Pick the next entry for someone who saw `seen`, the latest last; None when all are seen.

    `prerequisites` lists every entry in teaching order. What builds on the latest reading comes
    first, but nothing whose own prerequisites are still unread while there is another way on.
    """
    latest = {slug: position for position, slug in enumerate(seen)}
    unseen = [slug for slug in prerequisites if slug not in latest]
    known = {
        slug: [p for p in needs if p in prerequisites] for slug, needs in prerequisites.items()
    }
    ready = [slug for slug in unseen if all(need in latest for need in known[slug])]
    # A stable maximum: among equals, the teaching order decides.
    return max(
        ready or unseen,
        key=lambda slug: max((latest.get(need, -1) for need in known[slug]), default=-1),
        default=None,
    )
