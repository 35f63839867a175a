"""What the buttons under /forget say: nobody is named, each is about whoever presses it."""

from dataclasses import dataclass

from bot.buttons.codec import Codec

VERSION = "y"
"""No data of other buttons begins like that."""


@dataclass(frozen=True, slots=True)
class ShowLooks:
    """Tell who looked at my work."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Ask what would go, as the command does."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Go on to the last question."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Delete everything."""


@dataclass(frozen=True, slots=True)
class KeepMe:
    """Leave all as it is."""


PrivacyPress = ShowLooks | Begin | AskAgain | ForgetMe | KeepMe

CODEC = Codec[PrivacyPress](
    VERSION, {"l": ShowLooks, "b": Begin, "a": AskAgain, "f": ForgetMe, "k": KeepMe}
)
pack = CODEC.pack
unpack = CODEC.unpack
