"""The days that figures are about. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
_WEEK = 7
_UNREAD = "I can't read that time. Send 7d for the last seven days, last week, or since 2026-11-01."


@dataclass(frozen=True, slots=True)
class Period:
    """Days, the first and the last included."""

    first: date
    last: date


def read_period(text: str, today: date) -> Period | str:
    """Read `7d`, `last week` (from Monday to Sunday) or `since` a day; else say how to write it."""
    said = " ".join(text.lower().split())
    try:
        if found := re.fullmatch(r"(\d{1,4})d", said, re.ASCII):
            days = int(found[1])
            return Period(today - (days - 1) * DAY, today) if days else _UNREAD
        if said == "last week":
            monday = today - (today.weekday() + _WEEK) * DAY
            return Period(monday, monday + (_WEEK - 1) * DAY)
        first = date.fromisoformat(said.removeprefix("since "))
    except ValueError:
        return _UNREAD
    return Period(first, today) if first <= today else _UNREAD
