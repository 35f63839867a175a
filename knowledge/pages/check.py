"""Check pages as a whole: they fit a message, and their examples show what they say."""

import ast
import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from markdown_it.token import Token

from knowledge.examples import sessions
from knowledge.examples.einsum import Fault, miscounted, parse
from knowledge.examples.markdown import first_line, tokens
from knowledge.examples.python import parsed
from knowledge.examples.sessions import Example, Shown, rehearse
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.entry import (
    Section,
    Verified,
    diagram_code,
    entry_code,
    examples_in,
    examples_of,
    section_text,
)
from knowledge.pages.limits import excesses
from knowledge.pages.page import Page
from knowledge.pages.problems import Problem

# Every einsum notation that a page writes, in its examples and in its prose, must be one. Pure.

_NAME = "einsum"
# Only where einsum is the subject: elsewhere an arrow may join any two words.
_NOTATION = re.compile(r"[A-Za-z., ]+->[A-Za-z. ]*")
_CALLED = re.compile(r"""einsum\(\s*(['"])(.*?)\1""")


@dataclass(frozen=True, slots=True)
class Use:
    """A notation, its line in the section, and how many operands stand beside it, if that shows."""

    line: int
    text: str
    operands: int | None = None


def einsum_faults(page: Page) -> tuple[Problem, ...]:
    """Find the notations that torch would refuse, whatever the operands hold."""
    return tuple(
        Problem(page.path, page.line(section, use.line), f"einsum {use.text!r}: {fault.message}")
        for section in Section
        for use in (*_in_examples(page, section), *_in_prose(section_text(page.entry, section)))
        if (fault := _fault(use))
    )


def _fault(use: Use) -> Fault | None:
    notation = parse(use.text)
    if isinstance(notation, Fault):
        return notation
    wrong = use.operands not in (None, len(notation.inputs))
    return miscounted(notation, use.operands or 0) if wrong else None


def _in_examples(page: Page, section: Section) -> Iterator[Use]:
    """An example that is to raise may well hold a wrong one: running it proves the error."""
    for example in examples_in(page.entry, section):
        if example.raises is None and (tree := parsed(example.source)):
            yield from _calls(tree, example.line)


def _in_prose(markdown: str | None) -> Iterator[Use]:
    if markdown is None or _NAME not in markdown:
        return
    for token in tokens(markdown):
        for line, code in _inline_code(token):
            if _NAME in code:
                yield from _called(code, line)
            elif _NOTATION.fullmatch(code.strip()):
                yield Use(line, code)


def _inline_code(token: Token) -> Iterator[tuple[int, str]]:
    line = first_line(token) + 1
    for inside in token.children or ():
        line += inside.type in ("softbreak", "hardbreak")
        if inside.type == "code_inline":
            yield line, inside.content


def _called(code: str, line: int) -> Iterator[Use]:
    """Prose may shorten a call to what is not Python; its notation still has to be one."""
    tree = parsed(code)
    if tree is None:
        yield from (Use(line, found[2]) for found in _CALLED.finditer(code))
    else:
        yield from _calls(tree, line)


def _calls(tree: ast.AST, line: int) -> Iterator[Use]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="einsum") | ast.Attribute(attr="einsum"),
                args=[ast.Constant(value=str(text)), *operands],
            ):
                yield Use(line + node.lineno - 1, text, _count(operands))


def _count(operands: list[ast.expr]) -> int | None:
    match operands:
        case [ast.List(elts=elements) | ast.Tuple(elts=elements)]:
            return _count(elements) if len(elements) != 1 else 1
        case _:
            open_ended = (ast.Starred, ast.Constant)
            return None if any(isinstance(each, open_ended) for each in operands) else len(operands)


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
        difference = sessions.difference(example, seen)
        if difference:
            yield Problem(page.path, line, difference)


def _snippet_faults(page: Page, run: Run) -> Iterator[Problem]:
    """Hold the Run button's program to the same expectations."""
    examples = examples_in(page.entry, Section.SHORT)
    last = examples[-1]
    line = page.line(Section.SHORT, examples[0].line)
    raises = sessions.raised_as(last.raises) if last.raises else None
    outcome = "error" if raises else "ok"
    if run.outcome != outcome:
        yield Problem(page.path, line, f"as a snippet: expected {outcome}, got {_ended(run)}")
        return
    if raises and run.error and not _agree(str(raises), _described(run.error)):
        message = f"as a snippet: expected {raises}, got {_described(run.error)}"
        yield Problem(page.path, line, message)
    expected = "".join(map(_printed, examples[:-1])) + ("" if raises else last.want)
    got = run.stdout + (run.value or "")
    if not sessions.agree(expected, got):
        yield Problem(page.path, line, f"as a snippet: expected {expected!r}, got {got!r}")


def _agree(expected: str, got: str) -> bool:
    """Compare two errors; only a program's may end in what a name was meant for."""
    return any(sessions.agree(expected, each) for each in (got, _MEANT.sub("", got)))


def _printed(example: Example) -> str:
    return f"{sessions.raised_as(example.raises)}\n" if example.raises else example.want


def _described(failure: Failure) -> str:
    return f"{failure.type}: {failure.message}" if failure.message else failure.type


def _ended(run: Run) -> str:
    return f"{run.outcome} ({_described(run.error)})" if run.error else run.outcome
