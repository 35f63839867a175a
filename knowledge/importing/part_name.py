"""Lines that name a part of a file, and stand above its first question. Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.importing.assembly import Start
from knowledge.importing.imported import Lines, begins_paragraph
from knowledge.importing.marks import asks

_PART = re.compile(
    r"[ \t*_]*(?:part|section|chapter|week|unit|lesson|teil|kapitel|woche|parte|semana)[ \t]+"
    r"(?:\d{1,3}|[IVX]+|[A-Z])\b[^.?!]{0,60}$",
    re.IGNORECASE,
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")


def part_above(lines: Lines, place: int, *, headed: bool, is_restart: bool = False) -> int | None:
    """Find the line that names a part, with nothing but blank lines between it and `place`.

    `headed` text has Markdown's headings, which are comments elsewhere; where questions are counted
    anew, the name of a part needs no blank line above it.
    """
    above = next((n for n in reversed(range(place)) if lines[n].text.strip()), None)
    if above is None:
        return None
    text = lines[above].text
    is_heading = headed and bool(_HEADING.match(text)) and not asks(text)
    is_apart = begins_paragraph(lines, above)
    return above if is_heading or ((is_apart or is_restart) and _PART.match(text)) else None


def part_names(lines: Lines, starts: Sequence[Start], *, headed: bool) -> list[int]:
    """Find those that would end an answer: above the second question and further down."""
    found = (
        part_above(lines, start.first, headed=headed, is_restart=_is_restart(before, start))
        for before, start in pairwise(starts)
    )
    return [place for place in found if place is not None and place >= starts[0].body]


def _is_restart(before: Start, start: Start) -> bool:
    """Whether counting begins anew, so that a part's name may stand right below an answer."""
    return start.number == 1 and before.number is not None
