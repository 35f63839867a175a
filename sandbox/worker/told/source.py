"""A snippet's text beside its tree: where a part stands, and how the learner wrote it."""

import ast
import linecache
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any, Final

from sandbox.limits import EXPRESSION_CHARACTERS
from sandbox.protocol import CODE_BYTES, FILENAME, characters
from sandbox.worker.execute import fit

# As Python's own reader has it; str.splitlines knows ends of lines that Python does not.
_LINE_END: Final = re.compile(r"\r\n|\r|\n")

Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of one line, or the beginning of one that goes on; all in characters."""

    line: int
    column: int
    end_column: int
    expression: str


def span(node: ast.AST) -> Span:
    """What identifies a part in every reading of the same text; bytes, as in code objects."""
    part: ast.expr = node  # type: ignore[assignment]  # statements have the same four
    return (part.lineno, part.col_offset, part.end_lineno or 0, part.end_col_offset or 0)


class Source:
    """One snippet, read once."""

    def __init__(self, code: str) -> None:
        self.lines: Final = _LINE_END.split(code)
        self.nodes: Final = list(ast.walk(ast.parse(code, FILENAME)))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """What each part stands in."""
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a part stands in, from the nearest on."""
        while (outer := self.parents.get(node)) is not None:
            yield outer
            node = outer

    def spot(self, node: ast.AST, name: str | None = None) -> Spot:
        """Where a part stands; on several lines it is quoted as Python would write it on one."""
        first, start, last, end = span(node)
        line = self.lines[first - 1]
        column = characters(line, start)
        end_column = characters(line, end) if first == last else len(line)
        written = line[column:end_column] if first == last else ast.unparse(node)
        return Spot(first, column, end_column, fit(name or written, EXPRESSION_CHARACTERS))


def remembered() -> Source:
    """The snippet that runs in this process; what reading it warns of was said before.

    A snippet may have put another text in its place, but none with places beyond all bounds.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Source("".join(linecache.getlines(FILENAME))[:CODE_BYTES])


# The entries of a traceback, and which of them are the snippet's own.

# Past the class of an error, which may refuse it or have its own idea of it.
_TRACE: Final[Any] = BaseException.__dict__["__traceback__"]
trace_of, set_trace = _TRACE.__get__, _TRACE.__set__


def all_steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    """From the outermost to the innermost."""
    while trace is not None:
        yield trace
        trace = trace.tb_next


def is_own(step: TracebackType) -> bool:
    return step.tb_frame.f_code.co_filename == FILENAME


def own_steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    return filter(is_own, all_steps(trace))


def innermost(error: BaseException) -> TracebackType | None:
    trace: TracebackType | None = trace_of(error)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace
