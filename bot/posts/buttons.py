"""What buttons under announcements and assignments say.

What is announced stands in the button's own message, what is assigned in the one that it quotes.
"""

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


@dataclass(frozen=True, slots=True)
class GiveAssignment:
    """Give this class what the quoted message says."""

    cohort_id: int


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind those who have not done it."""

    assignment_id: int


PostPress = SendPost | CountPost | CancelPost | GiveAssignment | Remind

CODEC = Codec[PostPress](
    VERSION,
    {"s": SendPost, "n": CountPost, "x": CancelPost, "g": GiveAssignment, "r": Remind},
)
pack = CODEC.pack
unpack = CODEC.unpack
