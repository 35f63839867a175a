"""Prove an exercise: its reference passes, its mistakes are told apart, its cases are not weak."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import InitVar, dataclass, field
from typing import Final

from knowledge.exercises.exercise import Exercise
from knowledge.pages.problems import Problem
from sandbox.protocol import Runner, RunRequest, RunResult
from sandbox.values import Called, Other
from tutor.practice.constraints.breach import breach
from tutor.practice.grading.grade import Grader
from tutor.practice.grading.trial import Broken, Cases, tried
from tutor.practice.grading.verdict import Verdict
from tutor.practice.mutants.mutant import Mutant, mutants

SEEDS: Final = (1, 2, 3, 4, 5)
_ENOUGH: Final = 0.95


@dataclass(frozen=True, slots=True)
class Proof:
    """What one exercise came to; mutants that its page calls equivalent are none of the `made`."""

    exercise: str
    problems: tuple[Problem, ...] = ()
    made: tuple[Mutant, ...] = ()
    survivors: tuple[Mutant, ...] = ()

    @property
    def caught(self) -> int:
        return len(self.made) - len(self.survivors)

    @property
    def table(self) -> Iterator[str]:
        """A line for each operator, then what may get away: what may not is a problem."""
        made, left = (Counter(it.operator for it in of) for of in (self.made, self.survivors))
        for operator, count in made.items():
            yield f"{operator:20} {count - left[operator]:3} of {count:3} caught"
        for it in self.survivors if not self.problems else ():
            yield f"{it.operator}: not caught\n{it.diff}"


@dataclass(slots=True)
class Turns:
    """A Runner that asks for a few runs at once, however many are wanted."""

    runner: Runner
    at_once: InitVar[int]
    _slots: asyncio.Semaphore = field(init=False)

    def __post_init__(self, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        # Nobody's: it is the operator who runs them all.
        del learner
        async with self._slots:
            return await self.runner.run(request)


async def prove(
    runner: Runner, exercise: Exercise, topics: Collection[str], slugs: Collection[str]
) -> Proof:
    """Prove one of a content whose pages have these topics and slugs."""
    problems = [*_strays(exercise, topics, slugs)]
    if broken := breach(exercise.reference, exercise.signature, exercise.constraints):
        problems.append(_at(exercise, "reference.py", broken.sentence, broken.line or 1))
    if problems:
        return Proof(exercise.id, tuple(problems))
    try:
        return await _tried(runner, exercise)
    except Broken as error:
        return Proof(exercise.id, (_at(exercise, "exercise.md", str(error)),))


def _strays(
    exercise: Exercise, topics: Collection[str], slugs: Collection[str]
) -> Iterator[Problem]:
    if exercise.topic not in topics:
        yield _at(exercise, "exercise.md", f"there is no topic {exercise.topic!r}")
    for links in ("prerequisites", "read"):
        for slug in getattr(exercise, links):
            if slug not in slugs:
                yield _at(exercise, "exercise.md", f"{links}: there is no page {slug!r}")


def _at(exercise: Exercise, file: str, message: str, line: int = 1) -> Problem:
    return Problem(f"exercises/{exercise.id}/{file}", line, message)


async def _tried(runner: Runner, exercise: Exercise) -> Proof:
    grader = Grader(runner)
    made = list(mutants(exercise.reference))
    survivors, problems = made, set[Problem]()
    for seed in SEEDS:
        cases = await grader.prepare(exercise, seed)
        problems |= {*_odd(exercise, cases)} | {*await _solutions(grader, exercise)}
        if problems:
            break
        survivors = await _passing(runner, exercise, survivors, cases)
    if problems:
        return Proof(exercise.id, tuple(sorted(problems)))
    alike = [it for it in survivors if it.line in exercise.equivalent]
    made, survivors = ([it for it in of if it not in alike] for of in (made, survivors))
    problems = {*_weak(exercise, made, survivors), *_not_alike(exercise, alike)}
    return Proof(exercise.id, tuple(sorted(problems)), tuple(made), tuple(survivors))


def _odd(exercise: Exercise, cases: Cases) -> Iterator[Problem]:
    """A reference returns what can be compared; ValueError is what it may raise on purpose."""
    for came in cases.expected:
        if came.raised and came.raised.type != "ValueError":
            said = f"it raises {came.raised.type}: {came.raised.message}"
            yield _at(exercise, "reference.py", said, came.raised.line or 1)
        if type_ := _unknown(came):
            yield _at(exercise, "reference.py", f"it returns {type_}, which cannot be compared")


def _unknown(came: Called) -> str | None:
    held = came.returned
    items = held if isinstance(held, list | tuple) else [held]
    return next((each.type for each in items if isinstance(each, Other)), None)


async def _solutions(grader: Grader, exercise: Exercise) -> list[Problem]:
    """The reference, the starter and the mistakes, graded as learners' code is."""
    reference = await grader.grade(exercise, exercise.reference)
    starter = await grader.grade(exercise, exercise.starter)
    wrongs = await asyncio.gather(*(grader.grade(exercise, it.code) for it in exercise.wrong))
    found = [
        _at(exercise, f"wrong/{wrong.name}.py", said, verdict.line or 1)
        for wrong, verdict in zip(exercise.wrong, wrongs, strict=True)
        if (said := _misjudged(wrong.name, verdict))
    ]
    if not reference.passed:
        said = f"it does not pass: {reference.feedback}"
        found.append(_at(exercise, "reference.py", said, reference.line or 1))
    if starter.passed:
        found.append(_at(exercise, "cases.py", "the starter passes"))
    return found


def _misjudged(name: str, verdict: Verdict) -> str | None:
    if verdict.passed:
        return "it passes"
    if verdict.outcome != "wrong":
        return f"it is to run and be wrong, but is judged by {verdict.outcome}: {verdict.feedback}"
    if verdict.mistake == name:
        return None
    return f"expected to be known as {name}, got {verdict.mistake}: no case tells them apart"


async def _passing(
    runner: Runner, exercise: Exercise, among: list[Mutant], cases: Cases
) -> list[Mutant]:
    """Those that no case catches; one that does not run is caught."""
    outcomes = await asyncio.gather(*(tried(runner, exercise, it.code, cases) for it in among))
    each = zip(among, outcomes, strict=True)
    return [it for it, came in each if not isinstance(came, RunResult) and came.is_right]


def _weak(exercise: Exercise, made: list[Mutant], survivors: list[Mutant]) -> Iterator[Problem]:
    enough = len(made) - len(survivors) >= _ENOUGH * len(made)
    for it in survivors:
        if it.is_of_axes or not enough:
            diff = "".join(f"\n    {line}" for line in it.diff.splitlines())
            yield _at(exercise, "cases.py", f"no case catches this mutant ({it.operator}){diff}")


def _not_alike(exercise: Exercise, alike: list[Mutant]) -> Iterator[Problem]:
    for line in exercise.equivalent.keys() - {it.line for it in alike}:
        yield _at(exercise, "exercise.md", f"equivalent: no mutant that passes has {line!r}")
