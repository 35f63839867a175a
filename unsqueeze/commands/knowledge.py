"""`unsqueeze knowledge`: check, build and search the curated content."""

import asyncio
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from knowledge.check import check as proofs
from knowledge.check import verified_elsewhere
from knowledge.curriculum import Curriculum, read, shipped
from knowledge.matching.coefficients import Coefficients
from knowledge.matching.freshness import advice
from knowledge.matching.retrieval import Abstained, Matched, Retrieval, Suggested
from knowledge.problem import Problem, Refused
from sandbox.client import connect
from sandbox.protocol import RunRequest, RunResult
from tutor.diagram import diagram
from unsqueeze.content import content_in, report
from unsqueeze.curated import open_curated
from unsqueeze.library import built
from unsqueeze.settings import read_settings

# Examples are ours and may be slow on a busy machine; learners' snippets get less.
EXAMPLE_SECONDS = 20.0


def check(folder: Path | None, *, sandbox_url: str | None) -> int:
    """Check the content; each problem is a line `file:line: what`, and the exit code is 1."""
    content = content_in(folder)
    if isinstance(content, Refused):
        return report(content.problems)
    url = sandbox_url or read_settings().sandbox_url
    examples, diagrams, problems = asyncio.run(_prove(content, url))
    if not problems:
        counts = f"{len(content.pages)} entries, {examples} examples, {diagrams} diagrams"
        print(f"{counts}: all as written")
        if folder is None:
            _advise(content)
    return report(problems)


async def _prove(content: Curriculum, url: str) -> tuple[int, int, list[Problem]]:
    examples = diagrams = 0
    problems: list[Problem] = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("running examples", total=len(content.pages))
        async with connect(url) as runner:

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


def _advise(content: Curriculum) -> None:
    due = advice(content.entries, Coefficients.shipped().fitted_on)
    if due is not None:
        print(due, file=sys.stderr)


def build() -> int:
    """Write the knowledge base; what did not change is left as it is."""
    changes = built(read_settings())
    print(
        f"added {len(changes.added)}, changed {len(changes.changed)}, "
        f"unchanged {len(changes.unchanged)}, removed {len(changes.removed)}",
        file=sys.stderr,
    )
    content = read(shipped())
    if isinstance(content, Curriculum):
        _advise(content)
    return 0


def search(text: str, *, as_json: bool) -> int:
    """Show what comes near a text."""
    found = open_curated(read_settings()).search(text)
    if as_json:
        print(json.dumps(as_dict(found)))
        return 0
    print(f"{outcome(found)}, confidence {found.confidence:.2f}")
    for candidate in found.candidates:
        print(f"{candidate.score:7.3f}  {candidate.slug}")
    return 0


def outcome(found: Retrieval) -> str:
    """Name an outcome as the command line's contract does."""
    match found:
        case Matched():
            return "answer"
        case Suggested():
            return "suggest"
        case Abstained():
            return "abstain"


def as_dict(found: Retrieval) -> dict[str, object]:
    """An outcome as other programs read it; candidates are slugs, the best first."""
    return {
        "outcome": outcome(found),
        "slug": found.slug if isinstance(found, Matched) else None,
        "candidates": [candidate.slug for candidate in found.candidates],
        "confidence": round(found.confidence, 4),
    }
