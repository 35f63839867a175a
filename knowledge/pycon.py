"""Interactive sessions in Markdown: the fenced `pycon` blocks, read by the standard doctest."""

import doctest
import re
from dataclasses import dataclass

from knowledge.markdown import first_line, tokens
from knowledge.python import NotPython, read

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
        read = _read(line, block)
        if isinstance(read, Malformed):
            return read
        found.extend(read)
    return tuple(found)


def _read(line: int, block: str) -> list[Example] | Malformed:
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
