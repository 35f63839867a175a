"""How the colours look by day and by night.

The hues are Okabe and Ito's, which stay apart for colour-blind eyes; ink on every tint has a
contrast of 7 to 1 or more.
"""

from collections.abc import Mapping
from enum import StrEnum

from tutor.picture.scene.marks import Colour


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
