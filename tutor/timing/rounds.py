"""What rounds of timing show: which of two blocks is faster, by how much, and how sure that is.

A round times both blocks within a few milliseconds of each other, so whatever slowed the machine
down slowed both: the ratio of a round is worth more than its seconds. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from statistics import median

# A ratio nearer to one is no news: where code happens to lie in memory makes that much.
SMALLEST_RATIO = 1.03
FEWEST_ROUNDS = 3
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Spread:
    """A median and where it lies in 95 of 100 cases, whatever the distribution."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Faster:
    """One block is faster: `ratio` tells how many times as fast, and is above one."""

    second: bool
    ratio: Spread
    rounds: int


@dataclass(frozen=True, slots=True)
class NoDifference:
    """The rounds show none: the ratio straddles one, or is too near to it to mean anything."""

    ratio: Spread
    rounds: int


@dataclass(frozen=True, slots=True)
class TooFewRounds:
    """A block takes so long that it was hardly repeated; `rounds` prove nothing."""

    rounds: int


Comparison = Faster | NoDifference | TooFewRounds


def spread(values: Sequence[float]) -> Spread:
    """Find the median and its interval; the values must be some."""
    ordered = sorted(values)
    left_out = _left_out(len(ordered))
    return Spread(median(ordered), ordered[left_out], ordered[-1 - left_out])


def compared(rounds: Sequence[tuple[float, float]]) -> Comparison:
    """Compare two blocks by their seconds in each round; seconds are positive."""
    if len(rounds) < FEWEST_ROUNDS:
        return TooFewRounds(len(rounds))
    # How many times as fast the second is: seconds divide the other way round.
    second = spread([first / second for first, second in rounds])
    if _is_news(second):
        return Faster(second=True, ratio=second, rounds=len(rounds))
    first = spread([second / first for first, second in rounds])
    if _is_news(first):
        return Faster(second=False, ratio=first, rounds=len(rounds))
    return NoDifference(second, len(rounds))


def _is_news(ratio: Spread) -> bool:
    return ratio.low > 1 and ratio.middle >= SMALLEST_RATIO


def _left_out(count: int) -> int:
    """How many values may be left out at either end: an order statistic's interval."""
    tail, left_out = 0.5**count, 0
    while tail + comb(count, left_out + 1) * 0.5**count <= (1 - CONFIDENCE) / 2:
        left_out += 1
        tail += comb(count, left_out) * 0.5**count
    return left_out
