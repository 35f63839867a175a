"""What a scene is made of. One unit is a pixel of a phone 360 wide; y grows downwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

WIDTH = 360.0
MARGIN = 16.0
INNER_WIDTH = WIDTH - 2 * MARGIN


class Colour(StrEnum):
    """Roles, not values: a theme says how they look. No hue tells anything alone."""

    PAPER = "paper"
    INK = "ink"
    QUIET = "quiet"
    FAINT = "faint"
    PLAIN = "plain"
    BLUE = "blue"
    ORANGE = "orange"
    GREEN = "green"
    PURPLE = "purple"
    GOLD = "gold"
    SKY = "sky"
    RED = "red"
    BLUE_SOFT = "blue-soft"
    ORANGE_SOFT = "orange-soft"
    GREEN_SOFT = "green-soft"
    PURPLE_SOFT = "purple-soft"
    GOLD_SOFT = "gold-soft"
    SKY_SOFT = "sky-soft"
    RED_SOFT = "red-soft"


# In the order in which operands, lanes and letters take them.
HUES = (Colour.BLUE, Colour.ORANGE, Colour.PURPLE, Colour.GREEN, Colour.GOLD, Colour.SKY)


def hue_of(number: int) -> Colour:
    """Where there are more, they begin anew."""
    return HUES[number % len(HUES)]


def soft(hue: Colour) -> Colour:
    """The tint of a hue: light enough to carry ink."""
    return Colour(f"{hue}-soft")


# How they look by day and by night. The hues are Okabe and Ito's, which stay apart for
# colour-blind eyes; ink on every tint has a contrast of 7 to 1 or more.


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


# By day, and by night.
_COLOURS: Mapping[Colour, tuple[str, str]] = {
    Colour.PAPER: ("#fbfaf7", "#17212b"),
    Colour.INK: ("#18222d", "#f0f4f7"),
    Colour.QUIET: ("#5b6773", "#a3b1bd"),
    Colour.FAINT: ("#d5d9dc", "#3a4855"),
    Colour.PLAIN: ("#e9ecee", "#2a3743"),
    Colour.BLUE: ("#0067a8", "#6db9ee"),
    Colour.ORANGE: ("#b85a00", "#f0a04b"),
    Colour.GREEN: ("#00795a", "#4fc9a4"),
    Colour.PURPLE: ("#a04b86", "#df9cc9"),
    Colour.GOLD: ("#8a6d00", "#e3cc55"),
    Colour.SKY: ("#2583ab", "#8fdcf5"),
    Colour.RED: ("#c0281c", "#ff8a7a"),
    Colour.BLUE_SOFT: ("#cbe2f4", "#164466"),
    Colour.ORANGE_SOFT: ("#fbdcb8", "#65400f"),
    Colour.GREEN_SOFT: ("#c4ebdd", "#0f5240"),
    Colour.PURPLE_SOFT: ("#f0d3e6", "#5c2f4f"),
    Colour.GOLD_SOFT: ("#f5ebae", "#544a0d"),
    Colour.SKY_SOFT: ("#d3f0fb", "#1b5163"),
    Colour.RED_SOFT: ("#f9d3cd", "#6d2720"),
}
PALETTES: Mapping[Theme, Mapping[Colour, str]] = {
    Theme.LIGHT: {colour: light for colour, (light, _) in _COLOURS.items()},
    Theme.DARK: {colour: dark for colour, (_, dark) in _COLOURS.items()},
}


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    edge: Colour | None = None
    dashed: bool = False
    radius: float = 3.0
    line: float = 1.2
    kind: Literal["box"] = "box"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, centred on `y`."""

    x: float
    y: float
    text: str
    size: float = 13.0
    colour: Colour = Colour.INK
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    mono: bool = False
    upright: bool = False
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Line:
    """Straight from point to point; with a head it is an arrow."""

    points: tuple[tuple[float, float], ...]
    colour: Colour = Colour.QUIET
    width: float = 1.2
    dashed: bool = False
    head: bool = False
    kind: Literal["line"] = "line"


@dataclass(frozen=True, slots=True)
class Curve:
    """A hop: from start to end by way of a control point, with a head."""

    start: tuple[float, float]
    control: tuple[float, float]
    end: tuple[float, float]
    colour: Colour = Colour.QUIET
    width: float = 1.6
    kind: Literal["curve"] = "curve"


Mark = Box | Words | Line | Curve


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture, and what it shows in a sentence for those who can't see it."""

    height: float
    marks: tuple[Mark, ...]
    description: str
    width: float = WIDTH
