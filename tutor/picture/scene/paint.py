"""From a scene to a PNG. The only module of ours that loads matplotlib."""

import io
import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font_names
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path
from matplotlib.text import Text

from tutor.picture.scene.marks import PALETTES, Box, Colour, Curve, Line, Mark, Scene, Theme, Words

# Three dots a unit: sharp on a phone whose screen has three to a pixel.
_DOTS_PER_UNIT = 3
_UNITS_PER_INCH = 72
_ANCHORS: Mapping[str, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
_DASHES = (0, (3, 2.2))

# A learner may name a variable in any script: letters that a font lacks come from the next, of
# those that are installed; what none has is painted as boxes.
_FURTHER = ("Noto Sans CJK SC", "Noto Sans Thai", "Noto Sans Devanagari", "Unifont")


def painted(scene: Scene, theme: Theme = Theme.LIGHT) -> bytes:
    """The scene as PNG, three times its size in dots."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        figure = drawn(scene, theme)
        # Without a date and a version, the same scene is the same file.
        figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def drawn(scene: Scene, theme: Theme = Theme.LIGHT) -> Figure:
    """The figure before it becomes dots."""
    palette = PALETTES[theme]
    figure = Figure(
        figsize=(scene.width / _UNITS_PER_INCH, scene.height / _UNITS_PER_INCH),
        dpi=_UNITS_PER_INCH * _DOTS_PER_UNIT,
        facecolor=palette[Colour.PAPER],
    )
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, scene.width)
    axes.set_ylim(scene.height, 0)
    for order, mark in enumerate(scene.marks):
        artist = _artist(mark, palette)
        artist.set_zorder(order)
        axes.add_artist(artist)
    return figure


def _artist(mark: Mark, palette: Mapping[Colour, str]) -> Any:
    match mark:
        case Box():
            return _box(mark, palette)
        case Words():
            return _words(mark, palette)
        case Line(points):
            codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 1)]
            return _stroke(Path(points, codes), mark, palette, dashed=mark.dashed, head=mark.head)
        case Curve(start, control, end):
            codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3]
            return _stroke(Path((start, control, end), codes), mark, palette)


def _box(mark: Box, palette: Mapping[Colour, str]) -> Any:
    radius = min(mark.radius, mark.width / 2, mark.height / 2)
    return FancyBboxPatch(
        (mark.x, mark.y),
        mark.width,
        mark.height,
        boxstyle=f"round,pad=0,rounding_size={radius}",
        facecolor=palette[mark.fill] if mark.fill else "none",
        edgecolor=palette[mark.edge] if mark.edge else "none",
        linewidth=mark.line if mark.edge else 0,
        linestyle=_DASHES if mark.dashed else "solid",
    )


def _words(mark: Words, palette: Mapping[Colour, str]) -> Any:
    return Text(
        mark.x,
        mark.y,
        mark.text,
        fontsize=mark.size,
        color=palette[mark.colour],
        fontfamily=_families(mono=mark.mono),
        fontweight="bold" if mark.bold else "normal",
        horizontalalignment=_ANCHORS[mark.anchor],
        verticalalignment="center" if mark.upright else "center_baseline",
        rotation=90 if mark.upright else 0,
        # A dollar in a learner's code is a dollar.
        parse_math=False,
    )


@cache
def _families(*, mono: bool) -> list[str]:
    installed = {*get_font_names()}
    sans = ["DejaVu Sans", *(name for name in _FURTHER if name in installed)]
    return ["DejaVu Sans Mono", *sans] if mono else sans


def _stroke(
    path: Any,
    mark: Line | Curve,
    palette: Mapping[Colour, str],
    *,
    dashed: bool = False,
    head: bool = True,
) -> Any:
    return FancyArrowPatch(
        path=path,
        arrowstyle="-|>,head_length=4,head_width=2.2" if head else "-",
        mutation_scale=1,
        facecolor=palette[mark.colour] if head else "none",
        edgecolor=palette[mark.colour],
        linewidth=mark.width,
        linestyle=_DASHES if dashed else "solid",
        capstyle="round",
        joinstyle="round",
    )
