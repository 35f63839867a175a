"""What a button says: callback data of at most 64 bytes, versioned, with no state elsewhere.

Layout: version, action letter, two digits (a page, or which sections are open), a slug or a number.
Data of another version, or that nobody could have packed, unpacks to `Stale`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

VERSION = "1"

# What a database's column can hold; a forged button may say anything.
_LARGEST_ID = 2**63 - 1

_LAYOUT = re.compile(VERSION + r"([a-z])(\d\d)([a-z0-9-]{0,48})", re.ASCII)


@dataclass(frozen=True, slots=True)
class View:
    """What an answer shows: the sections that are open, and whether it still asks for a vote."""

    more: bool = False
    pitfall: bool = False
    voted: bool = False


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """Answer with this entry, in a message of its own."""

    slug: str


@dataclass(frozen=True, slots=True)
class RunExample:
    """Run the entry's example."""

    slug: str


@dataclass(frozen=True, slots=True)
class Unfold:
    """Show the entry as `view` says, in place."""

    slug: str
    view: View


@dataclass(frozen=True, slots=True)
class Vote:
    """Say whether an answer helped; it then looks as `view` says."""

    slug: str
    helpful: bool
    view: View


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """The list of topics."""


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """One page of a topic's entries."""

    topic: str
    page: int


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Nothing that was suggested is meant; `asked` is the update that brought the question."""

    asked: int


@dataclass(frozen=True, slots=True)
class DrawExample:
    """Draw what the entry's example ends in."""

    slug: str


@dataclass(frozen=True, slots=True)
class DrawQuoted:
    """Draw the code of the message that the one with this button answers."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A button of another release, or one that was forged."""


Press = (
    OpenEntry
    | RunExample
    | Unfold
    | Vote
    | ShowTopics
    | ShowTopic
    | NoneOfThese
    | DrawExample
    | DrawQuoted
)


def pack(press: Press) -> str:
    """Callback data for a button."""
    match press:
        case OpenEntry(slug):
            letter, number, name = "o", 0, slug
        case RunExample(slug):
            letter, number, name = "r", 0, slug
        case Unfold(slug, view):
            letter, number, name = "u", _number(view), slug
        case Vote(slug, helpful, view):
            letter, number, name = "y" if helpful else "n", _number(view), slug
        case ShowTopics():
            letter, number, name = "a", 0, ""
        case ShowTopic(topic, page):
            letter, number, name = "t", page, topic
        case NoneOfThese(asked):
            letter, number, name = "x", 0, str(asked)
        case DrawExample(slug):
            letter, number, name = "e", 0, slug
        case DrawQuoted():
            letter, number, name = "d", 0, ""
        case _:
            assert_never(press)
    return f"{VERSION}{letter}{number:02d}{name}"


def unpack(data: str | None) -> Press | Stale:
    """What a pressed button says; any text at all may come."""
    found = _LAYOUT.fullmatch(data or "")
    if found is None or found[1] not in _READERS:
        return Stale()
    press = _READERS[found[1]](int(found[2]), found[3])
    # Packing again must give the same bytes: that refuses numbers and slugs out of place.
    return press if not isinstance(press, Stale) and pack(press) == data else Stale()


def _number(view: View) -> int:
    return view.more + 2 * view.pitfall + 4 * view.voted


def _view(number: int) -> View:
    return View(more=bool(number & 1), pitfall=bool(number & 2), voted=bool(number & 4))


def _none_of_these(number: str) -> NoneOfThese | Stale:
    asked = int(number) if number.isdigit() else _LARGEST_ID + 1
    return NoneOfThese(asked) if asked <= _LARGEST_ID else Stale()


_READERS: Mapping[str, Callable[[int, str], Press | Stale]] = {
    "o": lambda _number, slug: OpenEntry(slug),
    "r": lambda _number, slug: RunExample(slug),
    "u": lambda number, slug: Unfold(slug, _view(number)),
    "y": lambda number, slug: Vote(slug, True, _view(number)),
    "n": lambda number, slug: Vote(slug, False, _view(number)),
    "a": lambda _number, _slug: ShowTopics(),
    "t": lambda number, slug: ShowTopic(slug, number),
    "x": lambda _number, slug: _none_of_these(slug),
    "e": lambda _number, slug: DrawExample(slug),
    "d": lambda _number, _slug: DrawQuoted(),
}
