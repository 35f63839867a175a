"""A page's examples as one program that reports what each of them showed. Pure.

The program runs wherever snippets run and knows nothing of what is expected; holding its report
against the page happens here, outside.
"""

import doctest
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.examples.markdown import first_line, tokens
from knowledge.examples.python import NotPython, read

# Interactive sessions in Markdown: the fenced `pycon` blocks, read by the standard doctest.

LANGUAGE = "pycon"
_WHERE = re.compile(r"line (\d+) of the docstring for \S+ ?")


@dataclass(frozen=True, slots=True)
class Raises:
    """The exception an example must end with; `message` may hold doctest's `...`."""

    type: str
    message: str

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


@dataclass(frozen=True, slots=True)
class Example:
    """One prompt. `line` counts from 1 in the Markdown that holds it."""

    line: int
    source: str
    want: str
    raises: Raises | None


@dataclass(frozen=True, slots=True)
class Malformed:
    """A block doctest cannot read; `line` counts as an example's does."""

    line: int
    message: str


def blocks(markdown: str) -> list[tuple[int, str]]:
    """Find every `pycon` block, with the line its first prompt stands on."""
    return [
        (first_line(token) + 2, token.content)
        for token in tokens(markdown)
        if token.type == "fence" and token.info.strip() == LANGUAGE
    ]


def parse(markdown: str) -> tuple[Example, ...] | Malformed:
    """Read all examples of all blocks, in order."""
    found: list[Example] = []
    for line, block in blocks(markdown):
        read = _examples_of(line, block)
        if isinstance(read, Malformed):
            return read
        found.extend(read)
    return tuple(found)


def _examples_of(line: int, block: str) -> list[Example] | Malformed:
    try:
        parsed = doctest.DocTestParser().get_examples(block)
    except ValueError as error:
        return _malformed(line, str(error))
    if not parsed:
        return Malformed(line, "expected a >>> prompt in the pycon block, got none")
    for example in parsed:
        fault = _fault(example)
        if fault:
            return Malformed(line + example.lineno, fault)
    return [
        Example(line + example.lineno, example.source, example.want, _raises(example.exc_msg))
        for example in parsed
    ]


def _fault(example: doctest.Example) -> str | None:
    if example.options:
        return "doctest directives are not allowed: only ... in expected output"
    tree = read(example.source)
    return f"the example is {tree.message}" if isinstance(tree, NotPython) else None


def _malformed(line: int, message: str) -> Malformed:
    """Doctest speaks of a docstring's lines; writers look for lines of their file."""
    where = _WHERE.search(message)
    offset = int(where[1]) - 1 if where else 0
    return Malformed(line + offset, _WHERE.sub("the pycon block ", message))


def _raises(exc_msg: str | None) -> Raises | None:
    if exc_msg is None:
        return None
    name, _, message = exc_msg.rstrip("\n").partition(":")
    return Raises(name.strip(), message.removeprefix(" "))


_CHECKER = doctest.OutputChecker()
# Learners read expected output as it stands: 1 is not True there, nor is a blank line a word.
_STRICTLY = doctest.ELLIPSIS | doctest.DONT_ACCEPT_TRUE_FOR_1 | doctest.DONT_ACCEPT_BLANKLINE

# Each source is compiled as a prompt would be: expressions print their value. A prompt's own
# lines around an exception are left out, as doctest leaves them out.
_PROGRAM = """\
import contextlib, io, json, sys, traceback

def run(sources, marker):
    names = {{"__name__": "__main__"}}
    sys.displayhook = sys.__displayhook__
    for index, source in enumerate(sources):
        shown, raised = io.StringIO(), None
        with contextlib.redirect_stdout(shown):
            try:
                exec(compile(source, f"<example {{index}}>", "single", dont_inherit=True), names)
            except Exception as error:
                raised = traceback.format_exception_only(type(error), error)[-1]
        report = {{"index": index, "printed": shown.getvalue(), "raised": raised}}
        print("\\n" + marker + json.dumps(report), flush=True)

run(json.loads({sources!r}), {marker!r})
"""


class Shown(BaseModel):
    """What one example did: what it printed, and the last line of its traceback, if any."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    index: int
    printed: str
    raised: str | None


def program(examples: Sequence[Example], marker: str) -> str:
    """Write the program; `marker` begins each line of its report and must not be guessable."""
    sources = json.dumps([example.source for example in examples])
    return _PROGRAM.format(sources=sources, marker=marker)


def reported(stdout: str, marker: str) -> Mapping[int, Shown]:
    """Pick the report out of all that was printed; a line cut short by a limit is not one."""
    lines = (line for line in stdout.splitlines() if line.startswith(marker))
    found = (_read(line.removeprefix(marker)) for line in lines)
    return {shown.index: shown for shown in found if shown}


def _read(line: str) -> Shown | None:
    try:
        return Shown.model_validate_json(line)
    except ValidationError:
        return None


def difference(example: Example, shown: Shown) -> str | None:
    """Say what was expected and what came; None where they agree, `...` standing for anything."""
    expected = str(example.raises) if example.raises else example.want
    got = shown.printed if shown.raised is None else shown.raised
    is_same_kind = (example.raises is None) == (shown.raised is None)
    if is_same_kind and agree(expected, got):
        return None
    return f"`{_first_line(example.source)}` expected {_quoted(expected)}, got {_quoted(got)}"


def agree(expected: str, got: str) -> bool:
    """Compare to the letter, but for `...`, which stands for anything.

    Tabs of what came are expanded, as they are where a page is read.
    """
    return _CHECKER.check_output(_ended(expected), _ended(got.expandtabs()), _STRICTLY)


def raised_as(raises: Raises) -> Raises:
    """Drop the module from an exception's name: the sandbox and `__name__` go without."""
    return Raises(raises.type.rpartition(".")[2], raises.message)


def _ended(text: str) -> str:
    return f"{text.rstrip()}\n" if text.strip() else ""


def _first_line(source: str) -> str:
    return source.split("\n", 1)[0]


def _quoted(text: str) -> str:
    return repr(text.rstrip("\n")) if text.strip() else "nothing"


# Examples run in one session, wherever code is run, and what each of them showed.


class Printed(Protocol):
    """What became of a program, of which only what it printed is read here."""

    @property
    def stdout(self) -> str: ...


Result = TypeVar("Result", bound=Printed)


async def rehearse(
    examples: Sequence[Example], execute: Callable[[str], Awaitable[Result]]
) -> tuple[Mapping[int, Shown], Result]:
    """Run all of them in order; one that is missing by its place was not reached."""
    # No example can know it, and so none can print a report of its own.
    marker = f"{secrets.token_hex(16)} "
    result = await execute(program(examples, marker))
    return reported(result.stdout, marker), result
