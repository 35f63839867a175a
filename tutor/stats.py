"""/stats: how a class is doing and what nobody could answer. For instructors only."""

from dataclasses import dataclass
from datetime import datetime

from progress.statistics import ClassStatistics
from progress.store import ProgressStore
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class InstructorsOnly:
    """Who asked is a learner."""


@dataclass(frozen=True, slots=True)
class ClassReport:
    """Statistics with the topic titles an instructor reads."""

    statistics: ClassStatistics
    titles: dict[str, str]


async def class_report(
    store: ProgressStore, library: Library, telegram_user_id: int, now: datetime
) -> ClassReport | InstructorsOnly:
    """Gather the statistics, where the asker may see them."""
    raise NotImplementedError
