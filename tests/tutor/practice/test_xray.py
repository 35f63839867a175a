"""A class is told what many of it did alike, and nothing that few did or that names one of them."""

import time
from collections.abc import AsyncIterator

import pytest

from knowledge.exercises.exercise import Wrong
from sandbox.client import connect
from sandbox.protocol import Runner, SandboxUnavailable
from tests.tutor.practice.test_grade import EVEN, TURNED, VIEW, exercise
from tutor.practice.exercises import Faulty
from tutor.practice.xray.anonymous import anonymous, bare
from tutor.practice.xray.words import FEWEST
from tutor.practice.xray.xray import XRay, xray
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


@pytest.fixture
async def runner(sandbox_url) -> AsyncIterator[Runner]:
    async with connect(sandbox_url) as runner:
        yield runner


def sent(bodies: dict[str, int]) -> list[str]:
    rows = [body for body, count in bodies.items() for _ in range(count)]
    return [
        WRITTEN.format(name=f"anna_{at}", body=body.format(name=f"anna_{at}"))
        for at, body in enumerate(rows)
    ]


async def test_a_class_is_told_what_many_did_alike(runner) -> None:
    found = await xray(runner, MEANS, sent(CLASS))

    assert isinstance(found, XRay)
    assert (found.submissions, found.passed, found.others) == (60, 20, 8)
    assert [(it.name, it.count, it.mistake) for it in found.clusters] == [
        ("A sum", 12, "a_sum"),
        ("Like the model solution along another axis", 9, "axis moved"),
        ("Right values, wrong shape: (1, 1) instead of (1,)", 6, None),
        ("It raises KeyError for some inputs", 5, None),
    ]
    summed, moved, *_ = found.clusters
    assert (summed.explanation, summed.share) == ("Divide it.", 0.2)
    assert "`return x.mean(dim=0)` stood for `return x.mean(dim=1)`" in moved.explanation
    assert moved.example == "def f(v1):\n    return v1.mean(dim=0)"
    assert "anna" not in repr(found.clusters).lower()
