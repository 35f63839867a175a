"""Fenced blocks, as Markdown has them and as people use them in plain text too. Pure."""

import re
from dataclasses import dataclass

from knowledge.importing.imported import Lines

# A mark that is closed later than so many lines was not meant to open a block.
LONGEST = 400
# What a notebook's cells are put between: nobody wrote these lines.
CELL_FENCE = "~" * 8
CELL_FENCES = frozenset({CELL_FENCE, f"{CELL_FENCE}python", f"{CELL_FENCE}output"})
_OPENING = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*\{?\.?([\w+-]*)[^`]*$")


@dataclass(frozen=True, slots=True)
class FencedBlock:
    """A block; `end` is the index after its closing line."""

    language: str
    inside: Lines
    end: int


def fence(lines: Lines, start: int) -> FencedBlock | None:
    """Read the block that opens at index `start`; one that nothing closes is none."""
    opened = _OPENING.match(lines[start].text)
    if not opened:
        return None
    mark = opened[1]
    closing = re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    for place in range(start + 1, min(start + LONGEST, len(lines))):
        if closing.match(lines[place].text):
            return FencedBlock(opened[2].lower(), lines[start + 1 : place], place + 1)
    return None


def inside_fences(lines: Lines) -> frozenset[int]:
    """Find the indices of all lines that belong to a block, its first and last line included."""
    found: set[int] = set()
    place = 0
    while place < len(lines):
        block = fence(lines, place)
        if block:
            found.update(range(place, block.end))
        place = block.end if block else place + 1
    return frozenset(found)
