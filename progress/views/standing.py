"""How firmly learners hold topics, and who may be about to be lost. Pure.

    mastery = (firmness + passed / tried exercises of the topic) / 2

or firmness alone where no exercise of the topic was tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from progress.cohorts.cohort import Member
from progress.mastery import firmness
from progress.rollups import NO_TOPIC, NOTHING, Counts, LearnerTopicDay
from progress.statistics import share
from progress.views.stuck import Reason

QUIET_DAYS = 10
# Of what was worked on since alone: a topic that the course has left fades by itself.
FALLEN_WITHIN = timedelta(days=21)
FALLEN_TO = 2 / 3

Activity = Sequence[tuple[LearnerTopicDay, Counts]]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing for so many days."""

    days: int


@dataclass(frozen=True, slots=True)
class Fallen:
    """How firmly the topics of three weeks ago were held then, and are now."""

    before: float
    now: float


Risk = Quiet | Fallen | Reason


def held(activity: Activity, today: date) -> Mapping[str, float]:
    """How firmly one learner holds each topic that they have touched by a day."""
    by_topic: dict[str, list[tuple[date, Counts]]] = {}
    for row, counts in activity:
        if row.topic != NO_TOPIC and row.day <= today:
            by_topic.setdefault(row.topic, []).append((row.day, counts))
    return {
        topic: firmness(
            sum((counts for _, counts in done), start=NOTHING), max(day for day, _ in done), today
        )
        for topic, done in by_topic.items()
    }


def mastery(
    activity: Activity, passed: Mapping[str, bool], topics: Mapping[str, str], today: date
) -> Mapping[str, float]:
    """Rate one learner's topics from 0 to 1; `topics` has the topic of each exercise."""
    firm = held(activity, today)
    of: dict[str, list[bool]] = {}
    for exercise, is_passed in passed.items():
        if exercise in topics:
            of.setdefault(topics[exercise], []).append(is_passed)
    return {
        topic: fmean([firm.get(topic, 0.0), share(sum(of[topic]), len(of[topic]))])
        if topic in of
        else firm[topic]
        for topic in {**firm, **of}
    }


def risks(
    member: Member, activity: Activity, stuck: Sequence[Reason], today: date
) -> tuple[Risk, ...]:
    """Why a member may be about to be lost; of whoever does well, nothing."""
    last = max((row.day for row, _ in activity), default=member.joined_on)
    idle = (today - max(last, member.joined_on)).days
    before, now = held(activity, today - FALLEN_WITHIN), held(activity, today)
    found: list[Risk] = [Quiet(idle)] if idle >= QUIET_DAYS else []
    since = {row.topic for row, _ in activity if row.day > today - FALLEN_WITHIN}
    if again := before.keys() & since:
        then, left = (fmean(of[topic] for topic in again) for of in (before, now))
        found += [Fallen(then, left)] if 0 < left <= then * FALLEN_TO else []
    return (*found, *stuck)
