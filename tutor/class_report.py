"""/stats: how a class is doing and what nobody could answer. For instructors only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge.curation.version import Handled
from progress.cohorts.cohort import OPEN, Cohort
from progress.periods import Period
from progress.statistics import ClassStatistics, UnansweredWording
from progress.stores.progress_store import ProgressStore
from progress.unanswered import Unmet, counted_as
from tutor.curation.desk import InstructorsOnly, counting
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class ClassReport:
    """Statistics, and the titles under which an instructor knows the topics.

    Of what was unanswered, `handled` is what instructors dealt with and nobody has asked since.
    """

    statistics: ClassStatistics
    titles: Mapping[str, str]
    handled: frozenset[str] = frozenset()
    cohort: Cohort | None = None

    @property
    def waiting(self) -> tuple[UnansweredWording, ...]:
        """What is unanswered still: the chat, the page and the digest count the same."""
        return tuple(
            each for each in self.statistics.unanswered if each.wording not in self.handled
        )


async def class_report(
    store: ProgressStore,
    library: Library,
    telegram_user_id: int,
    now: datetime,
    handled: Iterable[Handled],
    *,
    period: Period | None = None,
) -> ClassReport | InstructorsOnly:
    """Gather the statistics of the class that the asker is at, where they teach one."""
    taught = await store.cohorts.at(telegram_user_id)
    if taught is None:
        return InstructorsOnly()
    return await report_of(store, library, taught.cohort, now, handled, period=period)


async def report_of(
    store: ProgressStore,
    library: Library,
    cohort: Cohort,
    now: datetime,
    handled: Iterable[Handled],
    *,
    period: Period | None = None,
) -> ClassReport:
    """Gather the statistics of a class, whoever asks."""
    statistics = await store.class_statistics(now, cohort.id, period)
    done = await dealt_with(store, statistics.unanswered, handled, cohort.id)
    return ClassReport(statistics, library.topics, done, cohort)


async def dealt_with(
    store: ProgressStore,
    unanswered: Iterable[UnansweredWording],
    handled: Iterable[Handled],
    cohort_id: int = OPEN,
) -> frozenset[str]:
    """Which of these wordings instructors dealt with and nobody has asked since."""
    listed = {each.wording for each in unanswered}
    here = counting(handled, await store.cohorts.elsewhere(cohort_id))
    done = {each.wording: each.at for each in here if each.wording in listed}
    since = min(done.values(), default=None)
    return _not_asked_since(done, [] if since is None else await store.unmet(since, cohort_id))


def _not_asked_since(done: Mapping[str, datetime], unmet: Iterable[Unmet]) -> frozenset[str]:
    asked = {
        wording
        for wording, at in ((counted_as(each.wording), each.at) for each in unmet)
        if wording in done and at > done[wording]
    }
    return frozenset(done) - asked
