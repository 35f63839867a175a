"""Blocks of Markdown: which of them are code, and which an answer or for a terminal.

The bot takes its messages apart itself; this is for what reaches the sandbox as it is.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.paste.prompts import begins
from sandbox.paste.statements import (
    Meant,
    bound_by,
    code_beside,
    does_something,
    fault,
    first_outside_texts,
    is_code,
    is_fault,
    lines_in_texts,
    looks_typed,
    not_run,
    parsed,
)

# In a list it stands further in, or behind the sign or the number.
_FENCE: Final = re.compile(
    r"([ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(`{3,}|~{3,}(?!~))(?=[^`]*$)"
    r"[ \t]*((?:\{?\.?([\w+-]+))?.*)$"
)
# A block on one line, and a last line that ends one: as they are typed on a phone.
_ONE_LINE: Final = re.compile(r"[ \t]*(`{1,3})(?!`)([^`]+)\1[ \t]*$")
_ENDS_BLOCK: Final = re.compile(r"([^`]*[^`\s])[ \t]*`{3}[ \t]*$")
# `title="a.py" linenos=true` says something of the block.
_ATTRIBUTE: Final = r"""([\w-]+)=(?:"[^"]*"|'[^']*'|[^\s"']\S*)"""
_TITLE: Final = re.compile(rf"{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*$")
# Markdown lets a block's end stand so much further in than its begin.
_FURTHER_IN: Final = 3
_LANGUAGE: Final = re.compile(r"\{?\.?([\w+-]+)\}?")
# What a page calls Python, and sessions in it.
PYTHON: Final = frozenset(
    {
        *("python", "py", "python2", "python3", "py3", "pycon", "pycon3", "python-repl"),
        *("doctest", "ipython", "ipython3"),
    }
)
_TRACEBACK: Final = "Traceback (most recent call last)"
_OUTSIDE: Final = "beside the blocks of code; write ```python above it if that is code"
_BESIDE: Final = "in a block like something printed; write ```python above it if that is code"


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines between two fences, or beside the blocks; `language` as a block says it."""

    start: int
    lines: list[str]
    is_block: bool
    language: str = ""

    @property
    def is_session(self) -> bool:
        return any(map(begins, self.lines))

    @property
    def may_be_code(self) -> bool:
        """With a mistake in it too, unless it is an error that somebody was shown."""
        if self.is_session:
            return True
        found = code_beside(self.lines)
        return self._looks_typed if found is None else any(found)

    @property
    def _looks_typed(self) -> bool:
        text = "\n".join(self.lines)
        return _TRACEBACK not in text and any(map(looks_typed, self.lines))


def is_fenced(lines: list[str], at: int) -> bool:
    """Whether the fault is a line that Markdown puts around code, or prose above the first."""
    first = first_outside_texts(lines, _FENCE)
    if first is None:
        return False
    if _FENCE.match(lines[at - 1]):
        return True
    if at == _last_said(lines) and _ENDS_BLOCK.match(lines[at - 1]):
        return True
    return is_fault(lines, first)


def without_backticks(lines: list[str], at: int) -> list[str] | None:
    """Code between backticks on its line; None where the fault is no such line."""
    if not _ONE_LINE.match(lines[at - 1]):
        return None
    texts = lines_in_texts(lines)
    found = {n: _ONE_LINE.match(line) for n, line in enumerate(lines, 1) if n not in texts}
    return [
        _code_on(each[2]) or each[2] if (each := found.get(number)) else line
        for number, line in enumerate(lines, 1)
    ]


def _last_said(lines: list[str]) -> int:
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=0)


def _ends(found: re.Match[str], opened: re.Match[str]) -> bool:
    """Whether it ends the block, or begins the next; a text in the block can have its own."""
    is_as_far_in = len(found[1]) <= len(opened[1]) + _FURTHER_IN
    return not found[1].strip() and is_as_far_in and found[2].startswith(opened[2])


def _code_on(info: str, below: Sequence[str] = ()) -> str | None:
    """What of a fence's own line is code, behind the language or without one."""
    found = _LANGUAGE.match(info)
    is_python = bool(found and found[1].lower() in PYTHON)
    code = info[found.end() :].strip() if found and is_python else info.strip()
    if _is_title(code, below):
        return None
    # A block that begins there ends below.
    is_whole = fault([code]) is None
    lines = [code] if is_whole else [code, *below]
    return code if code and any(map(does_something, parsed("\n".join(lines))[:1])) else None


def _is_title(code: str, below: Sequence[str]) -> bool:
    """Whether it only says something of the block below, which does not ask for `x` of `x=1`."""
    if not (_TITLE.match(code) and any(map(str.strip, below))):
        return False
    read = parsed("\n".join(below))
    names = {part.id for each in read for part in ast.walk(each) if isinstance(part, ast.Name)}
    return (names - bound_by(read)).isdisjoint(found[1] for found in re.finditer(_ATTRIBUTE, code))


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
    if (code := _code_on(opened[3], lines)) is None:
        return _Part(start, lines, is_block=True, language=language)
    language = language if language in PYTHON else ""
    return _Part(start - 1, [code, *lines], is_block=True, language=language)


def _moved_out(lines: list[str], width: int) -> list[str]:
    """As Markdown reads a block that stands further in, but for lines that do not."""
    return [line[min(width, len(line) - len(line.lstrip())) :] for line in lines]


def _shows_only(statement: ast.stmt, bound: frozenset[str]) -> bool:
    """What a program can have printed: a value, with or without its name."""
    if isinstance(statement, ast.Assign):
        statement = ast.Expr(statement.value)
    return not does_something(statement, bound)


def _may_be_code(part: _Part, bound: frozenset[str]) -> list[range]:
    """From the first to the last line that prose does not look like."""
    said = ((number, line.strip()) for number, line in enumerate(part.lines, part.start + 1))
    found = [number for number, line in said if looks_typed(line) or is_code(line, bound)]
    return [range(found[0], found[-1] + 1)] if found else []


class _Blocks:
    """What was meant, as far as it was read."""

    def __init__(self, parts: list[_Part]) -> None:
        whole, self._heeds_languages = _code_without_a_doubt(parts)
        self._whole: Final = frozenset(part.start for part in whole)
        self.meant: Final[list[str]] = []
        self.left: Final[list[range]] = []
        self.outside: Final[list[range]] = []
        self._bound: frozenset[str] = frozenset()
        self._prints = False

    def take(self, part: _Part) -> None:
        lines = self._code_of(part) or [""] * len(part.lines)
        self.meant.extend([""] * (part.start - len(self.meant)))
        self.meant.extend(lines)
        self._bound |= bound_by(parsed("\n".join(lines)))
        self._prints = self._prints or any("print" in line for line in lines)

    def _code_of(self, part: _Part) -> list[str] | None:
        if part.start in self._whole:
            return part.lines
        if not part.is_block:
            return self._outside(part)
        if part.language and self._heeds_languages:
            return None
        return part.lines if part.is_session else self._beside(part)

    def _outside(self, part: _Part) -> list[str] | None:
        """What is code there; with a mistake in it, it is at least not left out in silence."""
        found = code_beside(part.lines)
        if found is None:
            self.outside.extend(_may_be_code(part, self._bound))
        return found

    def _beside(self, part: _Part) -> list[str] | None:
        """Of a block that says nothing of itself, beside those that are code."""
        found = code_beside(part.lines, self._bound)
        if found is not None and not self._was_printed(found):
            return found
        if part.may_be_code:
            self.left.append(range(part.start + 1, part.start + len(part.lines) + 1))
        return None

    def _was_printed(self, found: list[str]) -> bool:
        read = parsed("\n".join(found))
        return self._prints and all(_shows_only(each, self._bound) for each in read)


def _code_without_a_doubt(parts: list[_Part]) -> tuple[list[_Part], bool]:
    """Blocks that say so, else the first that looks like it; and whether languages count.

    They do not where only blocks look like code that are said to be something else.
    """
    blocks = [part for part in parts if part.is_block and any(map(str.strip, part.lines))]
    if named := [part for part in blocks if part.language in PYTHON]:
        return named, True
    for some, heeds in (([part for part in blocks if not part.language], True), (blocks, False)):
        if first := [part for part in some if part.may_be_code][:1]:
            return first, heeds
    beside = any(part.may_be_code for part in parts if not part.is_block)
    return ([] if beside else blocks[:1]), True


def without_fences(lines: list[str]) -> Meant | None:
    """The blocks that are code, each line where it was, and what is code beside them.

    None where no line is left: three backticks can be meant for a docstring's quotes.
    """
    # Those above it are a docstring's.
    first = first_outside_texts(lines, _FENCE) or 1
    if end := _ENDS_BLOCK.match(lines[last := _last_said(lines) - 1]):
        lines = [*lines[:last], end[1], *lines[last + 1 :]]
    parts = list(_parts(lines, first - 1))
    if len(parts) == 2 and any(code_beside(parts[0].lines) or ()):
        return _around_one(*parts)
    blocks = _Blocks(parts)
    for part in parts:
        blocks.take(part)
    if not any(map(str.strip, blocks.meant)):
        return None
    told = not_run(blocks.left, _BESIDE) + not_run(blocks.outside, _OUTSIDE)
    return Meant(blocks.meant, told)


def _around_one(above: _Part, below: _Part) -> Meant:
    """A single fence below code is where a copied block ends."""
    fence = [""] * (below.start - len(above.lines))
    found = code_beside(below.lines)
    lines = [*above.lines, *fence, *(found or [""] * len(below.lines))]
    bound = bound_by(parsed("\n".join(above.lines)))
    left = _may_be_code(below, bound) if found is None else []
    return Meant(lines, not_run(left, _OUTSIDE))
