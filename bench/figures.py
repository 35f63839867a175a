"""What the benches write down, and what is wanted of it: read again by `bench/report.py`."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

OURS, HTTP, COLD, BUBBLEWRAP, LIMIT = "ours", "ours over HTTP", "cold", "bubblewrap", "limit"


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Spread(_Kept):
    """How long single runs took."""

    p50_ms: float
    p95_ms: float
    runs: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        times = sorted(1000 * each for each in seconds)
        at95 = min(len(times) - 1, int(len(times) * 0.95))
        return cls(p50_ms=statistics.median(times), p95_ms=times[at95], runs=len(times))


class Place(_Kept):
    """Where and when; `others_busy` is the share of all processors that others had before."""

    name: str
    day: str
    processor: str
    processors: int
    kernel: str
    python: str
    torch: str | None
    others_busy: float


class Runs(_Kept):
    """One way to run the snippet; None is what cannot be measured from here."""

    latency: Spread
    per_second: float | None = None
    cpu_ms: float | None = None


class Ratios(_Kept):
    """Every way side by side, from one run of `bench/sandbox.py`."""

    kind: Literal["ratios"] = "ratios"
    place: Place
    isolation: str
    ways: dict[str, Runs]
    private_mib: float | None = None
    skipped: dict[str, str] = {}


class Row(_Kept):
    """One setting of one table of `bench/scaling.py`."""

    setting: str
    latency: Spread
    per_second: float
    cpu_ms: float | None
    held_mib: float | None = None
    huge_mib: float | None = None


class Scaling(_Kept):
    kind: Literal["scaling"] = "scaling"
    place: Place
    clients: tuple[Row, ...]
    spares: tuple[Row, ...]
    pages: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what is wanted of it; without `wanted` it is only told."""

    name: str
    value: float | None
    unit: Literal["×", " MiB"] = "×"
    at_least: float | None = None
    at_most: float | None = None

    @property
    def holds(self) -> bool:
        """What could not be measured misses nothing."""
        if self.value is None:
            return True
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def wanted(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:,.0f}{self.unit}"
        return f"≤ {self.at_most:,.0f}{self.unit}" if self.at_most is not None else ""

    @property
    def shown(self) -> str:
        if self.value is None:
            return "—"
        digits = 0 if self.value >= 100 else 1
        return f"{self.value:,.{digits}f}{self.unit}"


def _quotient(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _against(rival: str, ours: str, found: Ratios, *, wanted: bool) -> list[Figure]:
    slow, quick = found.ways.get(rival), found.ways.get(ours)
    if slow is None or quick is None:
        nothing = (None, None, None, None)
        p50, p95, rate, cpu = nothing
    else:
        p50 = slow.latency.p50_ms / quick.latency.p50_ms
        p95 = slow.latency.p95_ms / quick.latency.p95_ms
        rate = _quotient(quick.per_second, slow.per_second)
        cpu = _quotient(slow.cpu_ms, quick.cpu_ms)
    least = (1000, 300, 150) if wanted else (None, None, None)
    return [
        Figure(f"latency p50, {rival} ÷ {ours}", p50, at_least=least[0]),
        Figure(f"latency p95, {rival} ÷ {ours}", p95, at_least=least[1]),
        Figure(f"throughput of two clients, {ours} ÷ {rival}", rate, at_least=least[2]),
        Figure(f"processor time a run, {rival} ÷ {ours}", cpu),
    ]


def figures_of(found: Ratios) -> list[Figure]:
    """All that is told of one place, in the order of the page."""
    return [
        *(
            Figure(f"latency p50, {way} ÷ {LIMIT}", _above(way, found), at_most=3)
            for way in (OURS, HTTP)
        ),
        Figure("private memory a run", found.private_mib, " MiB", at_most=8),
        *_against(COLD, OURS, found, wanted=True),
        *_against(BUBBLEWRAP, OURS, found, wanted=True),
        *_against(COLD, HTTP, found, wanted=False),
    ]


def _above(name: str, found: Ratios) -> float | None:
    way, limit = found.ways.get(name), found.ways.get(LIMIT)
    return way.latency.p50_ms / limit.latency.p50_ms if way and limit else None
