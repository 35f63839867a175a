"""Grade a submission: read its rules, run it on inputs nobody knew before, say what helps most."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.exercises.exercise import Exercise, Wrong
from sandbox import grading
from sandbox.protocol import Outcome, Runner, RunResult, SandboxError
from sandbox.values import Called
from tutor.practice.constraints.breach import accepted
from tutor.practice.constraints.submission import Breach
from tutor.practice.grading.counterexample import smallest
from tutor.practice.grading.diagnosis import diagnosis
from tutor.practice.grading.model import beside_model
from tutor.practice.grading.trial import Cases, Tried, called, cases, rules_of, tried
from tutor.practice.grading.verdict import Verdict
from tutor.practice.mutants.mutant import LIKE, Mutant, mutants

# Of what one submission saw, hardly a bit comes out with its verdict: the next may see it too.
_USES = 20


@dataclass(slots=True)
class _Sheet:
    """What submissions are tried on, and what the typical mistakes make of it.

    `small` ones were not run yet: most submissions are right, or make a typical one.
    """

    exercise: Exercise
    cases: Cases
    mistakes: list[tuple[Wrong | Mutant, list[Called]]]
    small: list[Mutant]
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades by a sandbox that learners' code runs in as well, each in a process of its own."""

    runner: Runner
    _sheets: dict[str, _Sheet] = field(default_factory=dict)
    _preparing: set[asyncio.Task[Cases]] = field(default_factory=set)

    def begin_preparing(self, exercise: Exercise) -> None:
        """Prepare while somebody reads; what fails then fails at their attempt, and is told."""
        task = asyncio.create_task(self.prepare(exercise))
        self._preparing.add(task)
        task.add_done_callback(self._prepared)

    def _prepared(self, task: asyncio.Task[Cases]) -> None:
        self._preparing.discard(task)
        _ = task.cancelled() or task.exception()

    async def prepare(self, exercise: Exercise, seed: int | None = None) -> Cases:
        """Have ready what the next submission is tried on: it then takes one run.

        With a seed, it is drawn anew; nobody who submits may know it.
        """
        if seed is not None:
            self._sheets[exercise.id] = await self._drawn(exercise, seed)
        return (await self._sheet(exercise)).cases

    async def grade(self, exercise: Exercise, code: str, *, learner: str = "") -> Verdict:
        """Raises SandboxError where nothing could be run, and Broken for a broken exercise."""
        submission = accepted(code, exercise.signature, exercise.constraints)
        if isinstance(submission, Breach):
            said, line = submission.sentence, submission.line
            return Verdict("refused", said, line, is_unfit=submission.is_unfit)
        sheet = await self._sheet(exercise)
        sheet.uses += 1
        outcome = await tried(self.runner, exercise, submission.code, sheet.cases, learner)
        if isinstance(outcome, RunResult):
            return _not_run(outcome)
        if not outcome.is_right:
            return _wrong(sheet, outcome, await self._mistake(sheet, outcome))
        right = f"Right: all {len(outcome.got)} cases pass."
        largest = outcome.got[-1].largest, sheet.cases.expected[-1].largest
        beside = beside_model(submission.code, exercise.reference, *largest)
        return Verdict("passed", right, beside_model=beside)

    async def like(self, exercise: Exercise, tried: Tried) -> Wrong | Mutant | None:
        """The mistake that behaves like what was tried on the cases that are prepared."""
        return await self._mistake(await self._sheet(exercise), tried)

    async def _sheet(self, exercise: Exercise) -> _Sheet:
        sheet = self._sheets.get(exercise.id)
        if sheet is None or sheet.uses >= _USES or sheet.exercise != exercise:
            sheet = self._sheets[exercise.id] = await self._drawn(exercise, secrets.randbits(62))
        return sheet

    async def _drawn(self, exercise: Exercise, seed: int) -> _Sheet:
        drawn = await cases(self.runner, exercise, seed)
        small = [it for it in mutants(exercise.reference) if it.operator in LIKE]
        sheet = _Sheet(exercise, drawn, [], small)
        # One after the other: learners' runs are more urgent.
        for wrong in exercise.wrong:
            await self._run(sheet, wrong)
        return sheet

    async def _mistake(self, sheet: _Sheet, tried: Tried) -> Wrong | Mutant | None:
        """The one that makes the same of every case, a typical one first."""
        rules = rules_of(sheet.exercise)
        for mistake, made in sheet.mistakes:
            if _is_same(made, tried, rules):
                return mistake
        while sheet.small and _returns(tried.got, sheet.cases):
            small = sheet.small.pop(0)
            try:
                found = await self._run(sheet, small)
            except SandboxError:
                # A verdict is known without it: it is tried for the next one.
                sheet.small.append(small)
                return None
            if found and _is_same(found, tried, rules):
                return small
        return None

    async def _run(self, sheet: _Sheet, mistake: Wrong | Mutant) -> list[Called] | None:
        """Keep what a mistake makes of the cases; a small one that fails there tells nothing."""
        inputs, of = sheet.cases.inputs, sheet.exercise
        made = await called(self.runner, of, mistake.code, inputs, of.id)
        if isinstance(made, RunResult):
            return None
        if isinstance(mistake, Mutant) and not _returns(made, sheet.cases):
            return None
        sheet.mistakes.append((mistake, made))
        return made


def _returns(made: Sequence[Called], cases: Cases) -> bool:
    """Whether it returns wherever the reference does: an error has many reasons."""
    return all(
        ours.raised or not its.raised for its, ours in zip(made, cases.expected, strict=True)
    )


def _is_same(made: list[Called], tried: Tried, rules: grading.Rules) -> bool:
    pairs = zip(made, tried.got, strict=True)
    return not any(grading.difference(one, two, rules) for one, two in pairs)


def _wrong(sheet: _Sheet, tried: Tried, mistake: Wrong | Mutant | None) -> Verdict:
    shown = smallest(sheet.cases, tried)
    if isinstance(mistake, Wrong):
        return Verdict("wrong", mistake.feedback, None, mistake.name, shown)
    difference = shown.difference if shown else None
    words = diagnosis(sheet.cases.inputs, tried.differences, difference)
    if mistake is None:
        return Verdict("wrong", words, counterexample=shown)
    like = f"The model solution would give the same {LIKE[mistake.operator]}."
    return Verdict("wrong", f"{words} {like}", None, mistake.operator, shown)


def _not_run(result: RunResult) -> Verdict:
    error, outcome = result.error, result.outcome
    line = error.line if error else None
    if outcome is Outcome.OK:
        return Verdict("wrong", "Your code ends before it can be asked for anything.")
    if outcome is Outcome.ERROR and error:
        return Verdict(outcome, f"Your code does not run: {error.type}: {error.message}", line)
    if outcome is Outcome.TIMEOUT:
        return Verdict(outcome, "Your code takes too long: does a loop never end?", line)
    words = f"{error.type}: {error.message}" if error else outcome.value
    return Verdict(outcome, f"Your code was stopped: {words}", line)
