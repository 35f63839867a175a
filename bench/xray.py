"""`python -P bench/xray.py`: how long a class of 300 is X-rayed, beside a single verdict.

No two of the 300 write the same, so that each is run; half are right, others make a typical
mistake or a small one, and five loop for ever. A single verdict is the unit, measured before and
after: on a busy machine seconds mean little.
"""

import argparse
import asyncio
import sys
import time
from itertools import cycle, islice

from knowledge.exercises.exercise import Exercise
from knowledge.exercises.shelf import shelf
from sandbox.client import connect
from tutor.practice.grading.grade import Grader
from tutor.practice.mutants.mutant import mutants
from tutor.practice.xray.xray import XRay, xray

MOST_SECONDS = 10.0
LOOPS = 5


def sent(exercise: Exercise, count: int) -> list[str]:
    """Half of them right; each has a line of its own that does nothing."""
    wrong = [it.code for it in (*exercise.wrong, *mutants(exercise.reference))]
    loop = f"def {exercise.name}(*given):\n    while True: pass\n"
    codes = (code for each in cycle(wrong) for code in (each, exercise.reference))
    drawn = [*islice(codes, count - LOOPS), *[loop] * LOOPS]
    return [f"{code}\nmine = {at}\n" for at, code in enumerate(drawn)]


async def measured(name: str, count: int, sandbox: str) -> tuple[float, float, XRay]:
    exercise = shelf()[name]
    async with connect(sandbox) as runner:
        grader = Grader(runner)
        before = await single(grader, exercise)
        began = time.perf_counter()
        found = await xray(runner, exercise, [*enumerate(sent(exercise, count))])
        seconds = time.perf_counter() - began
        assert isinstance(found, XRay), found
        return seconds, (before + await single(grader, exercise)) / 2, found


async def single(grader: Grader, exercise: Exercise) -> float:
    """Seconds that a verdict takes from a sheet that is ready."""
    await grader.prepare(exercise)
    began = time.perf_counter()
    for _ in range(15):
        await grader.grade(exercise, exercise.reference)
    return (time.perf_counter() - began) / 15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercise", default="dense-layer")
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--sandbox", default="embedded")
    asked = parser.parse_args()
    seconds, one, found = asyncio.run(measured(asked.exercise, asked.submissions, asked.sandbox))
    for it in found.clusters:
        print(f"{it.share:6.1%}  {it.name}")
    print(f"{found.passed} passed, {found.others} others")
    print(f"{seconds:.1f} s, {seconds / one:.0f} single verdicts of {one * 1000:.1f} ms")
    return int(seconds > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
