"""A submission is run beside the reference, and told the one thing that helps most."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from knowledge.exercises.exercise import Constraints, Exercise, Wrong
from sandbox.client import connect
from sandbox.protocol import Runner, RunRequest, RunResult, SandboxBusy
from sandbox.values import TensorValue
from tutor.practice.grading.grade import Grader
from tutor.practice.grading.trial import Broken


def exercise(signature: str, reference: str, draw: str, **more) -> Exercise:
    given = {
        "id": "an-exercise",
        "title": "An exercise",
        "topic": "shapes",
        "level": 1,
        "signature": signature,
        "prompt": "What is to be done is said here.",
        "hints": ("Think.",),
        "explanation": "This is how it is done.",
        "reference": reference,
        "cases": f"NAMED = {{}}\ndef draw(d):\n    return {draw}\n",
        "wrong": (Wrong(name="zero", code="def f(x):\n    return 0", feedback="No."),),
    }
    return Exercise.model_validate(given | more)


TURNED = exercise(
    "def f(x: Tensor) -> Tensor",
    "def f(x):\n    return x.mT.contiguous()",
    "(d.floats(*d.sizes(2)),)",
    wrong=(
        Wrong(name="same", code="def f(x):\n    return x", feedback="It has not been turned."),
        Wrong(name="flat", code="def f(x):\n    return x.reshape(-1)", feedback="It is flat."),
    ),
)
SUM = exercise(
    "def f(x: Tensor) -> Tensor",
    "def f(x):\n    return x.mean(dim=1)",
    "(d.floats(*d.sizes(2)),)",
)
VIEW = exercise(
    "def f(x: Tensor) -> Tensor",
    "def f(x):\n    return x.mT",
    "(d.floats(*d.sizes(2)),)",
    constraints=Constraints(shares_memory=True, no_loops=True),
)
LEAN = exercise(
    "def f(x: Tensor) -> Tensor",
    "def f(x):\n    return (x @ x)",
    "(d.floats(d.size(2)),)",
    constraints=Constraints(max_numel=True),
    cases="NAMED = {}\ndef draw(d):\n    return (d.floats(d.size(2, 9)),)\n"
    "def bound(x):\n    return 2 * x.numel()\n",
)
EVEN = exercise("def f(n: int) -> int", "def f(n):\n    return n // 2", "(d.whole(1, 9),)")


@pytest.fixture
async def grader(sandbox_url) -> AsyncIterator[Grader]:
    async with connect(sandbox_url) as runner:
        yield Grader(runner)


UNBOUNDED = "NAMED = {}\ndef draw(d):\n    return (d.floats(d.size(2, 9)),)\n"
OUTER = "def f(x):\n    return (x[:, None] * x).diagonal().sum()"
VERDICTS = {
    "right": (TURNED, "def f(x):\n    return x.clone().T", "passed", "Right: all"),
    "a typical mistake": (
        TURNED,
        "def f(y):\n    return 1 * y",
        "wrong",
        "It has not been turned.",
    ),
    "another": (TURNED, "def f(x):\n    return x.ravel()", "wrong", "It is flat."),
    "rows swapped": (
        TURNED,
        "def f(x):\n    return x.T if x.shape[0] != x.shape[1] else x",
        "wrong",
        "transposed",
    ),
    "a shape": (TURNED, "def f(x):\n    return x.T[None]", "wrong", "Right values, wrong shape"),
    "a dtype": (TURNED, "def f(x):\n    return x.T.double()", "wrong", "Right values, wrong dtype"),
    "nothing": (TURNED, "def f(x):\n    x.T", "wrong", "is there a return?"),
    "an input is changed": (
        TURNED,
        "def f(x):\n    y = x.T.clone()\n    x.zero_()\n    return y",
        "wrong",
        "an input is changed",
    ),
    "square only": (
        TURNED,
        "def f(x):\n    return x.T if len(x) == x.shape[1] else x + 1",
        "wrong",
        "Right for square inputs only.",
    ),
    "a small mistake": (
        SUM,
        "def f(x):\n    return x.mean(dim=0)",
        "wrong",
        "The model solution would give the same along another axis.",
    ),
    "an error like a mutant's": (SUM, "def f(x):\n    return x.mean(dim=9)", "wrong", "IndexError"),
    "an error": (TURNED, "def f(x):\n    return x.turn()", "wrong", "It raises AttributeError"),
    "no view": (VIEW, "def f(x):\n    return x.T.clone()", "wrong", "copied"),
    "a view": (VIEW, "def f(x):\n    return x.permute(1, 0)", "passed", "Right"),
    "too much memory": (
        LEAN,
        OUTER,
        "wrong",
        "on the way",
    ),
    "lean": (LEAN, "def f(x):\n    return (x * x).sum()", "passed", "Right"),
    "even only": (
        EVEN,
        "def f(n):\n    return n / 2 if n % 2 else n // 2",
        "wrong",
        "even numbers",
    ),
    "no end": (EVEN, "def f(n):\n    while True: pass", "timeout", "too long"),
    "it leaves": (EVEN, "import os\ndef f(n):\n    os._exit(0)", "killed", "stopped"),
    "it does not run": (EVEN, "1 / 0\ndef f(n):\n    return n // 2", "error", "ZeroDivisionError"),
    "syntax": (EVEN, "def f(n:\n    return 2", "refused", "Line 1"),
    "nothing is sent": (EVEN, "", "refused", "def f(n: int) -> int"),
    "another name": (EVEN, "def g(n):\n    return n // 2", "refused", "f"),
    "a rule is broken": (
        VIEW,
        "def f(x):\n    for y in x: pass\n    return x.T",
        "refused",
        "Line 2",
    ),
}


@pytest.mark.parametrize(("of", "code", "outcome", "said"), VERDICTS.values(), ids=VERDICTS.keys())
async def test_a_submission_is_told_the_most_useful_thing(grader, of, code, outcome, said) -> None:
    verdict = await grader.grade(of, code)

    assert (verdict.outcome, verdict.passed) == (outcome, outcome == "passed"), verdict
    assert said in verdict.feedback


async def test_what_is_shown_is_small_and_shows_the_difference(grader) -> None:
    verdict = await grader.grade(TURNED, "def f(x):\n    return x.T + (x.numel() > 3)")

    shown = verdict.counterexample
    assert shown is not None
    [matrix] = shown.inputs
    assert isinstance(matrix, TensorValue)
    assert matrix.numel == 4
    assert shown.expected.returned != shown.got.returned


async def test_nothing_of_a_hidden_input_is_told(grader) -> None:
    code = "def f(x):\n    if x.numel() > 9: raise ValueError(str(x.tolist()))\n    return x.T"

    verdict = await grader.grade(TURNED, code)

    assert verdict.outcome == "wrong"
    assert verdict.counterexample is None
    assert verdict.feedback == "It raises ValueError for some inputs."


async def test_one_that_passes_is_told_how_it_compares(grader) -> None:
    long = await grader.grade(EVEN, "def f(n):\n    m = n / 2\n    m = int(m)\n    return m")
    large = await grader.grade(
        LEAN.model_copy(update={"constraints": Constraints(), "cases": UNBOUNDED}),
        OUTER,
    )

    assert long.beside_model == "Yours takes 3 statements; the model solution takes 1."
    assert "larger" in large.beside_model


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"reference": "def f(x): return x ** y", "cases": "NAMED = {"}, "cases.py, line 1"),
        ({"reference": "1 / 0"}, "ZeroDivisionError"),
        (
            {"cases": "NAMED = {}\ndef draw(d):\n    return d.nothing\n"},
            r"AttributeError \(cases.py, line 3\): 'Draw' object",
        ),
        (
            {"cases": "NAMED = {}\ndef draw(d):\n    raise ValueError('why?\\n' * 9999)\n"},
            r"ValueError \(cases.py, line 3\): why\? why",
        ),
        ({"cases": "NAMED = {}\ndef draw(d):\n    return d.size('a')\n"}, r"drawing.py, line \d"),
    ],
)
async def test_a_broken_exercise_is_no_learners_fault(grader, broken, told) -> None:
    with pytest.raises(Broken, match=f"an-exercise.*{told}") as raised:
        await Grader(grader.runner).grade(TURNED.model_copy(update=broken), "def f(x): return x")

    assert len(str(raised.value)) < 300
    assert "\n" not in str(raised.value)


async def test_a_sheet_is_renewed_now_and_then(grader) -> None:
    """Whoever found out what one submission was tried on has not found out what all are."""
    fresh = Grader(grader.runner)
    seen = set()
    for _ in range(25):
        verdict = await fresh.grade(EVEN, "def f(n):\n    return n // 2")
        seen.add(fresh._sheets[EVEN.id].cases.inputs)
        assert verdict.passed

    assert len(seen) == 2


class Counting:
    """A runner that counts what it is asked, and has no room for more than `most`."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.runs = 0
        self.most = 1_000

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        self.runs += 1
        if self.runs > self.most:
            raise SandboxBusy(1.0)
        return await self.runner.run(request, learner=learner)


async def test_an_attempt_at_what_was_opened_takes_one_run(sandbox_url) -> None:
    """All else was done while they read."""
    async with connect(sandbox_url) as runner:
        counting = Counting(runner)
        grader = Grader(counting)
        grader.begin_preparing(TURNED)
        await asyncio.gather(*grader._preparing)
        before = counting.runs

        await grader.grade(TURNED, TURNED.reference)

        assert before > 2
        assert counting.runs == before + 1


async def test_where_no_small_mistake_can_be_run_the_verdict_stands(sandbox_url) -> None:
    code = "def f(x):\n    return x.mean(dim=0)"
    async with connect(sandbox_url) as runner:
        counting = Counting(runner)
        grader = Grader(counting)
        await grader.prepare(SUM)
        counting.most = counting.runs + 1
        alone = await grader.grade(SUM, code)
        counting.most = 1_000
        then = await grader.grade(SUM, code)

    assert (alone.outcome, alone.mistake) == ("wrong", None)
    assert (then.outcome, then.mistake) == ("wrong", "axis moved")
