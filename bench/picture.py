"""The picture of docs/speed.md, narrow and in large letters: most will see it on a phone."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.figures import BUBBLEWRAP, COLD, HTTP, LIMIT, OURS, Ratios, Row, Scaling, Spread

_THEIRS, _OURS, _QUIET = "#9aa3ad", "#1769aa", "#5b6570"
_LETTERS = 11
_NAMES = {
    COLD: "python -c",
    BUBBLEWRAP: "bubblewrap",
    HTTP: "over HTTP",
    OURS: "ours",
    LIMIT: "a bare fork",
}

_Bar = tuple[str, Spread, str]


def _bars(here: Ratios, elsewhere: Sequence[Ratios]) -> list[_Bar]:
    """From slow to quick; of a service elsewhere only ours, since its rivals look the same."""
    there = [
        (f"in {each.place.name}", each.ways[HTTP].latency, _OURS)
        for each in elsewhere
        if HTTP in each.ways
    ]
    own = [
        (_NAMES[name], way.latency, _OURS if name in (OURS, HTTP) else _THEIRS)
        for name, way in here.ways.items()
    ]
    return sorted([*own, *there], key=lambda bar: -bar[1].p50_ms)


def _shown(milliseconds: float) -> str:
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"


def _bare(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=_LETTERS, length=0)


def _draw_bars(axes: Axes, bars: Sequence[_Bar]) -> None:
    """A thin line goes on to the p95."""
    for at, (_, latency, colour) in enumerate(bars):
        axes.barh(at, latency.p50_ms, color=colour, height=0.62)
        axes.plot([latency.p50_ms, latency.p95_ms], [at, at], color=colour, linewidth=2)
        label = f" {_shown(latency.p50_ms)}"
        axes.text(latency.p95_ms * 1.1, at, label, va="center", fontsize=_LETTERS)
    axes.set_xscale("log")
    axes.set_xlim(0.1, 60_000)
    axes.set_xticks([])
    axes.minorticks_off()
    axes.set_yticks(range(len(bars)), [name for name, _, _ in bars])
    axes.invert_yaxis()
    axes.spines["bottom"].set_visible(False)
    axes.set_title("One snippet, p50 and on to p95 (log scale)", fontsize=_LETTERS, loc="left")
    _bare(axes)


def _draw_clients(axes: Axes, clients: Sequence[Row]) -> None:
    rates = [row.per_second for row in clients]
    axes.bar(range(len(clients)), rates, color=_OURS, width=0.7)
    for at, row in enumerate(clients):
        wait = f"{row.latency.p50_ms:.0f}"
        axes.text(
            at, row.per_second, wait, ha="center", va="bottom", fontsize=_LETTERS, color=_QUIET
        )
    axes.set_xticks(range(len(clients)), [row.setting for row in clients])
    axes.set_xlabel("clients that never pause", fontsize=_LETTERS)
    axes.set_title("Runs a second; above each, its p50 in ms", fontsize=_LETTERS, loc="left")
    _bare(axes)


def draw(here: Ratios, elsewhere: Sequence[Ratios], scaling: Scaling, to: Path) -> None:
    figure = Figure(figsize=(4.6, 5.8), layout="constrained")
    upper, lower = figure.subplots(2, 1, height_ratios=(3, 2))
    _draw_bars(upper, _bars(here, elsewhere))
    _draw_clients(lower, scaling.clients)
    # Without a date in it, the same figures make the same file.
    figure.savefig(to, dpi=180, metadata={"Software": None})
