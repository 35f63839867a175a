"""Exercises that a learner works on: the one that is open, and what became of the others. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Any

from progress.cohorts.cohort import NOBODY

PASSED, GAVE_UP = "passed", "gave_up"


@dataclass(frozen=True, slots=True)
class OpenExercise:
    """What a learner is at: how many hints they have read, and whether the solution as well."""

    exercise: str
    opened_at: datetime
    hints: int = 0
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What a learner has done with one exercise.

    `passed_in` is the number of tries that the first pass took by itself: one after the solution
    was seen is none.
    """

    tries: int
    last: datetime
    hints: int = 0
    gave_up: bool = False
    passed_in: int | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing that is done with it counts any more."""
        return self.gave_up or self.passed_in is not None


Attempts = Mapping[str, Tried]


def folded(attempts: Iterable[tuple[str, datetime, Mapping[str, Any]]]) -> Attempts:
    """What somebody has done, from the facts of their attempts in the order they were made."""
    found: dict[str, Tried] = {}
    for slug, at, facts in attempts:
        if facts.get("unfit"):
            continue
        found[slug] = _after(found.get(slug, Tried(0, at)), at, facts)
    return found


def _after(before: Tried, at: datetime, facts: Mapping[str, Any]) -> Tried:
    hints = max(before.hints, int(facts.get("hints") or 0))
    if facts.get("outcome") == GAVE_UP:
        return replace(before, last=at, hints=hints, gave_up=True)
    tries = before.tries + 1
    passes = facts.get("passed") is True and not before.is_settled
    return replace(
        before, tries=tries, last=at, hints=hints, passed_in=tries if passes else before.passed_in
    )


@dataclass(frozen=True, slots=True)
class ExerciseStatistics:
    """How a class does at one exercise; `mistake` is its most common one, `mistakes` made it."""

    exercise: str
    tried: int
    passed: int
    gave_up: int
    median_tries: float
    mistake: str = ""
    mistakes: int = 0


@dataclass(frozen=True, slots=True)
class Times:
    """How often a learner's attempts at an exercise came to the same, at the same tries."""

    telegram_user_id: int
    exercise: str
    outcome: str
    tries: int
    mistake: str
    times: int


def by_exercise(counted: Iterable[Times]) -> tuple[ExerciseStatistics, ...]:
    """The exercises that were tried, the most tried first."""
    of: dict[str, list[Times]] = {}
    for each in counted:
        of.setdefault(each.exercise, []).append(each)
    found = (_statistics(exercise, times) for exercise, times in of.items())
    return tuple(sorted(found, key=lambda each: (-each.tried, each.exercise)))


def _statistics(exercise: str, counted: list[Times]) -> ExerciseStatistics:
    gave_up = [each for each in counted if each.outcome == GAVE_UP]
    # Whose first try was on an earlier day has tried it all the same, and who gave up without one.
    learners = {each.telegram_user_id for each in counted} - {NOBODY}
    before = [each for each in counted if each.telegram_user_id == NOBODY and _is_first(each)]
    passes = [each.tries for each in counted if each.outcome == PASSED for _ in range(each.times)]
    # Once a learner; sums of before classes bear none to count.
    made = {(each.mistake, each.telegram_user_id) for each in counted if each.mistake}
    mistakes = Counter(mistake for mistake, who in made if who != NOBODY)
    for each in counted:
        if each.mistake and each.telegram_user_id == NOBODY:
            mistakes[each.mistake] += each.times
    mistake = max(sorted(mistakes), key=lambda name: mistakes[name], default="")
    return ExerciseStatistics(
        exercise,
        tried=len(learners) + sum(each.times for each in before),
        passed=len(passes),
        gave_up=sum(each.times for each in gave_up),
        median_tries=float(median(passes)) if passes else 0.0,
        mistake=mistake,
        mistakes=mistakes[mistake],
    )


def _is_first(each: Times) -> bool:
    """Whether somebody began with it: sums of before classes bear no learner to count."""
    return each.tries == (0 if each.outcome == GAVE_UP else 1)
