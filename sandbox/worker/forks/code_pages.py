"""The most read code of mapped files in huge pages, since each run maps anew what it reads.

Only in the zygote, before its walls. No page is ever writable and executable at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sandbox.worker.forks import memory
from sandbox.worker.forks.mappings import mappings
from sandbox.worker.forks.memory import HUGE

# Copied only where a run reads so many places of a huge page; and so many at most, for its memory.
_WORTH, _AT_MOST = 2, 16


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a mapped file that cannot be written to."""

    start: int
    end: int
    executable: bool


def areas() -> tuple[Area, ...]:
    """What is mapped of libraries, in order; each privately, so that a copy is as good."""
    return tuple(
        Area(piece.start, piece.end, executable=piece.rights == "r-xp")
        for piece in mappings()
        if piece.is_of_file and piece.rights in ("r--p", "r-xp")
    )


def _in_a_row(windows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Windows that follow each other, together: start and size of each row."""
    for _, row in groupby(enumerate(windows), lambda pair: pair[1] - pair[0] * HUGE):
        addresses = [address for _, address in row]
        yield addresses[0], len(addresses) * HUGE


def chosen(known: Iterable[Area], read: Iterable[int]) -> Iterator[tuple[Area, int, int]]:
    """What is worth a huge page, as start and size; the most read first come first. Pure."""
    counted = Counter(page // HUGE * HUGE for page in read)
    best = {at for at, times in counted.most_common(_AT_MOST) if times >= _WORTH}
    for area in known:
        first, last = -(-area.start // HUGE) * HUGE, area.end // HUGE * HUGE
        for start, size in _in_a_row(at for at in range(first, last, HUGE) if at in best):
            yield area, start, size


def enlarge(read: Iterable[int]) -> None:
    """Put the most read pieces into huge pages; where the kernel can't, all stays as it was."""
    for area, start, size in chosen(areas(), read):
        memory.moved_into_huge_pages(start, size, executable=area.executable)
