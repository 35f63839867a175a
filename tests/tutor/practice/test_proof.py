"""Exercises that are weak or broken are reported, each with what is wrong in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from knowledge.exercises.exercise import Constraints, Exercise, Wrong
from sandbox.client import connect
from sandbox.protocol import Runner
from tutor.practice.grading.proof import Proof, prove

REFERENCE = "def total(m: Tensor) -> Tensor:\n    return m.sum(1)\n"
DRAWN = "NAMED = {}\ndef draw(d):\n    return (d.integers(*d.sizes(2)),)\n"
OTHER_AXIS = Wrong(name="axis", code=REFERENCE.replace("1", "0"), feedback="Rows, not columns.")


def exercise(**fields: object) -> Exercise:
    whole = {
        "id": "total",
        "title": "Sums of rows",
        "topic": "reductions",
        "level": 1,
        "signature": "def total(m: Tensor) -> Tensor",
        "prompt": "Return the sum of each row.",
        "hints": ("Which axis?",),
        "explanation": "The axis that is named goes away.",
        "reference": REFERENCE,
        "cases": DRAWN,
        "wrong": (OTHER_AXIS,),
    }
    return Exercise.model_validate(whole | fields)


@pytest.fixture
async def runner(sandbox_url) -> AsyncIterator[Runner]:
    async with connect(sandbox_url) as runner:
        yield runner


async def proof(runner: Runner, **fields: object) -> Proof:
    return await prove(runner, exercise(**fields), {"reductions"}, {"sum-of-rows"})


async def test_a_sound_exercise_is_proven(runner: Runner) -> None:
    found = await proof(runner)

    assert found.problems == ()
    assert (found.caught, found.survivors) == (len(found.made), ())
    assert "axis moved             1 of   1 caught" in found.table


SYMMETRIC = (
    "NAMED = {}\ndef draw(d):\n    n = d.size(2)\n    return (torch.full((n, n), d.whole(1, 9)),)\n"
)
LEVEL = Wrong(name="mean", code=REFERENCE.replace("sum(1)", "sum(1) + 1"), feedback="One too many.")


async def test_a_mutant_that_no_case_catches_is_shown_as_a_diff(runner: Runner) -> None:
    found = await proof(runner, cases=SYMMETRIC, wrong=(LEVEL,))

    [problem] = found.problems
    assert str(problem) == (
        "exercises/total/cases.py:1: no case catches this mutant (axis moved)\n"
        "     def total(m: Tensor) -> Tensor:\n"
        "    -    return m.sum(1)\n"
        "    +    return m.sum(0)"
    )


async def test_a_mutant_may_be_called_equivalent_with_a_reason(runner: Runner) -> None:
    told = {"return m.sum(0)": "the rows are the columns", "return m.sum(7)": "so I think"}
    found = await proof(runner, cases=SYMMETRIC, wrong=(LEVEL,), equivalent=told)

    [problem] = found.problems
    assert "no mutant that passes has 'return m.sum(7)'" in problem.message
    assert found.survivors == ()


@dataclass(frozen=True)
class Fault:
    says: str
    fields: dict[str, object]


def mistakes(*codes: str) -> tuple[Wrong, ...]:
    return tuple(Wrong(name=f"m{at}", code=code, feedback="No.") for at, code in enumerate(codes))


FAULTS = [
    Fault("wrong/m0.py:1: it passes", {"wrong": mistakes(REFERENCE)}),
    Fault(
        "wrong/m1.py:1: expected to be known as m1, got m0",
        {"wrong": mistakes(OTHER_AXIS.code, REFERENCE.replace("1", "-2"))},
    ),
    Fault(
        "wrong/axis.py:2: it is to run and be wrong, but is judged by refused",
        {
            "constraints": Constraints(forbid=("mean",)),
            "wrong": (OTHER_AXIS.model_copy(update={"code": REFERENCE.replace("sum", "mean")}),),
        },
    ),
    Fault("reference.py:2: ", {"constraints": Constraints(forbid=("sum",))}),
    Fault("reference.py:2: it raises IndexError", {"reference": REFERENCE.replace("1", "2")}),
    Fault(
        "reference.py:1: it returns numpy.ndarray, which cannot be compared",
        {"reference": REFERENCE.replace("sum(1)", "sum(1).numpy()")},
    ),
    Fault(
        "reference.py:1: it does not pass",
        {"reference": REFERENCE.replace("sum(1)", "sum(1) + torch.seed() % 1000")},
    ),
    Fault("reference.py:1: Line 1 is not Python yet", {"reference": "def total(:"}),
    Fault("exercise.md:1: total: no inputs can be drawn", {"cases": "NAMED = {}"}),
    Fault("exercise.md:1: there is no topic 'sums'", {"topic": "sums"}),
    Fault("exercise.md:1: read: there is no page 'gone'", {"read": ("gone",)}),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says)
async def test_what_is_broken_is_named(runner: Runner, fault: Fault) -> None:
    found = await proof(runner, **fault.fields)

    assert [it for it in found.problems if str(it).startswith(f"exercises/total/{fault.says}")]
