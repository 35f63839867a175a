"""/me: what a learner has touched, how firmly it is held, and what to read next."""

from dataclasses import dataclass
from datetime import datetime

from knowledge.entry import Entry
from progress.store import ProgressStore
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """One topic a learner touched; `firmness` runs from 0 to 1."""

    title: str
    firmness: float
    questions: int


@dataclass(frozen=True, slots=True)
class ProgressCard:
    """Everything `/me` shows."""

    topics: tuple[TopicProgress, ...]
    streak_days: int
    questions: int
    runs: int
    recent: tuple[str, ...]
    suggestion: Entry | None


async def progress_card(
    store: ProgressStore, library: Library, telegram_user_id: int, now: datetime
) -> ProgressCard:
    """Fold a learner's history into a card."""
    raise NotImplementedError
