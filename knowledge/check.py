"""Check pages as a whole: they fit a message, and their examples show what they say."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge import session
from knowledge.curriculum import Curriculum
from knowledge.einsum_use import einsum_faults
from knowledge.entry import Verified
from knowledge.example import Section, diagram_code, entry_code, examples_in, examples_of
from knowledge.limits import excesses
from knowledge.page import Page
from knowledge.problem import Problem
from knowledge.pycon import Example
from knowledge.rehearsal import rehearse
from knowledge.session import Shown

# More at once would make them slow each other down beyond the sandbox's time limit.
CONCURRENT_RUNS = 2
# A build's own part, as in 2.13.0+cpu, says nothing about what an example shows.
RELEASES = "import numpy, torch\nprint(torch.__version__.split('+')[0], numpy.__version__)"
_NAMED = 10
_MEANT = re.compile(r"\. Did you mean: '[\w.]+'\?$")


class Failure(Protocol):
    """The exception that ended a run."""

    @property
    def type(self) -> str: ...
    @property
    def message(self) -> str: ...


class Run(Protocol):
    """What became of a program; the sandbox's RunResult is one."""

    @property
    def outcome(self) -> str: ...
    @property
    def stdout(self) -> str: ...
    @property
    def value(self) -> str | None: ...
    @property
    def error(self) -> Failure | None: ...


Execute = Callable[[str], Awaitable[Run]]
# Tries to draw what the code ends in, and says what was wrong; None where it is drawn.
Draw = Callable[[str], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Proof:
    """One page was checked, and so many examples run; without problems, it is proven."""

    page: Page
    examples: int
    problems: tuple[Problem, ...]
    is_drawn: bool = False


async def check(
    curriculum: Curriculum, execute: Execute, draw: Draw | None = None
) -> AsyncIterator[Proof]:
    """Check every page, a few at a time; each comes as soon as it is done."""
    slots = asyncio.Semaphore(CONCURRENT_RUNS)

    async def in_turn(page: Page) -> Proof:
        async with slots:
            return await _drawn(await _prove(page, execute), draw)

    tasks = [asyncio.create_task(in_turn(page)) for page in curriculum.pages]
    try:
        for done in asyncio.as_completed(tasks):
            yield await done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _prove(page: Page, execute: Execute) -> Proof:
    unfit = (*excesses(page), *einsum_faults(page))
    if unfit:
        return Proof(page, 0, unfit)
    placed = _placed(page)
    if not placed:
        return Proof(page, 0, ())
    examples = [example for _, example in placed]
    shown, run = await rehearse(examples, execute)
    problems = [*_differences(page, placed, run, [shown.get(i) for i in range(len(examples))])]
    if not problems and page.entry.has_example:
        problems += _snippet_faults(page, await execute(entry_code(page.entry)))
    return Proof(page, len(examples), tuple(problems))


async def verified_elsewhere(curriculum: Curriculum, execute: Execute) -> str | None:
    """A sentence on the pages that name other releases than those which ran them just now.

    No problem: who checks with another torch than ours need not write every page anew.
    """
    match (await execute(RELEASES)).stdout.split():
        case [torch, numpy]:
            here = Verified(torch=torch, numpy=numpy)
        case _:
            return None
    entries = (page.entry for page in curriculum.pages)
    others = [each.slug for each in entries if each.verified != here and examples_of(each)]
    named = ", ".join(others[:_NAMED]) + (", …" if len(others) > _NAMED else "")
    said = f"run here with torch {torch} and NumPy {numpy}, which is not what `verified` says in"
    return f"{said}: {named}" if others else None


async def _drawn(proof: Proof, draw: Draw | None) -> Proof:
    """Hold a page's diagram to being drawn; one that is broken otherwise is not tried."""
    code = diagram_code(proof.page.entry)
    if code is None or draw is None or proof.problems:
        return proof
    fault = await draw(code)
    if fault is None:
        return replace(proof, is_drawn=True)
    page = proof.page
    return replace(proof, problems=(Problem(page.path, page.at("diagram"), f"diagram: {fault}"),))


def _placed(page: Page) -> list[tuple[int, Example]]:
    """Pair every example with its line in the file."""
    return [
        (page.line(section, example.line), example)
        for section in Section
        for example in examples_in(page.entry, section)
    ]


def _differences(
    page: Page, placed: Sequence[tuple[int, Example]], run: Run, shown: Sequence[Shown | None]
) -> Iterator[Problem]:
    for (line, example), seen in zip(placed, shown, strict=True):
        if seen is None:
            # What follows an example that ended the run was not run either.
            yield Problem(page.path, line, f"expected to run, got {_ended(run)} before its end")
            return
        difference = session.difference(example, seen)
        if difference:
            yield Problem(page.path, line, difference)


def _snippet_faults(page: Page, run: Run) -> Iterator[Problem]:
    """Hold the Run button's program to the same expectations."""
    examples = examples_in(page.entry, Section.SHORT)
    last = examples[-1]
    line = page.line(Section.SHORT, examples[0].line)
    raises = session.raised_as(last.raises) if last.raises else None
    outcome = "error" if raises else "ok"
    if run.outcome != outcome:
        yield Problem(page.path, line, f"as a snippet: expected {outcome}, got {_ended(run)}")
        return
    if raises and run.error and not _agree(str(raises), _described(run.error)):
        message = f"as a snippet: expected {raises}, got {_described(run.error)}"
        yield Problem(page.path, line, message)
    expected = "".join(map(_printed, examples[:-1])) + ("" if raises else last.want)
    got = run.stdout + (run.value or "")
    if not session.agree(expected, got):
        yield Problem(page.path, line, f"as a snippet: expected {expected!r}, got {got!r}")


def _agree(expected: str, got: str) -> bool:
    """Compare two errors; only a program's may end in what a name was meant for."""
    return any(session.agree(expected, each) for each in (got, _MEANT.sub("", got)))


def _printed(example: Example) -> str:
    return f"{session.raised_as(example.raises)}\n" if example.raises else example.want


def _described(failure: Failure) -> str:
    return f"{failure.type}: {failure.message}" if failure.message else failure.type


def _ended(run: Run) -> str:
    return f"{run.outcome} ({_described(run.error)})" if run.error else run.outcome
