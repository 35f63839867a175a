"""Assignments: given by whoever teaches a class, and how far its learners are with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.exercises.exercise import Exercise
from progress.cohorts.assignment import Assignment, Done, Wanted, done, wanted
from progress.cohorts.cohort import Cohort
from progress.events import Turn
from progress.stores.progress_store import ProgressStore
from tutor.curation.desk import InstructorsOnly
from tutor.posts.announcements import Announcements, Audience
from tutor.practice.exercises import Practice
from tutor.practice.naming import meant, slug


@dataclass(frozen=True, slots=True)
class Unclear:
    """It does not begin with a day, or names nothing."""


@dataclass(frozen=True, slots=True)
class IsOver:
    """Its end has passed already."""


@dataclass(frozen=True, slots=True)
class NoExercise:
    """These names are neither exercises nor topics."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """What may be given: to whom, and the exercises it comes to."""

    audience: Audience
    what: Wanted
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """An assignment and how far people are with it; of a learner, themselves alone."""

    cohort: Cohort
    assignment: Assignment
    exercises: tuple[Exercise, ...]
    people: Mapping[int, Done]
    names: Mapping[int, str]

    @property
    def behind(self) -> tuple[int, ...]:
        """Those who have something open."""
        return tuple(who for who, each in self.people.items() if each.open)


@dataclass(frozen=True, slots=True)
class OfClass:
    """All that a class was given, and whether whoever looks may remind it now."""

    found: tuple[Standing, ...]
    now: datetime
    may_remind: bool


Plan = Planned | Unclear | IsOver | NoExercise | InstructorsOnly


class Assignments:
    """Reads, gives and counts them."""

    def __init__(
        self, store: ProgressStore, practice: Practice, announcements: Announcements
    ) -> None:
        self._store = store
        self._practice = practice
        self._announcements = announcements

    async def plan(self, turn: Turn, text: str) -> Plan:
        """Read an assignment for the class that somebody is at."""
        audience = await self._announcements.audience(turn)
        if isinstance(audience, InstructorsOnly):
            return audience
        what = wanted(text, audience.cohort.time_zone)
        if what is None:
            return Unclear()
        if what.due_at <= turn.at:
            return IsOver()
        if missing := tuple(each for each in what.targets if not self._named(each)):
            return NoExercise(missing)
        exercises = self._exercises(what.targets)
        title = what.title or ", ".join(what.targets)
        return Planned(audience, replace(what, title=title), exercises)

    async def give(self, planned: Planned, now: datetime) -> Standing:
        """Give it; nobody is told yet."""
        given = await self._store.assignments.give(planned.audience.cohort.id, planned.what, now)
        return await self._standing(planned.audience.cohort, given)

    async def taught(self, turn: Turn) -> OfClass | InstructorsOnly:
        """How far the class is that somebody is at; an assistant sees it as well."""
        at = await self._store.cohorts.at(turn.sender.telegram_user_id)
        if at is None:
            return InstructorsOnly()
        return OfClass(await self._all_of(at.cohort), turn.at, may_remind=at.role.may_teach)

    async def to_remind(self, turn: Turn, assignment_id: int) -> Standing | InstructorsOnly | None:
        """One of the class that somebody is at and speaks for; a button may name another's."""
        audience = await self._announcements.audience(turn)
        if isinstance(audience, InstructorsOnly):
            return audience
        given = await self._store.assignments.of(audience.cohort.id)
        found = next((each for each in given if each.id == assignment_id), None)
        return await self._standing(audience.cohort, found) if found else None

    async def of_learner(self, who: int) -> tuple[Standing, ...]:
        """How far a learner is with what their classes are to do."""
        classes = await self._store.cohorts.joined_by(who)
        return tuple([each for cohort in classes for each in await self._all_of(cohort, who)])

    async def ending(self, now: datetime) -> tuple[Standing, ...]:
        """What ends soon, and of which nobody was reminded."""
        ending = await self._store.assignments.ending(now)
        found = [(await self._store.cohorts.cohort(each.cohort_id), each) for each in ending]
        return tuple([await self._standing(cohort, each) for cohort, each in found if cohort])

    async def _all_of(self, cohort: Cohort, who: int | None = None) -> tuple[Standing, ...]:
        given = await self._store.assignments.of(cohort.id)
        return tuple([await self._standing(cohort, each, who) for each in given])

    async def _standing(
        self, cohort: Cohort, assignment: Assignment, who: int | None = None
    ) -> Standing:
        exercises = self._exercises(assignment.targets)
        ids = tuple(each.id for each in exercises)
        ended = await self._store.assignments.ended(cohort.id, ids, who)
        if who is None:
            members = await self._store.cohorts.members(cohort.id)
            names = {each.telegram_user_id: each.name for each in members}
        else:
            names = {who: ""}
        people = {each: done(ids, ended.get(each, {}), assignment.due_at) for each in names}
        return Standing(cohort, assignment, exercises, people, names)

    def _exercises(self, targets: tuple[str, ...]) -> tuple[Exercise, ...]:
        """All that the targets name and that is there yet, each once."""
        found = (each for target in targets for each in self._named(target))
        return tuple({each.id: each for each in found}.values())

    def _named(self, said: str) -> tuple[Exercise, ...]:
        """The exercise that is named, or all of the topic that is."""
        exercises = self._practice.exercises
        found = meant(slug(said), exercises, self._practice.all().topics)
        return tuple(each for each in exercises.values() if found in (each, each.topic))
