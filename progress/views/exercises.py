"""How a class does at each exercise. Pure.

Told from five learners on; how well an exercise tells the strong from the weak, from ten on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation

from progress.practising import PASSED, ExerciseStatistics, Times, by_exercise
from progress.rollups import AttemptDay
from progress.statistics import FEWEST_LEARNERS, share

FEWEST_TO_DISCRIMINATE = 10
MOST_MISTAKES = 3

Attempts = Sequence[tuple[AttemptDay, int]]
"""Rows of the roll-up, each with how often that came."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A typical mistake by its name: how often it was made, and by how many learners."""

    name: str
    times: int
    learners: int


@dataclass(frozen=True, slots=True)
class ExerciseFigures:
    """One exercise; `first_score` passed at the first try, `last_score` in the end.

    `discrimination` is the point-biserial correlation between passing this one and the share of
    the others that the same learner passed; None where that can't be said.
    """

    counted: ExerciseStatistics
    first_score: float
    last_score: float
    discrimination: float | None
    mistakes: tuple[Mistake, ...]


def figures(attempts: Attempts) -> tuple[ExerciseFigures, ...]:
    """The exercises that enough have tried, the most tried first."""
    passed = passes(attempts)
    of: dict[str, list[tuple[AttemptDay, int]]] = {}
    for row, times in attempts:
        of.setdefault(row.exercise, []).append((row, times))
    return tuple(
        _figures(each, of[each.exercise], passed)
        for each in by_exercise(
            Times(row.telegram_user_id, *row[2:], times) for row, times in attempts
        )
        if len(_who(of[each.exercise])) >= FEWEST_LEARNERS
    )


def passes(attempts: Attempts) -> Mapping[int, Mapping[str, bool]]:
    """Which exercises each learner tried, and whether they passed."""
    found: dict[int, dict[str, bool]] = {}
    for row, _ in attempts:
        theirs = found.setdefault(row.telegram_user_id, {})
        theirs[row.exercise] = theirs.get(row.exercise, False) or row.outcome == PASSED
    return found


def _who(attempts: Attempts) -> set[int]:
    return {row.telegram_user_id for row, _ in attempts}


def _figures(
    counted: ExerciseStatistics, attempts: Attempts, passed: Mapping[int, Mapping[str, bool]]
) -> ExerciseFigures:
    who = _who(attempts)
    at_once = {
        row.telegram_user_id for row, _ in attempts if (row.outcome, row.tries) == (PASSED, 1)
    }
    return ExerciseFigures(
        counted,
        first_score=share(len(at_once), len(who)),
        last_score=share(sum(passed[each][counted.exercise] for each in who), len(who)),
        discrimination=_discrimination(counted.exercise, [passed[each] for each in who]),
        mistakes=_mistakes(attempts),
    )


def _discrimination(exercise: str, passed: Iterable[Mapping[str, bool]]) -> float | None:
    both = [
        (float(theirs[exercise]), share(sum(theirs.values()) - theirs[exercise], len(theirs) - 1))
        for theirs in passed
        if len(theirs) > 1
    ]
    if len(both) < FEWEST_TO_DISCRIMINATE:
        return None
    try:
        return correlation(*zip(*both, strict=True))
    except StatisticsError:  # All passed, or none did: nothing varies.
        return None


def _mistakes(attempts: Attempts) -> tuple[Mistake, ...]:
    names = {row.mistake for row, _ in attempts} - {""}
    found = (_mistake(name, [row for row in attempts if row[0].mistake == name]) for name in names)
    told = (each for each in found if each.learners >= FEWEST_LEARNERS)
    return tuple(sorted(told, key=lambda each: (-each.times, each.name))[:MOST_MISTAKES])


def _mistake(name: str, made: Attempts) -> Mistake:
    return Mistake(name, sum(n for _, n in made), len({row.telegram_user_id for row, _ in made}))
