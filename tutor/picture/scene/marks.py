"""What a scene is made of. One unit is a pixel of a phone 360 wide; y grows downwards."""

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
