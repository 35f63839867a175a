"""Who learns here, and who may see how a class is doing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What someone may see. Everyone starts as a learner; an invite code makes an instructor."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"


@dataclass(frozen=True, slots=True)
class Learner:
    """Someone who wrote to the tutor; the Telegram id is the identity, the name is decoration."""

    telegram_user_id: int
    name: str
    role: Role
    first_seen: datetime
    last_seen: datetime
