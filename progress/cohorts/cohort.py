"""A class, who is in it and who teaches it. In code it is a cohort: `class` is Python's. Pure.

Whoever is in no class is in the open one, which is there from the start: its teachers are those
whom the operator invites. Days in UTC divide a learner's work between classes: a day counts for
each class that they are a member of on it, from the day they join to the day before they leave.
"""

from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

OPEN = 1
OPEN_NAME = "Everybody"
# The day from which the open class counts whoever has never been in another.
BEFORE_CLASSES = date(2000, 1, 1)
# What was summed up before classes bears nobody's id.
NOBODY = 0
CODE_BYTES = 5


class StaffRole(StrEnum):
    """What a teacher of a class may do, from the most on; an assistant sees and answers."""

    OWNER = "owner"
    INSTRUCTOR = "instructor"
    ASSISTANT = "assistant"

    @property
    def may_teach(self) -> bool:
        """Whether they may announce, assign and change the class."""
        return self is not StaffRole.ASSISTANT


@dataclass(frozen=True, slots=True)
class Cohort:
    """A class; `ends_on` is the last day that counts for it, in the time zone it is taught in."""

    id: int
    name: str
    code: str
    time_zone: str = "UTC"
    ends_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is the class of all who are in no other: nobody has joined it."""
        return self.id == OPEN

    def today(self, at: datetime) -> date:
        """The day that a moment falls on where the class is taught."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()

    def has_ended(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today


@dataclass(frozen=True, slots=True)
class Member:
    """A learner in a class, for whom their teachers may look at what they do."""

    telegram_user_id: int
    name: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who teaches a class."""

    telegram_user_id: int
    name: str
    role: StaffRole


@dataclass(frozen=True, slots=True)
class Taught:
    """A class and what somebody may do there."""

    cohort: Cohort
    role: StaffRole


def day_at(at: datetime) -> date:
    """The day a moment counts for: UTC's, as in every roll-up."""
    return at.astimezone(UTC).date()


def class_code(random_bytes: bytes) -> str:
    """A code to type from a projector: eight capitals and digits, in groups of four."""
    letters = b32encode(random_bytes).decode()
    return f"{letters[:4]}-{letters[4:8]}"


def as_typed(code: str) -> str:
    """A class code however it was typed: in small letters, without its hyphen."""
    plain = "".join(filter(str.isalnum, code.upper()))
    return f"{plain[:4]}-{plain[4:]}"
