"""Rows under a line of code, each below its place there; narrow enough for a phone."""

import ast
import builtins
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tutor.line.labels import columns, parsed

# Which parts of an expression are known, found by their text.

# What is asked of a tensor and is none.
_FACTS: Final = frozenset({"shape", "size", "ndim", "dim", "numel", "dtype", "device"})


def respelt(expression: str) -> str:
    """An expression as Python itself writes it; as it is where Python can't."""
    tree = parsed(expression)
    try:
        return ast.unparse(tree) if isinstance(tree, ast.expr) else expression
    except (ValueError, RecursionError):
        return expression


def parts_of(expression: str) -> Iterator[str]:
    """The text of each part of an expression, as often as it stands there."""
    if tree := parsed(expression):
        nodes = (node for node in ast.walk(tree) if isinstance(node, ast.expr))
        yield from (expression[slice(*columns(expression, node))] for node in nodes)


def outermost(
    expression: str, known: Container[str], *, whole: bool = False
) -> Iterator[tuple[int, str]]:
    """Of the parts of an expression the largest that are known, each with its column.

    What stands in a call that is not known says nothing of what the call gave: it is left out.
    For `whole` so is all that stands in an operand which is not known itself.
    """
    tree = parsed(expression)
    opened, look = (tree, _method(tree)), _listed_in if whole else _looked_into
    waiting = [tree] if tree else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and node is not tree:
            start, end = columns(expression, node)
            if (text := expression[start:end]) in known:
                yield start, text
                continue
        waiting.extend(ast.iter_child_nodes(node) if node in opened else look(node))


def _method(tree: ast.AST | None) -> ast.AST | None:
    match tree:
        case ast.Call(func=ast.Attribute() as method):
            return method
    return None


def _looked_into(node: ast.AST) -> Iterable[ast.AST]:
    """Where parts may be known; a function of Python's gives a number, or what it was given."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if hasattr(builtins, name):
            return ast.iter_child_nodes(node)
        case ast.Call(func=func):
            return (func,)
    return ast.iter_child_nodes(node)


def _listed_in(node: ast.AST) -> Iterable[ast.AST]:
    """Where parts are operands themselves: in a list, by a star or a name, or asked for a fact."""
    match node:
        case ast.List() | ast.Tuple() | ast.Starred() | ast.keyword():
            return ast.iter_child_nodes(node)
        case (
            ast.Attribute(attr=name, value=owner)
            | ast.Call(func=ast.Attribute(attr=name, value=owner))
            | ast.Subscript(value=ast.Attribute(attr=name, value=owner))
        ) if name in _FACTS:
            return (owner,)
        case ast.Call(func=ast.Name()):
            return _looked_into(node)
    return ()


WIDTH: Final = 40
BROKE: Final = "✗"
_GAP: Final = 2
_INDENT: Final = 2
_LONGEST_HEADING: Final = 2 * WIDTH


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at a column, and what is said of it."""

    column: int
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line of code, as wide as a phone; `start` counts in the whole line."""

    line: str
    start: int
    end: int

    @property
    def before(self) -> str:
        return "…" if self.line[: self.start].strip() else ""

    @property
    def text(self) -> str:
        after = "…" if self.line[self.end :].strip() else ""
        return f"{self.before}{self.line[self.start : self.end]}{after}"

    def place(self, column: int) -> int:
        """Where a column of the line is to be seen."""
        return width(self.before + self.line[self.start : column])


def width(text: str) -> int:
    """How many cells a text takes: East Asian characters and emoji take two."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def stretches(line: str, start: int, end: int) -> tuple[Stretch, Stretch]:
    """The whole line and, where that is too wide, what matters of it."""
    return Stretch(line, len(line) - len(line.lstrip()), len(line)), Stretch(line, start, end)


def aligned(shown: Stretch, rows: Sequence[Row], prefix: str = "") -> str | None:
    """Rows below a line; None where one of them would be too wide."""
    margin = width(prefix)
    placed = [(margin + shown.place(row.column), row) for row in rows]
    ends = [place + width(row.label) for place, row in placed if row.value]
    values = max(ends, default=0) + _GAP
    lines = [prefix + shown.text]
    for place, row in placed:
        lines += _lines(place, row, values)
    return "\n".join(lines) if all(width(line) <= WIDTH for line in lines) else None


def _lines(place: int, row: Row, values: int) -> Iterator[str]:
    """A row; words that do not fit go to the left, but a mark stays at what it marks."""
    words = row.label
    if row.value:
        words += " " * (values - place - width(words)) + row.value
    elif place + width(words) > WIDTH:
        if words.startswith(f"{BROKE} "):
            yield " " * place + BROKE
        words = words.removeprefix(f"{BROKE} ")
        place = min(place, max(0, WIDTH - width(words)))
    yield " " * place + words


def listed(heading: str, rows: Sequence[Row]) -> str:
    """Rows one below the other, where they can't stand below their places."""
    values = max((width(row.label) for row in rows if row.value), default=0) + _GAP
    cut = heading if len(heading) <= _LONGEST_HEADING else f"{heading[: _LONGEST_HEADING - 1]}…"
    lines = (
        " " * _INDENT + (row.label + " " * (values - width(row.label)) + row.value).rstrip()
        for row in rows
    )
    return "\n".join((cut, *lines))
