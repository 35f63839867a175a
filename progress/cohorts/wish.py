"""What `/class` is asked for: words become a wish, or why they are none. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import available_timezones

NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Show:
    """See one's classes."""


@dataclass(frozen=True, slots=True)
class New:
    """Make a class."""

    name: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Let the class have another name."""

    name: str


@dataclass(frozen=True, slots=True)
class End:
    """Let this be the last day of the class; without one, today."""

    on: date | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """Let the class keep another time zone."""

    name: str


class Misread(StrEnum):
    """Why words after `/class` were not understood."""

    UNKNOWN = "unknown"
    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_DAY = "no_day"
    NO_ZONE = "no_zone"


Change = Rename | End | Zone
Wish = Show | New | Change | Misread


def wished(said: str) -> Wish:
    """Read what follows `/class`."""
    word, *rest = said.split(maxsplit=1) or [""]
    read = _READERS.get(word.lower())
    return read(" ".join(" ".join(rest).split())) if read else Misread.UNKNOWN


def _named(wish: type[New | Rename]) -> Callable[[str], Wish]:
    def read(name: str) -> Wish:
        if not name:
            return Misread.NO_NAME
        return Misread.LONG_NAME if len(name) > NAME_LENGTH else wish(name)

    return read


def _end(day: str) -> Wish:
    try:
        return End(date.fromisoformat(day))
    except ValueError:
        return Misread.NO_DAY


def _zone(said: str) -> Wish:
    known = {name.lower(): name for name in available_timezones()}
    found = known.get(said.lower().replace(" ", "_"))
    return Zone(found) if found else Misread.NO_ZONE


_READERS: dict[str, Callable[[str], Wish]] = {
    "": lambda _: Show(),
    "new": _named(New),
    "name": _named(Rename),
    "ends": _end,
    "renew": _end,
    "close": lambda _: End(),
    "zone": _zone,
}
