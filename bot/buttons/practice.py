"""What a button of an exercise says; how far its learner is with it is kept elsewhere."""

from dataclasses import dataclass

from bot.buttons.codec import Codec
from tutor.practice.choose import Wish

VERSION = "p"
"""No data of other buttons begins like that."""


@dataclass(frozen=True, slots=True)
class OpenExercise:
    """Open this one."""

    exercise: str


@dataclass(frozen=True, slots=True)
class PractisePage:
    """Open one that this page helps with."""

    page: str


@dataclass(frozen=True, slots=True)
class NextHint:
    """Tell the next hint that was not read."""

    exercise: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Show the solution of what was not passed."""

    exercise: str


@dataclass(frozen=True, slots=True)
class ShowSolution:
    """Show the solution beside one's own."""

    exercise: str


@dataclass(frozen=True, slots=True)
class DrawDifference:
    """Draw where an attempt differs; it stands in the message that the verdict quotes."""

    exercise: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Open another one, easier or harder than this where that is the wish."""

    wish: Wish
    exercise: str


@dataclass(frozen=True, slots=True)
class StopExercise:
    """Enough of this one."""

    exercise: str


PracticePress = (
    OpenExercise
    | PractisePage
    | NextHint
    | GiveUp
    | ShowSolution
    | DrawDifference
    | Choose
    | StopExercise
)

CODEC = Codec[PracticePress](
    VERSION,
    {
        "o": OpenExercise,
        "p": PractisePage,
        "h": NextHint,
        "g": GiveUp,
        "s": ShowSolution,
        "d": DrawDifference,
        "c": Choose,
        "q": StopExercise,
    },
)
pack = CODEC.pack
unpack = CODEC.unpack
