from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.mastery import BAD, GOOD, HALF_LIFE_DAYS, firmness
from progress.rollups import NOTHING, Counts
from tests.progress.examples import NOON

TODAY = NOON.date()
FEW = st.integers(0, 200)
COUNTS = st.builds(
    lambda failed, **others: Counts(**others) + Counts(runs=failed, failed_runs=failed),
    failed=FEW,
    answered=FEW,
    chosen=FEW,
    runs=FEW,
    helpful=FEW,
    unhelpful=FEW,
    abstained=FEW,
)
IDLE = st.integers(0, 1_000).map(lambda days: timedelta(days=days))


@given(COUNTS, IDLE)
def test_firmness_lies_between_none_and_full(counts: Counts, idle: timedelta) -> None:
    assert 0 <= firmness(counts, TODAY - idle, TODAY) < 1


@given(COUNTS, IDLE, st.sampled_from([*GOOD, "runs"]))
def test_a_good_sign_never_loosens(counts: Counts, idle: timedelta, sign: str) -> None:
    better = replace(counts, **{sign: getattr(counts, sign) + 1})

    assert firmness(better, TODAY - idle, TODAY) >= firmness(counts, TODAY - idle, TODAY)


@given(COUNTS, IDLE, st.sampled_from([*BAD]))
def test_a_bad_sign_never_firms(counts: Counts, idle: timedelta, sign: str) -> None:
    runs = counts.runs + (sign == "failed_runs")
    worse = replace(counts, runs=runs) if runs else counts
    worse = replace(worse, **{sign: getattr(counts, sign) + 1})

    assert firmness(worse, TODAY - idle, TODAY) <= firmness(counts, TODAY - idle, TODAY)


@given(COUNTS, IDLE)
def test_silence_loosens(counts: Counts, idle: timedelta) -> None:
    later = TODAY + timedelta(days=HALF_LIFE_DAYS)

    assert firmness(counts, TODAY - idle, later) == pytest.approx(
        firmness(counts, TODAY - idle, TODAY) / 2
    )


def test_three_plain_good_signs_make_a_half() -> None:
    assert firmness(Counts(runs=3), TODAY, TODAY) == pytest.approx(0.5)
    assert firmness(NOTHING, TODAY, TODAY) == 0


def test_a_clock_that_was_wrong_makes_nothing_firmer() -> None:
    tomorrow = TODAY + timedelta(days=1)

    assert firmness(Counts(runs=3), tomorrow, TODAY) == firmness(Counts(runs=3), TODAY, TODAY)
