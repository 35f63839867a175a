"""Days in a row. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

DAY = timedelta(days=1)


def streak(days: Collection[date], today: date) -> int:
    """How many days in a row up to today; a day that has only begun breaks nothing."""
    known = frozenset(days)
    last = today if today in known else today - DAY
    length = 0
    while last - length * DAY in known:
        length += 1
    return length
