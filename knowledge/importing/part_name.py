"""Lines that name a part of a file, and stand above its first question. Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.importing.assembly import Start
from knowledge.importing.imported import first_filled
from knowledge.importing.marks import asks
from knowledge.importing.text import Text

_PART = re.compile(
    r"[ \t*_]*(?:[=~-]{2,}[ \t]*)?"
    r"(?:part|section|chapter|week|unit|lesson|teil|kapitel|woche|parte|semana)[ \t]+"
    r"(?:\d{1,3}|[IVX]+|[A-Z])\b[^.?!]{0,60}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t]*([-=~*_])\1{2,}[ \t]*$")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")


def part_above(text: Text, place: int, *, is_restart: bool = False) -> int | None:
    """Find the line that names a part, with nothing but blank lines between it and `place`.

    Where questions are counted anew, the name of a part needs no blank line above it.
    """
    above = first_filled(text.lines, reversed(range(place)))
    if above is None:
        return None
    if above and _is_underlined(text, above - 1):
        above -= 1
    said = text.lines[above].text
    is_heading = text.headed and bool(_HEADING.match(said)) and not asks(said)
    is_apart = is_restart or text.begins_paragraph(above)
    return above if is_heading or (is_apart and _PART.match(said)) else None


def part_names(text: Text, starts: Sequence[Start]) -> list[int]:
    """Find those that would end an answer: above the second question and further down."""
    found = (
        part_above(text, start.first, is_restart=_is_restart(before, start))
        for before, start in pairwise(starts)
    )
    return [place for place in found if place is not None and place >= starts[0].body]


def lines_of_name(text: Text, place: int) -> range:
    """Give the line that names a part, and the rule that underlines it, if any does."""
    return range(place, place + (2 if _is_underlined(text, place) else 1))


def _is_underlined(text: Text, place: int) -> bool:
    return bool(_PART.match(text.lines[place].text) and _RULE.match(text.below(place)))


def _is_restart(before: Start, start: Start) -> bool:
    """Whether counting begins anew, so that a part's name may stand right below an answer."""
    return start.number == 1 and before.number is not None
