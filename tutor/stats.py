"""/stats: how a class is doing and what nobody could answer. For instructors only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from progress.learner import Role
from progress.statistics import ClassStatistics
from progress.store import ProgressStore
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class InstructorsOnly:
    """Refused: this is for instructors, and a learner asked for it."""


@dataclass(frozen=True, slots=True)
class ClassReport:
    """Statistics, and the titles under which an instructor knows the topics."""

    statistics: ClassStatistics
    titles: Mapping[str, str]


async def class_report(
    store: ProgressStore, library: Library, telegram_user_id: int, now: datetime
) -> ClassReport | InstructorsOnly:
    """Gather the statistics, where the asker may see them."""
    if await store.role(telegram_user_id) is not Role.INSTRUCTOR:
        return InstructorsOnly()
    return ClassReport(await store.class_statistics(now), library.topics)
