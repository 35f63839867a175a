"""`unsqueeze knowledge check`: every example is run, every exercise proven."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from knowledge.exercises.exercise import Exercise
from knowledge.exercises.shelf import PAGE, read_exercise, read_exercises
from knowledge.pages.check import check as proofs
from knowledge.pages.check import verified_elsewhere
from knowledge.pages.curriculum import (
    Curriculum,
    lies_over,
    shipped,
)
from knowledge.pages.limits import overlong_caption
from knowledge.pages.problems import Problem, Refused
from knowledge.search.belief import Coefficients
from knowledge.search.fit.fit import advice
from sandbox.client import connect
from sandbox.protocol import Runner, RunRequest, RunResult
from tutor.draw import diagram
from tutor.practice.grading.proof import Proof, Turns, prove
from unsqueeze.library import consistent, content_in, report
from unsqueeze.settings import read_settings

# Examples are ours and may be slow on a busy machine; learners' snippets get less.
EXAMPLE_SECONDS = 20.0
_PROVING_SPARES = 4


def check(folder: Path | None, *, sandbox_url: str | None) -> int:
    """Check the content; each problem is a line `file:line: what`, and the exit code is 1."""
    url = sandbox_url or read_settings().sandbox_url
    if folder is not None and (folder / PAGE).is_file():
        return _check_exercise(folder, url)
    content = content_in(folder)
    if isinstance(content, Refused):
        return report(content.problems)
    exercises, unread = read_exercises(folder or shipped())
    known = content if folder is None or not lies_over(folder) else consistent(content_in(None))
    (examples, diagrams, problems), proven = asyncio.run(_checked(content, exercises, known, url))
    problems += [*unread, *(problem for each in proven for problem in each.problems)]
    if folder is None:
        problems += filter(None, map(overlong_caption, content.pages))
    if not problems:
        counts = f"{len(content.pages)} entries, {examples} examples, {diagrams} diagrams"
        print(f"{counts}: all as written")
        if folder is None:
            advise(content)
    if proven:
        print(_mutation(proven))
    return report(problems)


def _check_exercise(folder: Path, url: str) -> int:
    """One exercise by itself, among our pages: for whoever writes it."""
    exercise = read_exercise(folder.resolve())
    if isinstance(exercise, Problem):
        return report([exercise])
    ours = consistent(content_in(None))
    _, [proof] = asyncio.run(_checked(None, [exercise], ours, url))
    for line in proof.table:
        print(line)
    print(_mutation([proof]))
    return report(proof.problems)


async def _checked(
    content: Curriculum | None, exercises: Sequence[Exercise], under: Curriculum, url: str
) -> tuple[tuple[int, int, list[Problem]], list[Proof]]:
    """Examples and diagrams of a content, then exercises, which may rely on the pages under it."""
    pages = (*under.pages, *(content.pages if content else ()))
    topics, slugs = {it.slug for it in under.topics}, {page.entry.slug for page in pages}
    async with connect(url, spares=_PROVING_SPARES) as runner:
        found = await _prove(content, runner) if content else (0, 0, [])
        turns = Turns(runner, _PROVING_SPARES)
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("proving exercises", total=len(exercises))

            async def proven(exercise: Exercise) -> Proof:
                proof = await prove(turns, exercise, topics, slugs)
                progress.advance(task)
                return proof

            return found, list(await asyncio.gather(*map(proven, exercises)))


def _mutation(proven: Sequence[Proof]) -> str:
    made, caught = (sum(it) for it in ((len(p.made) for p in proven), (p.caught for p in proven)))
    share = f", {caught / made:.1%} caught" if made else ""
    return f"{len(proven)} exercise{'s'[: len(proven) != 1]}, {made:,} mutants{share}"


async def _prove(content: Curriculum, runner: Runner) -> tuple[int, int, list[Problem]]:
    examples = diagrams = 0
    problems: list[Problem] = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("running examples", total=len(content.pages))

        async def execute(code: str) -> RunResult:
            return await runner.run(RunRequest(code=code, wall_seconds=EXAMPLE_SECONDS))

        async def draw(code: str) -> str | None:
            found = await diagram(runner, code)
            return found if isinstance(found, str) else None

        async for proof in proofs(content, execute, draw):
            examples += proof.examples
            diagrams += proof.is_drawn
            problems += proof.problems
            progress.advance(task)
        elsewhere = await verified_elsewhere(content, execute)
    if elsewhere:
        print(elsewhere, file=sys.stderr)
    return examples, diagrams, sorted(problems)


def advise(content: Curriculum) -> None:
    due = advice(content.entries, Coefficients.shipped().fitted_on)
    if due is not None:
        print(due, file=sys.stderr)
