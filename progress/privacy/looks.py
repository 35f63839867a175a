"""Who looked at one learner's work: that learner may know. Pure."""

from dataclasses import dataclass
from datetime import datetime

MOST_LOOKS = 20


@dataclass(frozen=True, slots=True)
class Look:
    """A teacher of a class looked; without a name where they were forgotten since."""

    viewer: str
    cohort: str
    at: datetime
