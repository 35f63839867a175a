"""What a traced expression is called where room is short."""

import ast
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_LONG: Final = 18
_LONG_ARGUMENTS: Final = 10

_SYMBOLS: Final[Mapping[str, tuple[str, str]]] = {
    "Add": ("+", "add"),
    "Sub": ("-", "sub"),
    "Mult": ("*", "mul"),
    "MatMult": ("@", "matmul"),
    "Div": ("/", "div"),
    "FloorDiv": ("//", "floor div"),
    "Mod": ("%", "mod"),
    "Pow": ("**", "pow"),
    "BitAnd": ("&", "and"),
    "BitOr": ("|", "or"),
    "BitXor": ("^", "xor"),
    "LShift": ("<<", "shift"),
    "RShift": (">>", "shift"),
    "Eq": ("==", "eq"),
    "NotEq": ("!=", "ne"),
    "Lt": ("<", "lt"),
    "LtE": ("<=", "le"),
    "Gt": (">", "gt"),
    "GtE": (">=", "ge"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A short name, and how far into the expression it stands."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between two expressions, each with its first and last column."""

    symbol: str
    name: str
    left: tuple[int, int]
    right: tuple[int, int]


def parsed(expression: str) -> ast.AST | None:
    """The tree of an expression or a statement; what a sandbox sends may be neither."""
    try:
        body = ast.parse(expression).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    only = body[0] if len(body) == 1 else None
    return only.value if isinstance(only, ast.Expr) else only


def operation(expression: str) -> Operation | None:
    """The operator an expression ends with, if it does."""
    match parsed(expression):
        case ast.BinOp(left=left, op=kind, right=right):
            pass
        case ast.Compare(left=left, ops=[kind], comparators=[right]):
            pass
        case ast.AugAssign(target=left, op=kind, value=right):
            pass
        case _:
            return None
    symbol, name = _SYMBOLS.get(type(kind).__name__, ("", ""))
    if not symbol:
        return None
    return Operation(symbol, name, columns(expression, left), columns(expression, right))


def columns(expression: str, node: ast.expr) -> tuple[int, int]:
    return (
        _characters(expression, node.col_offset),
        _characters(expression, node.end_col_offset or 0),
    )


def _characters(expression: str, count: int) -> int:
    return len(expression.encode("utf-8", "replace")[:count].decode("utf-8", "replace"))


def label(expression: str, *, after: bool) -> Label:
    """What an expression is called in a row of its own.

    `after`: what it begins with has a row already, so that `x.t()` is but `.t()`.
    """
    if (found := operation(expression)) is not None:
        between = expression[found.left[1] : found.right[0]]
        return Label(found.left[1] + max(between.find(found.symbol), 0), found.symbol)
    match parsed(expression):
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if after:
            return _rest(expression, inner, f".{name}")
        case ast.Subscript(value=inner) | ast.Attribute(value=inner) if after:
            return _rest(expression, inner, "")
    return Label(0, short(expression))


def _rest(expression: str, inner: ast.expr, name: str) -> Label:
    start = columns(expression, inner)[1]
    # A bracket that closes around the inner part belongs to it.
    start += len(expression[start:]) - len(expression[start:].lstrip(") "))
    rest = expression[start:].removeprefix(name)
    return Label(start, name + (_given(rest) if rest[:1] in ("(", "[") else rest))


def short(expression: str) -> str:
    """The whole where it is short, else the call or index it ends with."""
    if len(expression) <= _LONG:
        return expression
    match parsed(expression):
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            start = columns(expression, inner)[1]
            return _callee(expression[:start], inner) + _given(expression[start:])
    return _cut(expression)


def _callee(text: str, node: ast.expr) -> str:
    if len(text) <= _LONG or not isinstance(node, ast.Attribute):
        return _cut(text)
    return _cut(f"….{node.attr}")


def _given(text: str) -> str:
    """What stands in brackets, unless it is long."""
    rest = text.lstrip(") ")
    return rest if len(rest) <= _LONG_ARGUMENTS else f"{rest[0]}…{rest[-1]}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def outermost(expression: str, known: Container[str]) -> Iterator[tuple[int, str]]:
    """Of the parts of an expression the largest that are known, each with its column."""
    tree = parsed(expression)
    waiting = [tree] if tree else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and node is not tree:
            start, end = columns(expression, node)
            if (text := expression[start:end]) in known:
                yield start, text
                continue
        waiting.extend(ast.iter_child_nodes(node))
