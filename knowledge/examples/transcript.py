"""Code and what it showed, as the interactive session that a page holds. Pure.

Writers type code in any fence, with prompts or without; what they say it prints is dropped, and
what it did print is put in.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.examples import sessions as examples_sessions
from knowledge.examples.markdown import PYTHON, tokens
from knowledge.examples.python import NotPython, read
from knowledge.examples.sessions import Malformed, Shown

_MARKS = re.compile("`{3,}")


@dataclass(frozen=True, slots=True)
class Block:
    """One fence: the lines it takes up in its Markdown, from 0, and its code as single inputs."""

    start: int
    end: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """The lines that one fence takes up in its Markdown, from 0, and the code in it, as written."""

    start: int
    end: int
    code: str


def fences(markdown: str) -> tuple[Fence, ...]:
    """Find the code of a section; a fence in another language is left to the page's own checks."""
    return tuple(
        Fence(token.map[0], token.map[1], token.content)
        for token in tokens(markdown)
        if token.type == "fence" and token.map and token.info.strip().lower() in PYTHON
    )


def refilled(markdown: str, changed: Sequence[Fence]) -> str:
    """Put other code into some of the fences, in marks that it does not end."""
    lines = markdown.split("\n")
    for fence in reversed(changed):
        mark = "`" * (max(map(len, _MARKS.findall(fence.code)), default=2) + 1)
        code = fence.code.rstrip("\n")
        lines[fence.start : fence.end] = [f"{mark}python", *code.split("\n"), mark]
    return "\n".join(lines)


def code_blocks(markdown: str) -> tuple[Block, ...] | Malformed:
    """Cut the code of a section; the line of a fault is the code's own."""
    found: list[Block] = []
    for fence in fences(markdown):
        sources = inputs(fence.code)
        if isinstance(sources, Malformed):
            return sources
        found.append(Block(fence.start, fence.end, sources))
    return tuple(found)


def inputs(code: str) -> tuple[str, ...] | Malformed:
    """Cut code into what a prompt takes at a time; each ends in a line break."""
    return _prompted(code) if code.lstrip().startswith(">>>") else _plain(code)


def transcript(sources: Sequence[str], shown: Sequence[Shown]) -> str:
    """Write the session, without its fence."""
    return "\n".join(
        part
        for source, seen in zip(sources, shown, strict=True)
        for part in (_prompts(source), _output(seen))
        if part
    )


def fenced(session: str) -> str:
    return f"```{examples_sessions.LANGUAGE}\n{session}\n```"


def replaced(markdown: str, blocks: Sequence[Block], sessions: Sequence[str]) -> str:
    """Put sessions in the place of blocks."""
    lines = markdown.split("\n")
    for block, session in reversed(list(zip(blocks, sessions, strict=True))):
        lines[block.start : block.end] = fenced(session).split("\n")
    return "\n".join(lines)


def unwritable(source: str, shown: Shown) -> str | None:
    """Say why what was shown cannot stand in a page, or None."""
    first = source.split("\n", 1)[0]
    for fault, is_there in (
        ("a tab, which a page cannot hold", "\t" in shown.printed),
        ("a line that begins with >>>", shown.printed.lstrip().startswith(">>>")),
        ("a line that begins with ```", "\n```" in f"\n{shown.printed}"),
        ("an empty line first", shown.printed.startswith("\n")),
        ("output and then an error; expected one of them", bool(shown.raised and shown.printed)),
    ):
        if is_there:
            return f"`{first}` shows {fault}"
    return None


def _plain(code: str) -> tuple[str, ...] | Malformed:
    tree = read(code)
    if isinstance(tree, NotPython):
        return Malformed(tree.line, f"the code is {tree.message}")
    lines = code.split("\n")
    spans = [(_start(statement), statement.end_lineno or 0) for statement in tree.body]
    ends = [0, *(end for _, end in joined(spans))]
    return tuple(
        _commented(lines[last : start - 1], lines[start - 1 : end])
        for last, (start, end) in zip(ends, joined(spans), strict=False)
    )


def _commented(before: Sequence[str], lines: Sequence[str]) -> str:
    """A statement with the comments above it."""
    comments = [line.strip() for line in before if line.strip().startswith("#")]
    return "\n".join([*comments, *lines]).rstrip() + "\n"


def _start(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([int(statement.lineno), *(int(each.lineno) for each in decorators)])


def joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join statements that share a line: `a = 1; b = 2` is one input."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _prompted(code: str) -> tuple[str, ...] | Malformed:
    found = examples_sessions.parse(fenced(code.rstrip("\n")))
    if isinstance(found, Malformed):
        return Malformed(max(found.line - 1, 1), found.message)
    return tuple(example.source for example in found)


def _prompts(source: str) -> str:
    """Give each comment above a statement a prompt of its own, and the statement one."""
    lines = source.rstrip("\n").split("\n")
    code = next((place for place, line in enumerate(lines) if not line.startswith("#")), 0)
    first, rest = lines[: code + 1], lines[code + 1 :]
    return "\n".join(
        [*(f">>> {line}" for line in first), *(f"... {line}".rstrip() for line in rest)]
    )


def _output(shown: Shown) -> str:
    if shown.raised is not None:
        # Torch indents what it lists with tabs, which nobody would see in a page.
        raised = shown.raised.rstrip().expandtabs()
        return f"Traceback (most recent call last):\n    ...\n{raised}"
    if not shown.printed:
        return ""
    # An empty line would end the example; dots stand for anything, an empty line too.
    return "\n".join(line or "..." for line in shown.printed.rstrip("\n").split("\n"))
