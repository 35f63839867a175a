"""What an instructor sees of the class that they are at, and of nobody else's."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from knowledge.exercises.exercise import Exercise
from progress.cohorts.cohort import Cohort, Member, day_at
from progress.events import Kind
from progress.periods import Period, back
from progress.practising import folded
from progress.rollups import Counts, LearnerTopicDay
from progress.statistics import WEEK, WINDOW
from progress.stores.progress_store import ProgressStore
from progress.views.exercises import figures, passes
from progress.views.standing import Activity, mastery, risks
from progress.views.stuck import STUCK_WITHIN, Reason, stuck
from tutor.class_report import ClassReport, report_of
from tutor.curation.desk import InstructorsOnly
from tutor.library import Shelf
from tutor.views.values import (
    AtRisk,
    AtRiskList,
    Digest,
    ExerciseTable,
    Happened,
    Heatmap,
    LearnerView,
    NoSuchMember,
    Row,
    Stuck,
    StuckLearner,
)
from tutor.views.words import Words, beginning, following


class Views:
    """Each view takes who asks, and is of the class that they are at."""

    def __init__(
        self,
        store: ProgressStore,
        shelf: Shelf,
        exercises: Mapping[str, Exercise],
        named: int | None = None,
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._exercises = exercises
        self._named = named

    def of(self, cohort_id: int) -> "Views":
        """The same of one class, whichever of theirs a teacher is at: a page names it."""
        return Views(self._store, self._shelf, self._exercises, cohort_id)

    async def stuck(self, who: int, now: datetime) -> Stuck | InstructorsOnly:
        """Who is stuck now, and what to send."""
        cohort = await self._at(who)
        if cohort is None:
            return InstructorsOnly()
        members = await self._store.cohorts.members(cohort.id)
        why = await self._stuck(cohort, members, now)
        words = self._words()
        found = (
            StuckLearner(each, tuple(map(words.why, why[each.telegram_user_id])))
            for each in members
            if each.telegram_user_id in why
        )
        return Stuck(cohort, tuple(sorted(found, key=lambda each: -len(each.why))))

    async def exercises(self, who: int, period: Period) -> ExerciseTable | InstructorsOnly:
        """How the class does at each exercise."""
        cohort = await self._at(who)
        if cohort is None:
            return InstructorsOnly()
        found = figures(await self._store.views.attempts(cohort.id, period))
        known = self._exercises
        tried = [known[name] for name in (each.counted.exercise for each in found) if name in known]
        return ExerciseTable(
            cohort,
            period,
            found,
            titles={each.id: each.title for each in tried},
            mistakes={(of.id, each.name): each.feedback for of in tried for each in of.wrong},
        )

    async def topics(self, who: int, now: datetime) -> Heatmap | InstructorsOnly:
        """How firmly each member holds each topic."""
        cohort = await self._at(who)
        if cohort is None:
            return InstructorsOnly()
        members, topics = await self._store.cohorts.members(cohort.id), self._shelf.library.topics
        held = await self._mastery(cohort, members, _last(cohort, now))
        touched = [topic for topic in topics if any(topic in each for each in held.values())]
        rows = (Row(each, tuple(map(held[each.telegram_user_id].get, touched))) for each in members)
        return Heatmap(cohort, tuple(topics[each] for each in touched), tuple(rows))

    async def learner(
        self, who: int, learner_id: int, now: datetime
    ) -> LearnerView | NoSuchMember | InstructorsOnly:
        """One member; that they were looked at is on record."""
        cohort = await self._at(who)
        if cohort is None:
            return InstructorsOnly()
        members = await self._store.cohorts.members(cohort.id)
        member = next((each for each in members if each.telegram_user_id == learner_id), None)
        if member is None:
            return NoSuchMember()
        await self._store.views.looked(cohort.id, who, learner_id, now)
        events = await self._store.views.events(cohort.id, (learner_id,), now - WINDOW)
        held = (await self._mastery(cohort, [member], _last(cohort, now)))[learner_id]
        why = stuck(each for each in events if each.at > now - STUCK_WITHIN)
        told = await self._store.outbox.told(cohort.id, learner_id, now - WINDOW)
        words = self._words()
        attempts = [
            (each.slug or "", each.at, each.detail)
            for each in events
            if each.kind is Kind.ATTEMPTED
        ]
        return LearnerView(
            cohort,
            member,
            mastery={words.topic(topic): held[topic] for topic in words.topics if topic in held},
            timeline=tuple(words.timeline(sorted(events, key=lambda each: each.at, reverse=True))),
            errors=words.errors(events),
            exercises=folded(attempts),
            why=tuple(map(words.why, why.get(learner_id, ()))),
            told=tuple(Happened(at, beginning(said)) for at, said in told),
        )

    async def members(self, who: int) -> tuple[Member, ...] | InstructorsOnly:
        """Whom one may look at, by name."""
        cohort = await self._at(who)
        return InstructorsOnly() if cohort is None else await self._store.cohorts.members(cohort.id)

    async def at_risk(self, who: int, now: datetime) -> AtRiskList | InstructorsOnly:
        """Who may be about to be lost."""
        cohort = await self._at(who)
        if cohort is None:
            return InstructorsOnly()
        members = await self._store.cohorts.members(cohort.id)
        why = await self._stuck(cohort, members, now)
        return AtRiskList(cohort, await self._at_risk(cohort, members, why, now))

    async def digest(self, cohort_id: int, now: datetime) -> Digest | None:
        """A class's week; None where there is no such class."""
        cohort = await self._store.cohorts.cohort(cohort_id)
        if cohort is None:
            return None
        week = back(day_at(now), WEEK.days)
        members = await self._store.cohorts.members(cohort_id)
        sums = await self.report(cohort, now, week)
        attempts = await self._store.views.attempts(cohort_id, week)
        why = await self._stuck(cohort, members, now)
        found = {
            "passed": sum(sum(each.values()) for each in passes(attempts).values()),
            "stuck": len(why),
            "unanswered": len(sums.waiting),
            "at_risk": len(await self._at_risk(cohort, members, why, now)),
        }
        joined = sum(each.joined_on >= week.first for each in members)
        active = sums.statistics.active
        return Digest(cohort, week, active, joined, following=following(found), **found)

    async def report(self, cohort: Cohort, now: datetime, period: Period) -> ClassReport:
        """What `/stats` tells of a class, for whoever is known to teach it."""
        handled = await self._shelf.handled()
        library = self._shelf.library
        return await report_of(self._store, library, cohort, now, handled, period=period)

    async def _at(self, who: int) -> Cohort | None:
        taught = (each.cohort for each in await self._store.cohorts.taught_by(who))
        return next((each for each in taught if self._named in {None, each.id}), None)

    async def _stuck(
        self, cohort: Cohort, members: Sequence[Member], now: datetime
    ) -> Mapping[int, tuple[Reason, ...]]:
        who = _numbers(members)
        return stuck(await self._store.views.events(cohort.id, who, now - STUCK_WITHIN))

    async def _at_risk(
        self,
        cohort: Cohort,
        members: Sequence[Member],
        stuck: Mapping[int, tuple[Reason, ...]],
        now: datetime,
    ) -> tuple[AtRisk, ...]:
        today = _last(cohort, now)
        activity = await self._activity(cohort, members, today)
        words = self._words()
        found = (
            (each, risks(each, activity.get(who, ()), stuck.get(who, ()), today))
            for each in members
            for who in (each.telegram_user_id,)
        )
        return tuple(AtRisk(each, tuple(map(words.risk, why))) for each, why in found if why)

    async def _mastery(
        self, cohort: Cohort, members: Sequence[Member], today: date
    ) -> Mapping[int, Mapping[str, float]]:
        activity = await self._activity(cohort, members, today)
        period, who = Period(date.min, today), _numbers(members)
        passed = passes(await self._store.views.attempts(cohort.id, period, who))
        topics = {each.id: each.topic for each in self._exercises.values()}
        return {
            each: mastery(activity.get(each, ()), passed.get(each, {}), topics, today)
            for each in who
        }

    async def _activity(
        self, cohort: Cohort, members: Sequence[Member], today: date
    ) -> Mapping[int, Activity]:
        found: dict[int, list[tuple[LearnerTopicDay, Counts]]] = {}
        for row, counts in await self._store.views.activity(cohort.id, today, _numbers(members)):
            found.setdefault(row.telegram_user_id, []).append((row, counts))
        return found

    def _words(self) -> Words:
        return Words(self._shelf.library, self._exercises)


def _numbers(members: Sequence[Member]) -> list[int]:
    return [each.telegram_user_id for each in members]


def _last(cohort: Cohort, now: datetime) -> date:
    """Today, or the last day that counts: who was in a class that is over is not lost since."""
    return min(day_at(now), cohort.ends_on or date.max)
