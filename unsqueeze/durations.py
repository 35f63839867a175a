"""How people write spans and moments on the command line."""

import re
from datetime import UTC, datetime, timedelta

import typer

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_duration(text: str) -> timedelta:
    """`7d` is seven days; m, h, d and w are known."""
    found = re.fullmatch(r"(\d{1,4})([mhdw])", text.strip())
    if found is None or int(found[1]) == 0:
        raise typer.BadParameter(f"expected a span such as 30m, 12h, 7d or 2w, got {text!r}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def parse_time(text: str) -> datetime:
    """An ISO 8601 time; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
        # Near either end of the calendar, a time elsewhere has none in UTC.
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"expected a time such as 2026-11-25 or 2026-11-25T08:00:00+00:00, got {text!r}"
        ) from None
