"""What a traced expression is called where room is short."""

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from knowledge.examples import python

_LONG: Final = 18
_LONG_ARGUMENTS: Final = 10
_ELLIPSIS: Final = "…"
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

Known = TypeVar("Known")


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
    match python.parsed(expression):
        case ast.Module([ast.Expr(value)]):
            return value
        case ast.Module([statement]):
            return statement
    return None


def operation(expression: str) -> Operation | None:
    """The operator an expression ends with, if it does."""
    match parsed(expression):
        case (
            ast.BinOp(left=left, op=kind, right=right)
            | ast.Compare(left=left, ops=[kind], comparators=[right])
            | ast.AugAssign(target=left, op=kind, value=right)
        ):
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
        return Label(_sign(expression, found), found.symbol)
    match parsed(expression):
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if after:
            return _rest(expression, inner, f".{name}")
        case ast.Subscript(value=inner) | ast.Attribute(value=inner) if after:
            return _rest(expression, inner, "")
    return Label(0, short(expression))


def _sign(expression: str, found: Operation) -> int:
    """The column of the operator itself, which brackets may stand around."""
    between = expression[found.left[1] : found.right[0]]
    return found.left[1] + max(between.find(found.symbol), 0)


def _rest(expression: str, inner: ast.expr, name: str) -> Label:
    _, end = _split(expression, inner)
    rest = end.removeprefix(name)
    shown = name + (_given(rest) if rest[:1] in ("(", "[") else rest)
    return Label(len(expression) - len(end), shown)


def short(expression: str) -> str:
    """The whole where it is short, else the operator, call or index it ends with.

    Never its beginning alone, which may be a part that held something else.
    """
    if len(expression) <= _LONG or len(expression := _unbracketed(expression)) <= _LONG:
        return expression
    # What a name is bound to in the middle of an expression; alone it is none that can be parsed.
    name, bound, _ = expression.partition(":=")
    if bound and name.strip().isidentifier():
        return _cut(name.strip(), _LONG)
    match parsed(expression):
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            base, rest = _split(expression, inner)
            is_long = len(base) > _LONG and isinstance(inner, ast.Attribute)
            return _cut(_end(inner) if is_long else base, _LONG) + _given(rest)
    if found := operation(expression):
        return _pair(expression, found)
    return _fitting(expression, _LONG, otherwise=f"{_ELLIPSIS}{expression[1 - _LONG :]}")


def _pair(expression: str, found: Operation) -> str:
    """Both sides of an operator in half the room each; one takes what the other leaves."""
    start = _sign(expression, found)
    sign = found.symbol + "=" * expression.startswith(f"{found.symbol}=", start)
    left, right = expression[:start].rstrip(), expression[start + len(sign) :].lstrip()
    other = _fitting(right, _LONG - len(_fitting(left, _LONG // 2)))
    return f"{_fitting(left, _LONG - len(other))} {sign} {other}"


def _fitting(text: str, room: int, otherwise: str = _ELLIPSIS) -> str:
    """The first form of an operand that there is room for."""
    return next((form for form in _forms(text, room) if len(form) <= room), otherwise)


def _forms(text: str, room: int) -> Iterator[str]:
    """Ways to write an expression that can't be read as another part of it, the best one first."""
    yield text
    yield (text := _unbracketed(text))
    match parsed(text):
        case ast.Name(id=name):
            yield _cut(name, room)
        case ast.Attribute() as whole:
            yield _end(whole)
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            base, rest = _split(text, inner)
            bare = f"{rest[:1]}…{rest[-1:]}"
            yield from (_end(inner) + _given(rest), base + bare, _end(inner) + bare)


def _unbracketed(text: str) -> str:
    tree = parsed(text)
    if not isinstance(tree, ast.expr) or not tree.lineno == tree.end_lineno == 1:
        return text
    return text[slice(*columns(text, tree))]


def _end(node: ast.expr) -> str:
    return f"….{node.attr}" if isinstance(node, ast.Attribute) else _ELLIPSIS


def _split(expression: str, inner: ast.expr) -> tuple[str, str]:
    """What is called or indexed, and its brackets; one that closes around it belongs to it."""
    start = columns(expression, inner)[1]
    rest = expression[start:].lstrip(") ")
    return expression[: len(expression) - len(rest)].rstrip(), rest


def _given(text: str) -> str:
    """What stands in brackets, unless it is long."""
    return text if len(text) <= _LONG_ARGUMENTS else f"{text[0]}…{text[-1]}"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}{_ELLIPSIS}"


# Which parts of an expression are known.


def respelt(expression: str) -> str:
    """An expression as Python itself writes it; as it is where Python can't."""
    tree = parsed(expression)
    try:
        return ast.unparse(tree) if isinstance(tree, ast.expr) else expression
    except (ValueError, RecursionError):
        return expression


def outermost(
    expression: str, start: int, known: Callable[[int, str], Known | None]
) -> list[tuple[int, Known, str]]:
    """Of the parts of an expression the largest that are known, each with its column and text.

    What stands in a call that is not known says nothing of what the call gave: it is left out.
    """
    tree = parsed(expression)
    waiting, found = [tree] if tree else [], []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and node is not tree:
            at, end = columns(expression, node)
            if part := known(start + at, text := expression[at:end]):
                found.append((start + at, part, text))
                continue
        waiting += _inside(node, tree)
    return sorted(found, key=lambda each: each[0])


def _inside(node: ast.AST, tree: ast.AST | None) -> Iterable[ast.AST]:
    """Where parts may be known; a function of Python's gives a number, or what it was given."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if hasattr(builtins, name):
            return ast.iter_child_nodes(node)
        case ast.Call(func=func) if node is not tree:
            return (func,)
    return ast.iter_child_nodes(node)
