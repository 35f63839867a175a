"""What the buttons under an announcement say; what is announced stands in the message itself."""

from dataclasses import dataclass

from bot.buttons.codec import Codec

VERSION = "o"
"""No data of other buttons begins like that."""


@dataclass(frozen=True, slots=True)
class SendPost:
    """Send it to this class."""

    cohort_id: int


@dataclass(frozen=True, slots=True)
class CountPost:
    """Tell how many have it."""


@dataclass(frozen=True, slots=True)
class CancelPost:
    """Send it to nobody."""


PostPress = SendPost | CountPost | CancelPost

CODEC = Codec[PostPress](VERSION, {"s": SendPost, "n": CountPost, "x": CancelPost})
pack = CODEC.pack
unpack = CODEC.unpack
