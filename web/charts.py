"""Where the parts of a chart lie; templates draw them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 320


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar, of what kind, and where it lies."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart: its name, and how many of each kind."""

    label: str
    counts: tuple[int, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of one scale, and what their parts stand for."""

    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]


def bars(kinds: Sequence[str], rows: Iterable[tuple[str, Sequence[int]]]) -> Bars:
    """Lay counts side by side in each row; the longest row fills the width."""
    laid = tuple(rows)
    most = max((sum(counts) for _, counts in laid), default=0) or 1
    made = (Bar(label, tuple(counts), _parts(kinds, counts, most)) for label, counts in laid)
    return Bars(tuple(kinds), tuple(made))


def _parts(kinds: Sequence[str], counts: Sequence[int], most: int) -> tuple[Part, ...]:
    ends = [WIDTH * sum(counts[: number + 1]) / most for number in range(len(counts))]
    starts = [0.0, *ends]
    pieces = zip(kinds, starts, ends, strict=False)
    return tuple(Part(kind, round(x, 1), round(end - x, 1)) for kind, x, end in pieces if end > x)
