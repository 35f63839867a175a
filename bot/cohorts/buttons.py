"""What a button of a class says; whether whoever presses it may is looked up then."""

from dataclasses import dataclass

from bot.buttons.codec import Codec

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


ClassPress = (
    Share | HowToChange | ListOthers | ChooseClass | HowToMake | JoinClass | NotNow | LeaveClass
)

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
    },
)
pack = CODEC.pack
unpack = CODEC.unpack
