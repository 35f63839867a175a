"""How the colours look by day and by night.

The hues are Okabe and Ito's, which stay apart for colour-blind eyes; ink on every tint has a
contrast of 7 to 1 or more.
"""

from collections.abc import Mapping
from enum import StrEnum

from tutor.picture.marks import Colour


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


_LIGHT: Mapping[Colour, str] = {
    Colour.PAPER: "#fbfaf7",
    Colour.INK: "#18222d",
    Colour.QUIET: "#5b6773",
    Colour.FAINT: "#d5d9dc",
    Colour.PLAIN: "#e9ecee",
    Colour.BLUE: "#0067a8",
    Colour.ORANGE: "#b85a00",
    Colour.GREEN: "#00795a",
    Colour.PURPLE: "#a04b86",
    Colour.GOLD: "#8a6d00",
    Colour.SKY: "#2583ab",
    Colour.RED: "#c0281c",
    Colour.BLUE_SOFT: "#cbe2f4",
    Colour.ORANGE_SOFT: "#fbdcb8",
    Colour.GREEN_SOFT: "#c4ebdd",
    Colour.PURPLE_SOFT: "#f0d3e6",
    Colour.GOLD_SOFT: "#f5ebae",
    Colour.SKY_SOFT: "#d3f0fb",
    Colour.RED_SOFT: "#f9d3cd",
}
_DARK: Mapping[Colour, str] = {
    Colour.PAPER: "#17212b",
    Colour.INK: "#f0f4f7",
    Colour.QUIET: "#a3b1bd",
    Colour.FAINT: "#3a4855",
    Colour.PLAIN: "#2a3743",
    Colour.BLUE: "#6db9ee",
    Colour.ORANGE: "#f0a04b",
    Colour.GREEN: "#4fc9a4",
    Colour.PURPLE: "#df9cc9",
    Colour.GOLD: "#e3cc55",
    Colour.SKY: "#8fdcf5",
    Colour.RED: "#ff8a7a",
    Colour.BLUE_SOFT: "#164466",
    Colour.ORANGE_SOFT: "#65400f",
    Colour.GREEN_SOFT: "#0f5240",
    Colour.PURPLE_SOFT: "#5c2f4f",
    Colour.GOLD_SOFT: "#544a0d",
    Colour.SKY_SOFT: "#1b5163",
    Colour.RED_SOFT: "#6d2720",
}
PALETTES: Mapping[Theme, Mapping[Colour, str]] = {Theme.LIGHT: _LIGHT, Theme.DARK: _DARK}
