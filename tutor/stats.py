"""/stats: how a class is doing and what nobody could answer. For instructors only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge.curation.handled import Handled
from progress.learner import Role
from progress.statistics import ClassStatistics
from progress.store import ProgressStore
from progress.unmet import Unmet
from progress.wording import counted_as
from tutor.desk import InstructorsOnly
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class ClassReport:
    """Statistics, and the titles under which an instructor knows the topics.

    Of what was unanswered, `handled` is what instructors dealt with and nobody has asked since.
    """

    statistics: ClassStatistics
    titles: Mapping[str, str]
    handled: frozenset[str] = frozenset()


async def class_report(
    store: ProgressStore,
    library: Library,
    telegram_user_id: int,
    now: datetime,
    handled: Iterable[Handled],
) -> ClassReport | InstructorsOnly:
    """Gather the statistics, where the asker may see them."""
    if await store.role(telegram_user_id) is not Role.INSTRUCTOR:
        return InstructorsOnly()
    statistics = await store.class_statistics(now)
    listed = {each.wording for each in statistics.unanswered}
    dealt_with = {each.wording: each.at for each in handled if each.wording in listed}
    since = min(dealt_with.values(), default=None)
    unmet = [] if since is None else await store.unmet(since)
    return ClassReport(statistics, library.topics, _not_asked_since(dealt_with, unmet))


def _not_asked_since(dealt_with: Mapping[str, datetime], unmet: Iterable[Unmet]) -> frozenset[str]:
    asked = {
        wording
        for wording, at in ((counted_as(each.wording), each.at) for each in unmet)
        if wording in dealt_with and at > dealt_with[wording]
    }
    return frozenset(dealt_with) - asked
