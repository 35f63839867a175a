"""Grade a submission: read its rules, run it on inputs nobody knew before, say what helps most."""

import asyncio
import secrets
from dataclasses import dataclass, field

from knowledge.exercises.exercise import Exercise, Wrong
from sandbox import grading
from sandbox.protocol import Outcome, Runner, RunResult
from sandbox.values import Called
from tutor.practice.constraints.breach import accepted
from tutor.practice.constraints.submission import Breach
from tutor.practice.grading.counterexample import smallest
from tutor.practice.grading.diagnosis import diagnosis
from tutor.practice.grading.model import beside_model
from tutor.practice.grading.trial import Cases, Tried, called, cases, rules_of, tried
from tutor.practice.grading.verdict import Verdict

# Of what one submission saw, hardly a bit comes out with its verdict: the next may see it too.
_USES = 20


@dataclass(slots=True)
class _Sheet:
    """What submissions are tried on, and what the typical mistakes make of it."""

    exercise: Exercise
    cases: Cases
    mistakes: list[tuple[Wrong, list[Called]]]
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades by a sandbox that learners' code runs in as well, each in a process of its own."""

    runner: Runner
    _sheets: dict[str, _Sheet] = field(default_factory=dict)

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
            return _wrong(exercise, sheet, outcome)
        right = f"Right: all {len(outcome.got)} cases pass."
        largest = outcome.got[-1].largest, sheet.cases.expected[-1].largest
        beside = beside_model(submission.code, exercise.reference, *largest)
        return Verdict("passed", right, beside_model=beside)

    async def _sheet(self, exercise: Exercise) -> _Sheet:
        sheet = self._sheets.get(exercise.id)
        if sheet is None or sheet.uses >= _USES or sheet.exercise != exercise:
            sheet = self._sheets[exercise.id] = await self._drawn(exercise, secrets.randbits(62))
        return sheet

    async def _drawn(self, exercise: Exercise, seed: int) -> _Sheet:
        drawn = await cases(self.runner, exercise, seed)
        made = await asyncio.gather(
            *(
                called(self.runner, exercise, wrong.code, drawn.inputs, exercise.id)
                for wrong in exercise.wrong
            )
        )
        told = zip(exercise.wrong, made, strict=True)
        return _Sheet(
            exercise, drawn, [(it, of) for it, of in told if not isinstance(of, RunResult)]
        )


def _wrong(exercise: Exercise, sheet: _Sheet, tried: Tried) -> Verdict:
    shown = smallest(sheet.cases, tried)
    mistake = _mistake(exercise, sheet, tried)
    if mistake:
        return Verdict("wrong", mistake.feedback, None, mistake.name, shown)
    difference = shown.difference if shown else None
    words = diagnosis(sheet.cases.inputs, tried.differences, difference)
    return Verdict("wrong", words, counterexample=shown)


def _mistake(exercise: Exercise, sheet: _Sheet, tried: Tried) -> Wrong | None:
    """The typical one that makes the same of every case."""
    rules = rules_of(exercise)
    for wrong, made in sheet.mistakes:
        pairs = zip(made, tried.got, strict=True)
        if not any(grading.difference(one, two, rules) for one, two in pairs):
            return wrong
    return None


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
