"""Grade a submission: read its rules, run it on inputs nobody knew before, say what helps most."""

import secrets
from dataclasses import dataclass

from knowledge.exercises.exercise import Exercise, Wrong
from sandbox.protocol import Runner, RunResult
from sandbox.values import Called, TensorValue, Value
from tutor.practice.constraints.breach import accepted
from tutor.practice.constraints.submission import Breach
from tutor.practice.grading.trial import Cases, Tried, called, cases, tried
from tutor.practice.grading.verdict import Counterexample, Verdict, sentence

# One for all: what a learner is shown is of a family that is no secret.
_SHOWN_SEED = 1


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades by a sandbox that learners' code runs in as well, each in a process of its own."""

    runner: Runner

    async def grade(self, exercise: Exercise, code: str, *, learner: str = "") -> Verdict:
        """Raises SandboxError where nothing could be run, and Broken for a broken exercise."""
        submission = accepted(code, exercise.signature, exercise.constraints)
        if isinstance(submission, Breach):
            return Verdict("refused", submission.sentence, submission.line)
        hidden = await cases(self.runner, exercise, secrets.randbits(62))
        outcome = await tried(self.runner, exercise, submission.code, hidden, learner)
        if isinstance(outcome, RunResult):
            return _not_run(outcome)
        if outcome.is_right:
            return Verdict("passed", f"Right: all {len(hidden.inputs)} cases pass.")
        return await self._wrong(exercise, submission.code, hidden, outcome, learner)

    async def _wrong(
        self, exercise: Exercise, code: str, hidden: Cases, outcome: Tried, learner: str
    ) -> Verdict:
        mistake = await self._mistake(exercise, hidden, outcome)
        shown = await self._counterexample(exercise, code, learner)
        if shown is None:
            # Small inputs hide it: nothing of the hidden ones is told but what kind of fault it is.
            found = next(each for each in outcome.differences if each)
            return Verdict("wrong", mistake.feedback if mistake else sentence(found))
        words = mistake.feedback if mistake else sentence(shown.difference)
        return Verdict("wrong", words, None, mistake.name if mistake else None, shown)

    async def _mistake(self, exercise: Exercise, hidden: Cases, outcome: Tried) -> Wrong | None:
        """The typical mistake that makes the very same of every case."""
        for wrong in exercise.wrong:
            made = await called(self.runner, exercise, wrong.code, hidden.inputs, exercise.id)
            if not isinstance(made, RunResult) and _alike(made, outcome.got):
                return wrong
        return None

    async def _counterexample(
        self, exercise: Exercise, code: str, learner: str
    ) -> Counterexample | None:
        small = await cases(self.runner, exercise, _SHOWN_SEED, small=True)
        outcome = await tried(self.runner, exercise, code, small, learner)
        if isinstance(outcome, RunResult):
            return None
        failing = [at for at, each in enumerate(outcome.differences) if each]
        if not failing:
            return None
        at = min(failing, key=lambda at: _size(small.inputs[at]))
        found = outcome.differences[at]
        assert found  # noqa: S101 - such were looked for
        return Counterexample(small.inputs[at], outcome.got[at], small.expected[at], found)


def _alike(one: list[Called], other: tuple[Called, ...]) -> bool:
    pairs = zip(one, other, strict=True)
    return all(
        (a.returned, a.raised and a.raised.type) == (b.returned, b.raised and b.raised.type)
        for a, b in pairs
    )


def _size(value: Value) -> tuple[int, float]:
    """How much there is to look at: elements, then how large the numbers are."""
    match value:
        case TensorValue():
            return value.numel + 1, float(sum(value.data))
        case list() | tuple():
            sizes = [_size(each) for each in value]
            return sum(it for it, _ in sizes), sum(it for _, it in sizes)
        case bool() | int() | float():
            return 1, abs(float(value))
        case _:
            return 1, 0.0


def _not_run(result: RunResult) -> Verdict:
    error = result.error
    words = f"{error.type}: {error.message}" if error else "it did not come to an end"
    return Verdict(
        str(result.outcome), f"Your code does not run: {words}", error.line if error else None
    )
