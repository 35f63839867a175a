"""Which days a statistic is about, as somebody writes it. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
USUAL_DAYS = 30
# A log older than that is nobody's class of today.
FIRST_YEAR = 2000
MOST_DAYS = 3660
HOW = (
    "Write days or weeks back (7d, 2w), this or last week or month, since 2026-11-01, or two dates "
    "such as 2026-11-01 2026-11-30."
)

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"


@dataclass(frozen=True, slots=True)
class Period:
    """Days in a row, both ends counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def read_period(text: str, today: date) -> Period | str:
    """Read a period that ends today or before; else a sentence says what can be written."""
    said = " ".join(text.lower().split())
    for pattern, rule in _RULES:
        if found := re.fullmatch(pattern, said):
            try:
                return rule(today, *found.groups())
            except ValueError as error:
                return f"{error}. {HOW}"
    return f"I can't read “{text.strip()[:40]}” as a period. {HOW}"


def back(today: date, days: int) -> Period:
    """So many days up to today, which counts."""
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A period has 1 to {MOST_DAYS:,} days")
    return Period(today - (days - 1) * DAY, today)


def _week(today: date, which: str) -> Period:
    monday = today - today.weekday() * DAY
    if which == "this":
        return Period(monday, today)
    return Period(monday - 7 * DAY, monday - DAY)


def _month(today: date, which: str) -> Period:
    first = today.replace(day=1)
    if which == "this":
        return Period(first, today)
    before = first - DAY
    return Period(before.replace(day=1), before)


def _between(today: date, first: str, last: str) -> Period:
    one, other = _date(first), min(_date(last), today)
    if one > other:
        raise ValueError(f"{one} comes after {other}")
    return Period(max(one, other - (MOST_DAYS - 1) * DAY), other)


def _date(text: str) -> date:
    try:
        day = date(*map(int, text.split("-")))
    except ValueError:
        raise ValueError(f"There is no day {text}") from None
    if day.year < FIRST_YEAR:
        raise ValueError(f"Nobody was here on {text}")
    return day


_RULES: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"", lambda today: back(today, USUAL_DAYS)),
    (r"(?:last )?(\d{1,5}) ?d(?:ays?)?", lambda today, number: back(today, int(number))),
    (r"(?:last )?(\d{1,4}) ?w(?:eeks?)?", lambda today, number: back(today, 7 * int(number))),
    (r"(this|last) week", _week),
    (r"(this|last) month", _month),
    (r"today", lambda today: back(today, 1)),
    (rf"since ({_DAY})", lambda today, first: _between(today, first, str(today))),
    (rf"({_DAY})(?: ?(?:-|–|to|until|\.\.) ?| )({_DAY})", _between),
)
