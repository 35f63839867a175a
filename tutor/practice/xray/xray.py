"""X-ray a class: run what all of it sent for one exercise, and tell what many did alike."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.exercises.exercise import Exercise
from sandbox import protocol
from sandbox.protocol import Runner, RunRequest, RunResult, SandboxBusy
from tutor.practice.constraints.breach import accepted
from tutor.practice.constraints.submission import Breach
from tutor.practice.exercises import Faulty
from tutor.practice.grading.grade import Grader
from tutor.practice.grading.trial import Broken, Cases, Tried, rules_of, tried
from tutor.practice.mutants.mutant import Mutant
from tutor.practice.xray.anonymous import anonymous, bare
from tutor.practice.xray.behaviour import Alike, Outcome, Source, alike
from tutor.practice.xray.words import FEWEST, words
from tutor.run import NotRun, or_not_run, understood

# Some fifty times what a solution takes: a class waits for each loop that never ends.
_SECONDS = (0.5, 2.0)
# Of a processor. With fewer, the machine was busy, and nothing is known yet.
_GIVEN_SECONDS = 0.2
# A sandbox that is full is asked again, as often and after at most so long.
_TRIES, _LONGEST_PAUSE = 10, 3.0


# Each of a learner, who has sent nothing else.
Submissions = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Cluster:
    """What those `who` did it did alike, a `share` of all; `example` is nobody's in particular.

    It is empty where their code may name somebody. `mistake` is a typical one's name, or what was
    done to the model solution.
    """

    name: str
    explanation: str
    who: tuple[int, ...]
    share: float
    example: str
    mistake: str | None = None

    @property
    def count(self) -> int:
        return len(self.who)


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer have sent something for the exercise than may be told of."""


@dataclass(frozen=True, slots=True)
class XRay:
    """What became of all submissions; `others` did what fewer did alike than may be told."""

    exercise: Exercise
    submissions: int
    passed: int
    clusters: tuple[Cluster, ...]
    others: int


@dataclass(frozen=True, slots=True)
class _Brief:
    """A Runner for the code of many: a run without end is cut short.

    One that was hardly given a processor meanwhile is tried for longer.
    """

    runner: Runner

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        brief, longer = (request.model_copy(update={"wall_seconds": it}) for it in _SECONDS)
        ran = await self._when_free(brief, learner)
        if ran.outcome is not protocol.Outcome.TIMEOUT or ran.cpu_seconds >= _GIVEN_SECONDS:
            return ran
        return await self._when_free(longer, learner)

    async def _when_free(self, request: RunRequest, learner: str) -> RunResult:
        for _ in range(_TRIES):
            try:
                return await self.runner.run(request, learner=learner)
            except SandboxBusy as busy:
                await asyncio.sleep(min(busy.retry_after_seconds, _LONGEST_PAUSE))
        return await self.runner.run(request, learner=learner)


async def xray(
    runner: Runner, exercise: Exercise, submissions: Submissions
) -> XRay | TooFew | Faulty | NotRun:
    """Run one after the other, each in a process of its own: none can spoil another.

    Learners run theirs beside them. These are nobody's, for a learner would rest after each.
    """
    if len(submissions) < FEWEST:
        return TooFew()
    try:
        return await or_not_run(_xray(Grader(_Brief(runner)), exercise, submissions))
    except Broken as broken:
        return Faulty(str(broken))


async def _xray(grader: Grader, exercise: Exercise, submissions: Submissions) -> XRay:
    cases = await grader.prepare(exercise)
    sources = await _sources(grader.runner, exercise, cases, submissions)
    # A second, where no two of 300 behave the same: others are answered meanwhile.
    groups = await asyncio.to_thread(alike, sources, rules_of(exercise))
    passed = sum(len(it.who) for it in groups if it.is_right)
    many = [it for it in groups if len(it.who) >= FEWEST and not it.is_right]
    many.sort(key=lambda it: -len(it.who))
    told = tuple([await _cluster(grader, exercise, cases, it, len(submissions)) for it in many])
    others = len(submissions) - passed - sum(it.count for it in told)
    return XRay(exercise, len(submissions), passed, told, others)


async def _sources(
    runner: Runner, exercise: Exercise, cases: Cases, submissions: Submissions
) -> list[Source]:
    """What was written more than once is run once."""
    written = defaultdict[str, list[int]](list)
    for who, sent in submissions:
        code = understood(sent)
        bared = bare(code)
        written[code if bared is None else bared].append(who)
        await asyncio.sleep(0)  # All others would wait while a class is read.
    return [
        Source(code, tuple(who), await _outcome(runner, exercise, cases, code))
        for code, who in written.items()
    ]


async def _outcome(runner: Runner, exercise: Exercise, cases: Cases, code: str) -> Outcome:
    read = accepted(code, exercise.signature, exercise.constraints)
    return read if isinstance(read, Breach) else await tried(runner, exercise, read.code, cases)


async def _cluster(
    grader: Grader, exercise: Exercise, cases: Cases, of: Alike, submissions: int
) -> Cluster:
    outcome = of.outcome
    mistake = await grader.like(exercise, outcome) if isinstance(outcome, Tried) else None
    name, explanation = words(of, cases, mistake)
    shown = mistake.code if mistake else anonymous(of.most_common.code, exercise)
    known = mistake.operator if isinstance(mistake, Mutant) else mistake.name if mistake else None
    return Cluster(name, explanation, of.who, len(of.who) / submissions, shown, known)
