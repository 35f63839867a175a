"""Spans and moments as people type them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import typer

from unsqueeze.terminal import parse_duration, parse_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(weeks=2)),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "7", "d", "-7d", "0d", "7 days", "99999d"])
def test_what_is_no_span_is_named(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="expected a span such as"):
        parse_duration(text)


def test_a_time_without_offset_is_utc() -> None:
    assert parse_time("2026-11-25") == datetime(2026, 11, 25, tzinfo=UTC)
    assert parse_time("2026-11-25T10:00:00+02:00") == datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(typer.BadParameter, match=re.escape(repr(text))):
        parse_time(text)
