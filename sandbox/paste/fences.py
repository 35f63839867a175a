"""Blocks of Markdown: which of them are code, and which an answer or for a terminal.

The bot takes its messages apart itself; this is for what reaches the sandbox as it is.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sandbox.paste.sessions import begins
from sandbox.paste.statements import (
    Meant,
    bound_by,
    code_beside,
    first_outside_texts,
    is_code,
    is_fault,
    lines_in_texts,
    looks_typed,
    not_run,
    parsed,
)

# In a list it stands further in.
_FENCE: Final = re.compile(r"([ \t]*)(`{3,}|~{3,}(?!~))(?=[^`]*$)[ \t]*(\{?\.?([\w+-]+)\}?)?(.*)$")
# A block on one line, and a last line that ends one: as they are typed on a phone.
_ONE_LINE: Final = re.compile(r"[ \t]*(`{1,3})(?!`)(?:python |py )?([^`]+)\1[ \t]*$")
_ENDS_BLOCK: Final = re.compile(r"([^`]*[^`\s])[ \t]*`{3}[ \t]*$")
# Markdown lets a block's end stand so much further in than its begin.
_FURTHER_IN: Final = 3
# What a page calls Python, and sessions in it.
PYTHON: Final = frozenset(
    {
        *("python", "py", "python2", "python3", "py3", "pycon", "pycon3", "python-repl"),
        *("doctest", "ipython", "ipython3"),
    }
)
_TRACEBACK: Final = "Traceback (most recent call last)"
_BESIDE: Final = "beside the code; write ```python above it if that is code"


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines between two fences, or beside the blocks; `language` as a block says it."""

    start: int
    lines: list[str]
    is_block: bool
    language: str = ""

    @property
    def may_be_code(self) -> bool:
        """With a mistake in it too, unless it is an error that somebody was shown."""
        if any(map(begins, self.lines)):
            return True
        if (found := code_beside(self.lines)) is not None:
            return any(found)
        return _TRACEBACK not in "\n".join(self.lines) and any(map(looks_typed, self.lines))

    def in_doubt(self, bound: frozenset[str]) -> list[range]:
        """From the first to the last line that prose does not look like."""
        said = enumerate(map(str.strip, self.lines), self.start + 1)
        found = [number for number, line in said if looks_typed(line) or is_code(line, bound)]
        is_quoted = _TRACEBACK in "\n".join(self.lines)
        return [range(found[0], found[-1] + 1)] if found and not is_quoted else []


def is_fenced(lines: list[str], at: int) -> bool:
    """Whether the fault is a line that Markdown puts around code, or prose above the first."""
    first = first_outside_texts(lines, _FENCE)
    if first is None:
        return False
    ends_there = at == _last_said(lines) and _ENDS_BLOCK.match(lines[at - 1])
    return bool(ends_there or _FENCE.match(lines[at - 1])) or is_fault(lines, first)


def without_backticks(lines: list[str], at: int) -> list[str] | None:
    """Code between backticks on its line; None where the fault is no such line."""
    if not _ONE_LINE.match(lines[at - 1]):
        return None
    texts = lines_in_texts(lines)
    return [
        line if number in texts else _ONE_LINE.sub(r"\2", line)
        for number, line in enumerate(lines, 1)
    ]


def without_fences(lines: list[str]) -> Meant | None:
    """The blocks that are code, each line where it was, and what is code beside them.

    None where no line is left: three backticks can be meant for a docstring's quotes.
    """
    # Those above it are a docstring's.
    first = first_outside_texts(lines, _FENCE) or 1
    if end := _ENDS_BLOCK.match(lines[last := _last_said(lines) - 1]):
        lines = [*lines[:last], end[1], *lines[last + 1 :]]
    parts = list(_parts(lines, first - 1))
    surely = _surely_code(parts)
    # A language does not count where only blocks look like code that are said to be something else.
    is_heeded = not surely or surely[0].language in {"", *PYTHON}
    meant, left, bound = [""] * len(lines), list[range](), frozenset[str]()
    for part in parts:
        code: list[str] | None = [] if part.language and is_heeded else None
        if part in surely or (not part.language and any(map(begins, part.lines))):
            code = part.lines
        elif code is None:
            code = code_beside(part.lines, bound)
        left += part.in_doubt(bound) if code is None else []
        meant[part.start : part.start + len(code or [])] = code or []
        bound |= bound_by(parsed("\n".join(code or [])))
    return Meant(meant, not_run(left, _BESIDE)) if any(map(str.strip, meant)) else None


def _surely_code(parts: list[_Part]) -> list[_Part]:
    """Blocks that say so, else the first that looks like it; code alone above a copied end."""
    if len(parts) == 2 and any(code_beside(parts[0].lines) or ()):
        return parts[:1]
    blocks = [part for part in parts if part.is_block and any(map(str.strip, part.lines))]
    if named := [part for part in blocks if part.language in PYTHON]:
        return named
    in_turn = [*(part for part in blocks if not part.language), *blocks]
    if first := [part for part in in_turn if part.may_be_code][:1]:
        return first
    is_beside = any(part.may_be_code for part in parts if not part.is_block)
    return [] if is_beside else blocks[:1]


def _parts(lines: list[str], first: int) -> Iterator[_Part]:
    """In turn what is beside blocks and what is in them; between two stands a line of a fence."""
    start, opened = 0, None
    for at, line in enumerate(lines[first:], first):
        found = _FENCE.match(line)
        if found is None or (opened and not _ends(found, opened)):
            continue
        yield _part(start, lines[start:at], opened)
        # One that says something opens, though the one before was never closed.
        opened = found if not opened or found[4] else None
        start = at + 1
    yield _part(start, lines[start:], opened)


def _part(start: int, lines: list[str], opened: re.Match[str] | None) -> _Part:
    if opened is None:
        return _Part(start, lines, is_block=False)
    lines = _moved_out(lines, len(opened[1]))
    language = (opened[4] or "").lower()
    code = opened[5].strip() if language in PYTHON else f"{opened[3] or ''}{opened[5]}"
    if not _asks(code):
        return _Part(start, lines, is_block=True, language=language)
    return _Part(
        start - 1, [code, *lines], is_block=True, language=language if language in PYTHON else ""
    )


def _asks(code: str) -> bool:
    """Whether code stands on the line of a fence, and no `title="a.py"` of the block below."""
    return is_code(code) and not isinstance(parsed(code)[0], ast.Assign)


def _ends(found: re.Match[str], opened: re.Match[str]) -> bool:
    """Whether it ends the block, or begins the next; a text in the block can have its own."""
    return len(found[1]) <= len(opened[1]) + _FURTHER_IN and found[2].startswith(opened[2])


def _moved_out(lines: list[str], width: int) -> list[str]:
    """As Markdown reads a block that stands further in, but for lines that do not."""
    return [line[min(width, len(line) - len(line.lstrip())) :] for line in lines]


def _last_said(lines: list[str]) -> int:
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=0)
