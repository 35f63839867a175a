"""Where the nodes of a graph stand: in rows, each above all that reads it. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Waypoint:
    """Where the line between two nodes goes through a row that it skips."""

    start: int
    end: int
    height: int


Spot = int | Waypoint
Row = tuple[Spot, ...]


def rows(reads: Sequence[Sequence[int]]) -> tuple[Row, ...]:
    """The rows from the top; the last node stands alone in the last row.

    Within a row, what is read by the left stands to the left, so that lines seldom cross.
    """
    heights = _heights(reads)
    ordered: list[Row] = [(len(reads) - 1,)]
    for height in range(1, max(heights.values(), default=0) + 1):
        ordered.append(_above(ordered[-1], height, heights, reads))
    return tuple(reversed(ordered))


def _heights(reads: Sequence[Sequence[int]]) -> Mapping[int, int]:
    """How many steps each node is from the end, by the longest way; what leads nowhere has none."""
    heights = {len(reads) - 1: 0}
    for node in reversed(range(len(reads))):
        if node in heights:
            for read in reads[node]:
                heights[read] = max(heights.get(read, 0), heights[node] + 1)
    return heights


def _above(
    below: Row, height: int, heights: Mapping[int, int], reads: Sequence[Sequence[int]]
) -> Row:
    """The row that feeds the one below: by the middle of its readers, then in reading order."""
    wanted: dict[Spot, list[tuple[int, int]]] = {}
    for place, spot in enumerate(below):
        for order, (source, end) in enumerate(_feeding(spot, reads)):
            above = source if heights[source] == height else Waypoint(source, end, height)
            wanted.setdefault(above, []).append((place, order))
    return tuple(sorted(wanted, key=lambda spot: _middle(wanted[spot])))


def _feeding(spot: Spot, reads: Sequence[Sequence[int]]) -> Sequence[Edge]:
    if isinstance(spot, Waypoint):
        return ((spot.start, spot.end),)
    return tuple((source, spot) for source in dict.fromkeys(reads[spot]))


def _middle(places: Sequence[tuple[int, int]]) -> tuple[float, float]:
    count = len(places)
    return sum(place for place, _ in places) / count, sum(order for _, order in places) / count
