"""Sessions: what was typed at Python's `>>>` or IPython's `In [1]:`, and what stands around it."""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile
from typing import Final

from sandbox.paste.statements import (
    Meant,
    bound_by,
    code_beside,
    end_of_brackets,
    end_of_statement,
    first_outside_texts,
    is_code,
    is_fault,
    lines_of_code,
    looks_typed,
    not_run,
    outside_texts,
    parsed,
)

_BELOW: Final = (
    "below a prompt like something printed; leave out the prompts and the answers if that is code"
)
# Web pages put no-break spaces around a prompt; phones make one sign of the three dots.
_SPACE: Final = r"[ \t\u00a0]*"
_PROMPT: Final = re.compile(rf"({_SPACE})>>>[ \u00a0]?")
# Of what was copied from a prompt on, only the lines below stand further in.
_MORE: Final = re.compile(rf"{_SPACE}(?:\.\.\.|…)(?:[ \u00a0]|$)")
# Numbered, not run yet, or still running.
_CELL: Final = re.compile(rf"({_SPACE})In[ \u00a0]?\[[\d \u00a0*]*\]:[ \u00a0]?")
_MORE_OF_CELL: Final = re.compile(rf"{_SPACE}\.{{3,}}:[ \u00a0]?")
_BEGINS: Final = re.compile(rf"{_PROMPT.pattern}|{_CELL.pattern}")
_ANSWER: Final = re.compile(rf"{_SPACE}Out[ \u00a0]?\[\d+\]:[ \u00a0]?")
# Not where Python says what is wrong with it.
_OF_BLOCK: Final = re.compile(r"[ \t](?!\s*File \"<)|(?:else|finally|elif\b.*|except\b.*):\s*$")
# What prints can look like anything, and functions that were made above may do so.
_PRINTS: Final = re.compile(r"(?<![a-z])p?print(?!options)|\bstd(?:out|err)\b|\blogg\w*\.")
_TRACEBACK: Final = "Traceback (most recent call last)"
_OWN_SCOPE: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def begins(line: str) -> bool:
    return _BEGINS.match(line) is not None


def is_notebook(text: str) -> bool:
    return _CELL.match(text.lstrip()) is not None


def is_session(lines: list[str], at: int) -> bool:
    """Whether the fault is a prompt, is prose above the first, or comes from an answer below.

    An answer can be the fault that Python names first: the `'` of `can't` opens a text.
    """
    first = first_outside_texts(lines, _BEGINS)
    return first is not None and (begins(lines[at - 1]) or is_fault(lines, first))


def expressions(statements: Iterable[ast.AST]) -> Iterator[ast.Expr]:
    """Each that a prompt of Python's shows: in loops and branches too, but in no function."""
    for statement in statements:
        if isinstance(statement, ast.Expr):
            yield statement
        elif not isinstance(statement, _OWN_SCOPE):
            yield from expressions(ast.iter_child_nodes(statement))


def without_prompts(lines: list[str]) -> Meant:
    """What was meant, each line where it was.

    Code above the first prompt and below the answers belongs to it; an answer leaves empty lines.
    """
    number = first_outside_texts(lines, _BEGINS)
    first = number - 1 if number else next(at for at, line in enumerate(lines) if begins(line))
    prompt = _CELL if _CELL.match(lines[first]) else _PROMPT
    numbered = enumerate(lines[first:], first)
    starts = [(at, found[1]) for at, line in numbered if (found := prompt.match(line))]
    session = _Session(lines[:first], is_notebook=prompt is _CELL)
    for (start, indentation), (end, _) in pairwise([*starts, (len(lines), "")]):
        session.take([line.removeprefix(indentation) for line in lines[start:end]])
    return Meant(session.meant, not_run(session.left, _BELOW), frozenset(session.shows))


def _typed(lines: list[str]) -> list[str]:
    """What stands behind a prompt, and below it behind more of them or without any."""
    first = _PROMPT.sub("", lines[0], 1)
    return [first, *(_behind(_MORE, lines[1:]) or _without_a_prompt(first, lines[1:]))]


def _typed_into_cell(lines: list[str]) -> list[str]:
    """On a page of a notebook the code stands below its prompt, as far as the answer."""
    first = _CELL.sub("", lines[0], 1)
    if more := _behind(_MORE_OF_CELL, lines[1:]):
        return [first, *more]
    below = takewhile(lambda line: not _ANSWER.match(line), lines[1:])
    return [first] if first.strip() else [first, *below]


def _behind(prompt: re.Pattern[str], lines: list[str]) -> list[str]:
    """Without their prompts, the lines from the first on that have one."""
    return [prompt.sub("", line, 1) for line in takewhile(prompt.match, lines)]


def _without_a_prompt(first: str, below: list[str]) -> list[str]:
    """What goes on in brackets, in a text or behind a backslash, and a block, as IDLE has them.

    Python answers nothing before it has all of a statement.
    """
    end = end_of_statement([first, *below])
    head = outside_texts([first, *below[: end - 1]])[-1]
    lines = below[end - 1 :] if head.rstrip().endswith(":") else []
    block = list(takewhile(lambda line: not line.strip() or _OF_BLOCK.match(line), lines))
    while block and not block[-1].strip():
        block.pop()
    return [*below[: end - 1], *block]


class _Session:
    """What was meant, line by line, as far as it was read."""

    def __init__(self, above: list[str], *, is_notebook: bool) -> None:
        self._is_notebook: Final = is_notebook
        self.meant: Final[list[str]] = []
        self.left: Final[list[range]] = []
        self.shows: Final[set[int]] = set()
        self._bound: frozenset[str] = frozenset()
        self._prints = False
        self._keep(code_beside(above) or [""] * len(above))

    def take(self, lines: list[str]) -> None:
        """One prompt with all that stands below it."""
        typed = _typed_into_cell(lines) if self._is_notebook else _typed(lines)
        read = parsed("\n".join(typed).strip())
        self.shows.update(len(self.meant) + number for number in self._shown_of(typed))
        self._keep(typed)
        asks = bool(read) and isinstance(read[-1], ast.Expr)
        rest = lines[len(typed) :]
        answers = [at for at, line in enumerate(rest) if _ANSWER.match(line)]
        for start, end in pairwise([0, *answers, len(rest)]):
            part = [_ANSWER.sub("", line, 1) for line in rest[start:end]]
            self._take_below(part, self._said(part, asks=asks or start > 0))

    def _shown_of(self, typed: list[str]) -> Iterable[int]:
        """A notebook shows the last value of a cell, and none where a semicolon ends it.

        What goes on at the next prompt is no statement yet: any value that begins there is shown.
        """
        read = parsed("\n".join(typed))
        if self._is_notebook:
            is_quiet = "\n".join(typed).rstrip().endswith(";")
            return [] if is_quiet else [e.lineno for e in read[-1:] if isinstance(e, ast.Expr)]
        return [e.lineno for e in expressions(read)] if read else range(1, len(typed) + 1)

    def _said(self, lines: list[str], *, asks: bool) -> int:
        """How many lines are an answer: a value, or all up to an empty line that may be printed."""
        if self._prints or any(_TRACEBACK in line for line in lines):
            return len(list(takewhile(str.strip, lines)))
        return end_of_brackets(lines) if asks else 0

    def _take_below(self, lines: list[str], said: int) -> None:
        """Below an answer, code is kept as far as another; all else leaves empty lines."""
        answer, below = lines[:said], lines[said:]
        self._drop(answer, doubtful=self._prints and is_code("\n".join(answer), self._bound))
        code = code_beside(below, self._bound) or []
        count = lines_of_code(parsed("\n".join(code)), self._bound)
        self._keep(code[:count])
        left = below[count:]
        self._drop(left, doubtful=any(looks_typed(line.strip()) for line in left))

    def _keep(self, lines: list[str]) -> None:
        code = "\n".join(lines)
        self.meant.extend(lines)
        self._bound |= bound_by(parsed(code))
        self._prints = self._prints or _PRINTS.search(code) is not None

    def _drop(self, lines: list[str], *, doubtful: bool) -> None:
        said = [at for at, line in enumerate(lines, len(self.meant) + 1) if line.strip()]
        if doubtful:
            self.left.append(range(said[0], said[-1] + 1))
        self.meant.extend([""] * len(lines))
