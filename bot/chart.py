"""A chart for instructors: what was asked about, and how it went."""

import io
from collections.abc import Sequence
from typing import Any

from bot.graphemes import clipped
from progress.statistics import TopicStatistics
from tutor.stats import ClassReport

MOST_TOPICS = 12
NAME_LENGTH = 28
INK = "#1f2933"
QUIET = "#7b8794"
FAINT = "#e4e7eb"
OUTCOMES = (
    ("answered", "Answered", "#2f7d6d"),
    ("suggested", "Suggested", "#e0a83f"),
    ("abstained", "Not known", "#c8553d"),
)


def questions_by_topic(report: ClassReport) -> bytes | None:
    """Stacked bars in PNG, the most asked topic on top; None where nothing was asked."""
    topics = report.statistics.topics[:MOST_TOPICS]
    if not topics:
        return None
    # It takes a second to import, and only instructors ever need it.
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(6, 1.6 + 0.42 * len(topics)), dpi=160, layout="constrained")
    axes = figure.add_subplot()
    _draw_bars(axes, topics)
    _label(axes, [report.titles.get(each.topic, each.topic) for each in topics])
    figure.suptitle("Questions by topic", x=0.01, ha="left", color=INK, fontweight="bold")
    figure.legend(loc="outside lower left", ncols=len(OUTCOMES), frameon=False, labelcolor=INK)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _draw_bars(axes: Any, topics: Sequence[TopicStatistics]) -> None:
    ends = [0] * len(topics)
    for kind, label, colour in OUTCOMES:
        widths = [getattr(each.counts, kind) for each in topics]
        axes.barh(range(len(topics)), widths, 0.66, ends, color=colour, label=label)
        ends = [end + width for end, width in zip(ends, widths, strict=True)]
    for row, end in enumerate(ends):
        beside = {"xytext": (4, 0), "textcoords": "offset points"}
        axes.annotate(str(end), (end, row), va="center", color=INK, **beside)


def _label(axes: Any, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [clipped(name, NAME_LENGTH) for name in names])
    axes.invert_yaxis()
    axes.locator_params(axis="x", nbins=5, integer=True)
    axes.margins(x=0.08)
    axes.tick_params(axis="both", length=0, colors=QUIET)
    axes.spines[:].set_visible(False)
    axes.grid(axis="x", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
