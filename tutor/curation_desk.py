"""Curation: instructors answer, mend, retire and undo, from chat. All of it is for them only.

Every method takes the turn of whoever asks, and answers a learner with `InstructorsOnly`.
"""

from knowledge.curation.stores.curation_store import CurationStore
from progress.events import Turn
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import Runner
from tutor.curation.desk import Desk
from tutor.curation.drafting import Drafting
from tutor.curation.entries import Keeping
from tutor.curation.imports import Questionnaires
from tutor.curation.publishing import Publishing
from tutor.curation.unanswered import UnansweredList
from tutor.library import Shelf
from tutor.privacy.forgetting import Privacy


class Curation:
    """What was asked in vain, what is being written, and what is there."""

    def __init__(
        self, shelf: Shelf, runner: Runner, progress: ProgressStore, store: CurationStore
    ) -> None:
        self._desk = Desk(shelf, runner, progress, store)
        self.unanswered = UnansweredList(self._desk)
        self.drafts = Drafting(self._desk, self.unanswered)
        self.publishing = Publishing(self._desk)
        self.entries = Keeping(self._desk)
        self.questionnaires = Questionnaires(self._desk)
        # For everybody: learners' words lie in both stores.
        self.privacy = Privacy(progress, store)

    async def allows(self, turn: Turn) -> bool:
        """Whether the turn is an instructor's."""
        return await self._desk.allows(turn)
