from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.mastery import streak

TODAY = date(2026, 3, 10)


def ago(*days: int) -> set[date]:
    return {TODAY - timedelta(days=number) for number in days}


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (ago(), 0),
        (ago(0), 1),
        (ago(1), 1),
        (ago(2), 0),
        (ago(0, 1, 2), 3),
        (ago(1, 2, 3), 3),
        (ago(0, 2, 3), 1),
        (ago(-1, 0, 1), 2),
    ],
)
def test_a_streak_is_days_in_a_row(days: set[date], length: int) -> None:
    assert streak(days, TODAY) == length


@given(st.sets(st.integers(0, 12)))
def test_learning_today_never_shortens_a_streak(days: set[int]) -> None:
    assert streak(ago(*days, 0), TODAY) >= streak(ago(*days), TODAY)


def test_the_first_of_all_days_is_no_trouble() -> None:
    assert streak([], date.min + timedelta(days=1)) == 0
