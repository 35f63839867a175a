"""`python -P bench/practice.py`: what a verdict costs beside a bare run and a cold grader.

One run measures all, in turn, on this machine: a bare run of a submission, a verdict on it from a
sheet that is ready, one whose sheet is drawn first, and a grader process started for it, torch
included. Then what an explanation adds to a failing run. Ratios are of these, and mean something
on a shared machine; a busy one is told.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

from knowledge.exercises.exercise import Exercise
from knowledge.exercises.shelf import shelf
from sandbox.client import connect
from sandbox.protocol import Runner, RunRequest
from tutor.practice.grading.grade import Grader
from tutor.repair.experiment import repair_of

EXERCISES = ("checkerboard", "standardise-rows", "attention", "one-hot", "group-mean")
FAILING = "a = torch.ones(3, 4)\nb = torch.ones(3)\na + b\n"
# As a grader would that nobody kept warm: it loads torch and compares twenty cases.
COLD = """
import torch
from torch import Tensor
{code}
for n in range(20):
    assert torch.equal(({name}, {name})[1](*{inputs}), {name}(*{inputs}))
"""
MOST_TO_BARE, LEAST_BELOW_COLD = 4.0, 100.0

Way = Callable[[], Awaitable[object]]


async def timed(way: Way) -> float:
    began = time.perf_counter()
    await way()
    return (time.perf_counter() - began) * 1000


async def cold() -> None:
    code = shelf()["checkerboard"].reference
    program = COLD.format(code=code, name="checkerboard", inputs=(5,))
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program], check=True)


def ways_of(runner: Runner, grader: Grader, exercise: Exercise) -> dict[str, Way]:
    code, wrong = exercise.reference, exercise.wrong[0].code

    async def explained() -> None:
        ran = await runner.run(RunRequest(code=FAILING))
        await repair_of(runner, ran, FAILING, learner="")

    return {
        "bare run": lambda: runner.run(RunRequest(code=code)),
        "verdict": lambda: grader.grade(exercise, code),
        "verdict, wrong": lambda: grader.grade(exercise, wrong),
        "verdict, sheet drawn first": lambda: Grader(runner).grade(exercise, code),
        "failing run": lambda: runner.run(RunRequest(code=FAILING)),
        "failing run, explained": explained,
    }


async def measured(runner: Runner, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each way, taken in turn so that a busy moment meets all of them."""
    grader = Grader(runner)
    found: dict[str, list[float]] = {}
    exercises = [shelf()[name] for name in EXERCISES if name in shelf()]
    for number in range(rounds):
        exercise = exercises[number % len(exercises)]
        await grader.prepare(exercise)
        ways = ways_of(runner, grader, exercise)
        if number % 10 == 0:
            ways["cold grader"] = cold
        for name, way in ways.items():
            # What was taken is replaced meanwhile: a learner does not send twice in a moment.
            await asyncio.sleep(0.1)
            found.setdefault(name, []).append(await timed(way))
    return found


def spread(of: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(of), statistics.quantiles(of, n=20)[-1] if len(of) > 1 else of[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--sandbox", default="embedded")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()

    async def run() -> dict[str, list[float]]:
        async with connect(asked.sandbox, spares=4) as runner:
            return await measured(runner, asked.rounds)

    found = {name: spread(times) for name, times in asyncio.run(run()).items()}
    to_bare = found["verdict"][0] / found["bare run"][0]
    below_cold = found["cold grader"][0] / found["verdict"][0]
    if asked.json:
        print(json.dumps({"ms": found, "to_bare": to_bare, "below_cold": below_cold}))
        return 0
    for name, (p50, p95) in found.items():
        print(f"{name:28}{p50:9.1f} ms p50{p95:9.1f} ms p95")
    print(f"a verdict is {to_bare:.1f} bare runs (aim: at most {MOST_TO_BARE:g})")
    print(f"a cold grader takes {below_cold:.0f} verdicts (aim: at least {LEAST_BELOW_COLD:g})")
    return int(to_bare > MOST_TO_BARE or below_cold < LEAST_BELOW_COLD)


if __name__ == "__main__":
    sys.exit(main())
