"""A period is read as somebody writes it, or they are told how."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.periods import HOW, MOST_DAYS, Period, read_period

TODAY = date(2026, 12, 3)  # a Thursday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", "2026-11-04", "2026-12-03"),
        ("7d", "2026-11-27", "2026-12-03"),
        ("last 7 days", "2026-11-27", "2026-12-03"),
        ("2w", "2026-11-20", "2026-12-03"),
        ("today", "2026-12-03", "2026-12-03"),
        ("this week", "2026-11-30", "2026-12-03"),
        ("Last  Week", "2026-11-23", "2026-11-29"),
        ("this month", "2026-12-01", "2026-12-03"),
        ("last month", "2026-11-01", "2026-11-30"),
        ("since 2026-11-01", "2026-11-01", "2026-12-03"),
        ("2026-11-01 2026-11-30", "2026-11-01", "2026-11-30"),
        ("2026-11-01 to 2027-01-31", "2026-11-01", "2026-12-03"),
    ],
)
def test_what_is_written_is_read(text: str, first: str, last: str) -> None:
    assert read_period(text, TODAY) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("yesterdayish", "I can't read “yesterdayish” as a period"),
        ("0d", "A period has 1 to 3,660 days"),
        ("9999w", "A period has 1 to 3,660 days"),
        ("since 2026-02-30", "There is no day 2026-02-30"),
        ("since 2027-01-01", "2027-01-01 comes after 2026-12-03"),
        ("2026-11-30 2026-11-01", "2026-11-30 comes after 2026-11-01"),
    ],
)
def test_what_is_no_period_says_what_can_be_written(text: str, why: str) -> None:
    found = read_period(text, TODAY)

    assert isinstance(found, str)
    assert why in found
    assert found.endswith(HOW)


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{0,6}[dw]|since [0-9-]{0,12}", fullmatch=True))
def test_any_text_is_a_period_until_today_or_a_sentence(text: str) -> None:
    found = read_period(text, TODAY)

    assert isinstance(found, str) or (found.last <= TODAY and 1 <= found.days <= MOST_DAYS)
