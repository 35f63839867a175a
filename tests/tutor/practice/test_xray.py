"""A class is told what many of it did alike, and nothing that few did or that names one of them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from knowledge.exercises.exercise import Constraints, Wrong
from sandbox.client import connect
from sandbox.protocol import Runner, RunRequest, RunResult, SandboxBusy
from tests.tutor.practice.test_grade import exercise
from tutor.practice.exercises import Faulty
from tutor.practice.xray.anonymous import anonymous
from tutor.practice.xray.words import FEWEST
from tutor.practice.xray.xray import Cluster, TooFew, XRay, xray
from tutor.run import NotRun

MEANS = exercise(
    "def f(x: Tensor) -> Tensor",
    "def f(x):\n    return x.mean(dim=1)",
    "(d.floats(*d.sizes(2)),)",
    wrong=(Wrong(name="a_sum", code="def f(x):\n    return x.sum(1)", feedback="Divide it."),),
)
# Each as a learner writes it who is called so.
WRITTEN = '"""By {name}."""\ndef f({name}):\n    # {name} was here\n    {body}'
CLASS = {
    "return {name}.mean(1)": 20,
    "return {name}.sum(dim=1) * 1.0": 12,
    "return {name}.mean(dim=0)": 9,
    "return {name}.mean(dim=1, keepdim=True)": 6,
    "raise KeyError('{name}')": 5,
    "return {name}.median(dim=1).values - 7": 4,
    "while True: {name} = 1": 3,
    "return [{name}.clone() for _ in iter(int, 1)]": 1,
}
EATS = "a = bytearray()\n    while True: a += bytes(10 ** 8)"
LARGE = "return torch.ones(10 ** 9)"
LEAVES = "import os\n    os._exit(0)"


@pytest.fixture
async def runner(sandbox_url) -> AsyncIterator[Runner]:
    async with connect(sandbox_url) as runner:
        yield runner


def sent(bodies: dict[str, int]) -> list[tuple[int, str]]:
    rows = [body for body, count in bodies.items() for _ in range(count)]
    names = [f"anna_{at}" for at in range(len(rows))]
    return [
        (who, WRITTEN.format(name=name, body=body.format(name=name)))
        for who, (name, body) in enumerate(zip(names, rows, strict=True))
    ]


async def clusters(runner: Runner, codes: list[tuple[int, str]], of=MEANS) -> tuple[Cluster, ...]:
    found = await xray(runner, of, codes)
    assert isinstance(found, XRay), found
    return found.clusters


async def test_a_class_is_told_what_many_did_alike(runner) -> None:
    found = await xray(runner, MEANS, sent(CLASS))

    assert isinstance(found, XRay)
    assert (found.submissions, found.passed, found.others) == (60, 20, 8)
    assert [(it.name, it.count, it.mistake) for it in found.clusters] == [
        ("A sum", 12, "a_sum"),
        ("Like the model solution along another axis: `dim=0` for `dim=1`", 9, "axis moved"),
        ("Right values, wrong shape: (1, 1) instead of (1,)", 6, None),
        ("It raises KeyError for some inputs", 5, None),
    ]
    summed, moved, *_ = found.clusters
    assert (summed.explanation, summed.share) == ("Divide it.", 0.2)
    assert "As if `return x.mean(dim=0)` stood for `return x.mean(dim=1)`" in moved.explanation
    assert moved.example == "def f(x):\n    return x.mean(dim=0)"
    assert summed.who == tuple(range(20, 32))
    assert "anna" not in repr(found.clusters).lower()


async def test_what_too_few_did_alike_is_not_told(runner) -> None:
    few = {"return {name} + 1": FEWEST - 1, "return {name} + 2": FEWEST}

    [told] = await clusters(runner, sent(few))

    assert (told.count, told.share) == (FEWEST, FEWEST / (2 * FEWEST - 1))
    assert "+ 2" in told.example


async def test_what_never_ends_or_takes_all_memory_spoils_no_other(runner) -> None:
    bodies = ["return x.mean(1)", "while True: x = 1", EATS, LARGE, LEAVES]

    found = await xray(
        runner, MEANS, [*enumerate([f"def f(x):\n    {it}" for it in bodies] * FEWEST)]
    )

    assert isinstance(found, XRay)
    assert (found.passed, found.others) == (FEWEST, 0)
    names = [it.name for it in found.clusters]
    assert {"Ran too long", "Was stopped"} <= {*names}
    assert [it for it in names if "can't allocate memory" in it or "RuntimeError" in it]


BROKEN = {
    "def f(x:\n    # anna\n    return x": ("No answer yet", "", "is not Python yet"),
    "# anna": ("No answer yet", "", "Nothing was sent"),
    "def f(x):\n    for anna in x: pass\n    return x": (
        "It loops (`for`)",
        "for v1 in x:",
        "loops",
    ),
    "anna = 1 / 0\ndef f(x):\n    return x": ("Raises ZeroDivisionError", "", "before"),
    "def f(x):\n    return x.sum(dim=7)": ("It raises IndexError: Dimension", "dim=7", "range"),
    "def f(x):\n    x.mean(1)": ("It returns None instead of Tensor", "x.mean(1)", "a return?"),
}


async def test_what_cannot_be_judged_is_told_too(runner) -> None:
    ruled = MEANS.model_copy(update={"constraints": Constraints(no_loops=True)})
    codes = [*enumerate(code for code in BROKEN for _ in range(FEWEST))]

    found = await clusters(runner, codes, ruled)

    assert "anna" not in repr(found)
    assert len(found) == len(BROKEN)
    for name, example, explanation in BROKEN.values():
        [told] = [it for it in found if it.name.startswith(name) and explanation in it.explanation]
        assert example in told.example


async def test_what_was_written_by_many_is_run_once(runner) -> None:
    counting = Counting(runner)
    await xray(counting, MEANS, [(at, "# nothing") for at in range(FEWEST)])
    alone = counting.runs

    same = [(at, f"def f(x): return x.mean(1)  # {at}") for at in range(50)]
    found = await xray(counting, MEANS, same)

    assert isinstance(found, XRay)
    assert found.passed == 50
    assert counting.runs == 2 * alone + 1


async def test_what_cannot_be_run_is_a_value(runner) -> None:
    busy, broken = Counting(runner, most=6), MEANS.model_copy(update={"reference": "1 / 0"})

    assert await xray(busy, MEANS, sent(CLASS)) == NotRun(0.01)
    assert busy.runs > 6 + 5, "it was asked again"
    assert await xray(runner, MEANS, sent(CLASS)[: FEWEST - 1]) == TooFew()
    assert isinstance(await xray(runner, broken, sent(CLASS)), Faulty)
    assert len(asyncio.all_tasks()) == 1


class Counting:
    """A runner that counts what it is asked, and has no room for more than `most`."""

    def __init__(self, runner: Runner, most: int = 1_000) -> None:
        self.runner = runner
        self.runs = 0
        self.most = most

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        self.runs += 1
        if self.runs > self.most:
            raise SandboxBusy(0.01)
        return await self.runner.run(request, learner=learner)


async def test_what_was_busy_for_a_moment_is_waited_for(runner) -> None:
    class Once(Counting):
        async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
            self.most = self.runs + (self.runs % 2)
            return await super().run(request, learner=learner)

    assert isinstance(await xray(Once(runner), MEANS, sent(CLASS)[:FEWEST]), XRay)


LEAKS = (
    "__anna = 1\n    return x",
    "return x.anna",
    "return x.sum(anna=1)",
    "return x + 123456789",
    "return x + 10.123",
    "raise ValueError('anna')",
    "return 'anna'",
    "return lambda anna: anna",
    "def anna(): pass",
    "import torch as anna",
    "global anna\n    anna = x",
    "return f'{x} anna'",
    "return x.sum(**{'anna': 1})",
    "try: return x\n    except ValueError as anna: pass",
    "match x:\n        case [anna]: pass",
    "anna: 'Anna' = x",
    "return [anna for anna in x]",
)


@pytest.mark.parametrize("body", LEAKS)
def test_nothing_of_a_writer_is_shown(body: str) -> None:
    shown = anonymous(f"def f(x):\n    {body}", MEANS)

    assert not [it for it in ("anna", "1234", "10.1") if it in shown.lower()]


def test_plain_code_is_shown_in_names_that_are_nobodys() -> None:
    code = "def f(anna: Tensor, Anna=2) -> Tensor:\n    b = anna.mean(Anna, keepdim=True)[..., 0]"

    assert anonymous(f"{code}\n    return torch.where(b > 1, b, anna)", MEANS) == (
        "def f(v1: Tensor, v2=2) -> Tensor:\n    v3 = v1.mean(v2, keepdim=True)[..., 0]\n"
        "    return torch.where(v3 > 1, v3, v1)"
    )
    assert anonymous("class f:\n    pass", MEANS) == ""
