"""What a button of an instructor's views says; whose class it is, is never in it."""

from dataclasses import dataclass

from bot.buttons.codec import Codec

VERSION = "w"
"""No data of other buttons begins like that."""


@dataclass(frozen=True, slots=True)
class ShowStuck:
    """Who is stuck now."""


@dataclass(frozen=True, slots=True)
class ShowExercises:
    """How each exercise goes."""


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """Topics by learners."""


@dataclass(frozen=True, slots=True)
class ShowAtRisk:
    """Who may be about to be lost."""


@dataclass(frozen=True, slots=True)
class ShowMembers:
    """Choose a learner on a page, from 1 on; 0 is the first one in a message of its own."""

    page: int


@dataclass(frozen=True, slots=True)
class ShowMember:
    """One learner."""

    learner: int


@dataclass(frozen=True, slots=True)
class SendNudge:
    """Send a learner what may help; `mark` tells whether it is still the same."""

    learner: int
    mark: int


ViewPress = (
    ShowStuck | ShowExercises | ShowTopics | ShowAtRisk | ShowMembers | ShowMember | SendNudge
)

CODEC = Codec[ViewPress](
    VERSION,
    {
        "s": ShowStuck,
        "e": ShowExercises,
        "t": ShowTopics,
        "r": ShowAtRisk,
        "l": ShowMembers,
        "m": ShowMember,
        "n": SendNudge,
    },
)
pack = CODEC.pack
unpack = CODEC.unpack
