"""What can become of an update that was received."""

from enum import StrEnum


class State(StrEnum):
    """Every update ends as one of these; only a pending one is handled (again)."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"
