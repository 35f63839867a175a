"""/me: what a learner has touched, how firmly it is held, and what to read next."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from knowledge.pages.entry import Entry
from progress.history import FamilyHistory, LearnerHistory
from progress.mastery import firmness, streak, suggestion
from progress.practising import Attempts
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """One topic a learner touched; `firmness` runs from 0 to 1."""

    title: str
    firmness: float
    questions: int


@dataclass(frozen=True, slots=True)
class ProgressCard:
    """Everything `/me` shows. `recent` holds the learner's own wordings, the newest first."""

    topics: tuple[TopicProgress, ...]
    streak_days: int
    questions: int
    runs: int
    recent: tuple[str, ...]
    drills: tuple[FamilyHistory, ...]
    suggestion: Entry | None
    attempts: Attempts = field(default_factory=dict)


def progress_card(history: LearnerHistory, library: Library, now: datetime) -> ProgressCard:
    """Fold a history into a card; topics stand in teaching order. Pure."""
    today = now.astimezone(UTC).date()
    prerequisites = {slug: entry.prerequisites for slug, entry in library.entries.items()}
    following = suggestion(prerequisites, history.seen)
    return ProgressCard(
        topics=_topics(history, library, today),
        streak_days=streak(history.days, today),
        questions=history.total.asked,
        runs=history.total.runs,
        recent=history.recent,
        drills=history.drills,
        suggestion=library.entry(following) if following else None,
        attempts=history.attempts,
    )


def _topics(history: LearnerHistory, library: Library, today: date) -> tuple[TopicProgress, ...]:
    touched = {found.topic: found for found in history.topics}
    return tuple(
        TopicProgress(
            title,
            firmness(touched[topic].counts, touched[topic].last_day, today),
            touched[topic].counts.answered + touched[topic].counts.suggested,
        )
        for topic, title in library.topics.items()
        if topic in touched
    )
