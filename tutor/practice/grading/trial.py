"""Try a solution on drawn inputs, beside the reference: three runs, none of which sees another's.

Inputs are drawn in one process, the reference and the solution run in one each; what they returned
crosses as values and is compared here. The inputs are small ones, the same for everybody, which may
be shown, and then hidden ones, of a seed nobody knows.
"""

from dataclasses import dataclass
from typing import Any, Final

from knowledge.exercises.exercise import Exercise
from knowledge.pages.curriculum import shipped
from sandbox.grading import Difference, Rules, array, difference
from sandbox.protocol import Calls, Outcome, RunError, Runner, RunRequest, RunResult, Want
from sandbox.values import Called, Raised, TensorValue, Value, dumped, loaded_calls

_DRAWN: Final = 16
_SMALL: Final = 24
_SMALL_SEED: Final = 1
_WANT: Final = Want(value=False, tensors=False, images=False)
# Names that puzzles have beside the usual ones; last, so that no line changes its number.
_PUZZLE: Final = "from torch import arange, where\n"
_MOST: Final = 200


class Broken(Exception):
    """An exercise's own code does not do what it must: an operator's matter, never a learner's."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Inputs, what the reference made of each, and how large a tensor on the way may be.

    Only the first `shown` of them may be shown to anybody. The last one is the largest.
    """

    inputs: tuple[Value, ...]
    bounds: tuple[int | None, ...]
    expected: tuple[Called, ...]
    shown: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a solution made of the cases; `differences` has None where it is right."""

    got: tuple[Called, ...]
    differences: tuple[Difference | None, ...]

    @property
    def is_right(self) -> bool:
        return not any(self.differences)


async def cases(runner: Runner, exercise: Exercise, seed: int) -> Cases:
    """Draw inputs by a seed and let the reference answer them. Raises Broken."""
    hidden, small = await _drawn(runner, exercise, seed)
    drawn = [*small, *sorted(hidden, key=lambda each: size(each[0]))]
    inputs, bounds = tuple(it[0] for it in drawn), tuple(it[1] for it in drawn)
    expected = await called(runner, exercise, exercise.reference, inputs, exercise.id)
    if isinstance(expected, RunResult):
        raise Broken(f"{exercise.id}: the reference does not run: {expected.error}")
    return Cases(inputs, bounds, tuple(expected), len(small))


async def _drawn(runner: Runner, exercise: Exercise, seed: int) -> tuple[list[Any], list[Any]]:
    """Pairs of inputs and a bound, which is None for most."""
    drawing = shipped().joinpath("exercises", "drawing.py").read_text("utf-8")
    asked = dumped([(seed, _DRAWN, False), (_SMALL_SEED, _SMALL, True)])
    request = RunRequest(
        code=f"{drawing}\n\n{exercise.cases}",
        want=_WANT,
        calls=Calls(function="cases", inputs=asked, keeps_layout=True),
    )
    ran = await runner.run(request)
    match loaded_calls(ran.called or "", most=2):
        case [Called(returned=list(hidden), raised=None), Called(returned=list(small))]:
            return hidden, small
        case told:
            why = ran.error or next((it.raised for it in told or () if it.raised), None)
            # Two line breaks stand before cases.py.
            said = _said(why, drawing.count("\n") + 2) if why else ran.outcome
            raise Broken(f"{exercise.id}: no inputs can be drawn: {said}")


def _said(error: RunError | Raised, before: int) -> str:
    """One line, whose number is one of cases.py; `before` that, drawing.py has its own."""
    line = error.line or 0
    file, at = ("cases.py", line - before) if line > before else ("drawing.py", line)
    message = " ".join(error.message.split())
    return f"{error.type}{f' ({file}, line {at})' if line else ''}: {message}"[:_MOST]


async def called(
    runner: Runner,
    exercise: Exercise,
    code: str,
    inputs: tuple[Value, ...],
    learner: str,
) -> list[Called] | RunResult:
    """What code makes of the inputs; how its run ended, where it came to no such thing."""
    calls = Calls(
        function=exercise.name,
        inputs=dumped(list(inputs)),
        probe=exercise.probe,
        watched=len(inputs) if exercise.constraints.max_numel else 1,
    )
    given = f"{code}\n{_PUZZLE}" if exercise.constraints.puzzle else code
    ran = await runner.run(RunRequest(code=given, want=_WANT, calls=calls), learner=learner)
    told = loaded_calls(ran.called or "", most=_MOST) if ran.outcome is Outcome.OK else None
    return ran if told is None or len(told) != len(inputs) else told


async def tried(
    runner: Runner, exercise: Exercise, code: str, cases: Cases, learner: str = ""
) -> Tried | RunResult:
    """A solution on cases, compared with the reference."""
    got = await called(runner, exercise, code, cases.inputs, learner)
    if isinstance(got, RunResult):
        return got
    rules = rules_of(exercise)
    each = zip(cases.expected, got, cases.bounds, strict=True)
    return Tried(tuple(got), tuple(difference(one, two, rules, most) for one, two, most in each))


def rules_of(exercise: Exercise) -> Rules:
    """How its results are compared."""
    given = exercise.tolerance
    tolerance = (given.relative, given.absolute) if given else None
    return Rules(tolerance, exercise.constraints.shares_memory)


def size(value: Value) -> tuple[int, float]:
    """How much there is to look at: elements, then how large the numbers are."""
    match value:
        case TensorValue():
            return value.numel + 1, float(abs(array(value).astype(complex)).sum())
        case list() | tuple():
            sizes = [size(each) for each in value]
            return sum(it for it, _ in sizes), sum(it for _, it in sizes)
        case bool() | int() | float():
            return 1, abs(float(value))
        case _:
            return 1, 0.0
