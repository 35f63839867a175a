"""What a button of a class says; whether whoever presses it may is looked up then."""

from dataclasses import dataclass

from bot.buttons.codec import Codec
from progress.cohorts.cohort import StaffRole

VERSION = "c"
"""No data of other buttons begins like that."""


@dataclass(frozen=True, slots=True)
class Share:
    """Show how learners join a class."""

    cohort: int


@dataclass(frozen=True, slots=True)
class HowToChange:
    """Tell how the class is changed."""


@dataclass(frozen=True, slots=True)
class ListOthers:
    """List the other classes that one teaches."""


@dataclass(frozen=True, slots=True)
class ChooseClass:
    """Be at this class from now on."""

    cohort: int


@dataclass(frozen=True, slots=True)
class HowToMake:
    """Tell how a class is made."""


@dataclass(frozen=True, slots=True)
class JoinClass:
    """Join the class of this code, in small letters: a number could be guessed."""

    code: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """Don't join."""


@dataclass(frozen=True, slots=True)
class LeaveClass:
    """Leave this class."""

    cohort: int


@dataclass(frozen=True, slots=True)
class ShowStaff:
    """List who teaches the class."""

    cohort: int


@dataclass(frozen=True, slots=True)
class InviteStaff:
    """Make a code for one more of these."""

    cohort: int
    role: StaffRole


@dataclass(frozen=True, slots=True)
class AskDismissal:
    """Ask whether to remove somebody."""

    cohort: int
    who: int


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Remove them."""

    cohort: int
    who: int


OfStaff = ShowStaff | InviteStaff | AskDismissal | Dismiss
OfClass = (
    Share | HowToChange | ListOthers | ChooseClass | HowToMake | JoinClass | NotNow | LeaveClass
)

ClassPress = OfClass | OfStaff

CODEC = Codec[ClassPress](
    VERSION,
    {
        "s": Share,
        "h": HowToChange,
        "o": ListOthers,
        "c": ChooseClass,
        "m": HowToMake,
        "j": JoinClass,
        "n": NotNow,
        "l": LeaveClass,
        "t": ShowStaff,
        "i": InviteStaff,
        "a": AskDismissal,
        "d": Dismiss,
    },
)
pack = CODEC.pack
unpack = CODEC.unpack
