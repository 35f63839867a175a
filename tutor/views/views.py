"""What an instructor sees of the class that they are at, and of nobody else's."""

from collections.abc import Mapping
from datetime import datetime

from knowledge.exercises.exercise import Exercise
from progress.periods import Period
from progress.stores.progress_store import ProgressStore
from tutor.curation.desk import InstructorsOnly
from tutor.library import Shelf
from tutor.views.values import (
    AtRiskList,
    Digest,
    ExerciseTable,
    Heatmap,
    LearnerView,
    NoSuchMember,
    Stuck,
)


class Views:
    """Each view takes who asks, and is of the class that they are at."""

    def __init__(
        self, store: ProgressStore, shelf: Shelf, exercises: Mapping[str, Exercise]
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._exercises = exercises

    async def stuck(self, who: int, now: datetime) -> Stuck | InstructorsOnly:
        """Who is stuck now, and what to send."""
        raise NotImplementedError

    async def exercises(self, who: int, period: Period) -> ExerciseTable | InstructorsOnly:
        """How the class does at each exercise."""
        raise NotImplementedError

    async def topics(self, who: int, now: datetime) -> Heatmap | InstructorsOnly:
        """How firmly each member holds each topic."""
        raise NotImplementedError

    async def learner(
        self, who: int, learner_id: int, now: datetime
    ) -> LearnerView | NoSuchMember | InstructorsOnly:
        """One member; that they were looked at is on record."""
        raise NotImplementedError

    async def at_risk(self, who: int, now: datetime) -> AtRiskList | InstructorsOnly:
        """Who may be about to be lost."""
        raise NotImplementedError

    async def digest(self, cohort_id: int, now: datetime) -> Digest:
        """A class's week."""
        raise NotImplementedError
