"""What a class is to do until when, as it is typed and how far everybody is with it. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# Who has something open is reminded so long before the end.
REMINDED_BEFORE = timedelta(hours=24)
_WANTED = re.compile(
    r"\s*(?:title:[ \t]*(?P<title>[^\n]*)\n)?\s*(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[ \t]+(?P<time>\d{1,2}:\d\d))?\s+(?P<targets>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_END_OF_DAY = "23:59"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An assignment as somebody typed it; without a title it is called by what is in it."""

    title: str
    due_at: datetime
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """An assignment of a class; a target is an exercise, or a topic for all of its exercises."""

    id: int
    cohort_id: int
    title: str
    targets: tuple[str, ...]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """How far somebody is: which exercises were passed in time, which late, which are open.

    Of those `seen` they saw the solution before they passed.
    """

    in_time: tuple[str, ...]
    late: tuple[str, ...]
    open: tuple[str, ...]
    seen: tuple[str, ...] = ()


def wanted(text: str, time_zone: str) -> Wanted | None:
    """Read what follows /assign, its day and time in the class's zone; None where it is unclear."""
    found = _WANTED.fullmatch(text)
    if found is None:
        return None
    try:
        day = datetime.fromisoformat(found["day"])
        time = datetime.strptime(found["time"] or _END_OF_DAY, "%H:%M").replace(tzinfo=UTC).time()
    except ValueError:
        return None
    due_at = datetime.combine(day, time, ZoneInfo(time_zone)).astimezone(UTC)
    names = (each.strip() for each in re.split(r"[,;\n]", found["targets"]))
    targets = tuple(dict.fromkeys(filter(None, names)))
    return Wanted((found["title"] or "").strip(), due_at, targets) if targets else None


def done(exercises: Iterable[str], ended: Mapping[str, datetime | None], due_at: datetime) -> Done:
    """How far somebody is who passed these exercises then; the last moment is in time."""
    names = tuple(exercises)
    passed = {name: at for name, at in ended.items() if at is not None}
    return Done(
        tuple(each for each in names if each in passed and passed[each] <= due_at),
        tuple(each for each in names if each in passed and passed[each] > due_at),
        tuple(each for each in names if each not in ended),
        tuple(each for each in names if each in ended and each not in passed),
    )
