"""What instructors see, as values; a chat and a page show the same. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from progress.cohorts.cohort import Cohort, Member
from progress.periods import Period
from progress.practising import Attempts
from progress.views.exercises import ExerciseFigures


@dataclass(frozen=True, slots=True)
class NoSuchMember:
    """Nobody of this class, or not any more."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """What may help a learner on, to be sent as it is: words, and a page or an exercise by name."""

    text: str
    page: str = ""
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in words, and what to send about it."""

    text: str
    nudge: Nudge


@dataclass(frozen=True, slots=True)
class StuckLearner:
    member: Member
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """Who is stuck now, the one with the most reasons first."""

    cohort: Cohort
    learners: tuple[StuckLearner, ...]


@dataclass(frozen=True, slots=True)
class ExerciseTable:
    """The exercises that enough have tried; `titles` and `mistakes` in their words, by name.

    `mistakes` has what an exercise says of each, by (exercise, name).
    """

    cohort: Cohort
    period: Period
    exercises: tuple[ExerciseFigures, ...]
    titles: Mapping[str, str]
    mistakes: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Row:
    """A member's mastery of each topic, from 0 to 1; None where it is untouched."""

    member: Member
    mastery: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Members by topics; the titles stand in teaching order."""

    cohort: Cohort
    topics: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class LearnerView:
    """One member, who may know that they were looked at; the newest that happened comes first.

    `told` is what the class's teachers wrote to them, each how it begins.
    """

    cohort: Cohort
    member: Member
    mastery: Mapping[str, float]
    timeline: tuple[Happened, ...]
    errors: tuple[str, ...]
    exercises: Attempts
    why: tuple[Why, ...]
    told: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A member who may be about to be lost, never without why."""

    member: Member
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtRiskList:
    cohort: Cohort
    learners: tuple[AtRisk, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A class's week in numbers, and what to do next: at most three sentences."""

    cohort: Cohort
    period: Period
    active: int
    joined: int
    passed: int
    stuck: int
    unanswered: int
    at_risk: int
    following: tuple[str, ...]
