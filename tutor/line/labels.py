"""What a traced expression is called where room is short."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.examples import python

_LONG: Final = 18
_LONG_ARGUMENTS: Final = 10
_ELLIPSIS: Final = "…"
_CHOICES: Final[Mapping[type, str]] = {
    ast.IfExp: "… if … else …",
    ast.And: "… and …",
    ast.Or: "… or …",
    ast.Lambda: "lambda …",
    ast.JoinedStr: 'f"…"',
    ast.Tuple: "…, …",
    ast.GeneratorExp: "(…)",
    **dict.fromkeys((ast.List, ast.ListComp), "[…]"),
    **dict.fromkeys((ast.Dict, ast.DictComp, ast.Set, ast.SetComp), "{…}"),
}
# What a name is bound to in the middle of an expression; alone it is none that can be parsed.
_BOUND: Final = re.compile(r"(\w+)\s*:=")

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
# What compares and gives no tensor.
_PLAIN_SYMBOLS: Final[Mapping[type, str]] = {
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
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
        between = expression[found.left[1] : found.right[0]]
        return Label(found.left[1] + max(between.find(found.symbol), 0), found.symbol)
    match parsed(expression):
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if after:
            return _rest(expression, inner, f".{name}")
        case ast.Subscript(value=inner) | ast.Attribute(value=inner) if after:
            return _rest(expression, inner, "")
    return Label(0, short(expression))


def _rest(expression: str, inner: ast.expr, name: str) -> Label:
    _, end = _split(expression, inner)
    rest = end.removeprefix(name)
    shown = name + (_given(rest) if rest[:1] in ("(", "[") else rest)
    return Label(len(expression) - len(end), shown)


def short(expression: str) -> str:
    """The whole where it is short, else the operator, call or index it ends with.

    Never its beginning alone, which may be a part that held something else.
    """
    if len(expression) <= _LONG:
        return expression
    expression = _unbracketed(expression)
    if len(expression) <= _LONG:
        return expression
    if named := _BOUND.match(expression):
        return _cut(named[1])
    if (found := operation(expression)) is not None:
        return _pair(expression, found)
    return _by_its_end(expression, parsed(expression))


def _by_its_end(expression: str, tree: ast.AST | None) -> str:
    match tree:
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            base, rest = _split(expression, inner)
            return _callee(base, inner) + _given(rest)
        case ast.Attribute(attr=name):
            return _cut(f"….{name}")
        case ast.NamedExpr(target=target):
            return _cut(target.id)
        case ast.UnaryOp(operand=operand):
            before = expression[: columns(expression, operand)[0]]
            sign = before.replace("(", "")
            of = expression[len(before.rstrip("( ")) :].lstrip()
            return sign + _fitting(of, _LONG - len(sign))
    return _by_its_start(expression, tree)


def _by_its_start(expression: str, tree: ast.AST | None) -> str:
    """What ends with no part that could name it: a word or a sign that nothing else begins with."""
    match tree:
        case ast.Compare(left=left, ops=[kind, *_]):
            first = expression[slice(*columns(expression, left))]
            return f"{_fitting(first, _LONG // 2)} {_symbol(kind)} …"
        case ast.Await(value=value):
            return f"await {_fitting(expression[slice(*columns(expression, value))], _LONG)}"
    return _CHOICES.get(type(getattr(tree, "op", tree)), "") or _cut(expression)


def _symbol(kind: ast.cmpop) -> str:
    return _PLAIN_SYMBOLS.get(type(kind)) or _SYMBOLS[type(kind).__name__][0]


def _pair(expression: str, found: Operation) -> str:
    """Both sides of an operator in half the room each; one takes what the other leaves."""
    between = expression[found.left[1] : found.right[0]]
    start = found.left[1] + max(between.find(found.symbol), 0)
    sign = found.symbol + "=" * (f"{found.symbol}=" in between)
    left, right = expression[:start].rstrip(), expression[start + len(sign) :].lstrip()
    one = _fitting(left, _LONG // 2)
    other = _fitting(right, _LONG - len(one))
    return f"{_fitting(left, _LONG - len(other))} {sign} {other}"


def _fitting(text: str, room: int) -> str:
    """The first form of an operand that there is room for."""
    return next((form for form in _forms(text, room) if len(form) <= room), _ELLIPSIS)


def _forms(text: str, room: int) -> Iterator[str]:
    """Forms of an operand that can't be read as another part of it, the best one first."""
    yield text
    text = _unbracketed(text)
    match parsed(text):
        case ast.Name():
            yield _cut(text, room)
        case ast.Attribute(attr=name):
            yield f"….{name}"
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            base, rest = _split(text, inner)
            end = f"….{inner.attr}" if isinstance(inner, ast.Attribute) else _ELLIPSIS
            bare = f"{rest[:1]}…{rest[-1:]}"
            yield from (end + _given(rest), base + bare, end + bare)


def _unbracketed(text: str) -> str:
    tree = parsed(text)
    if not isinstance(tree, ast.expr) or not tree.lineno == tree.end_lineno == 1:
        return text
    return text[slice(*columns(text, tree))]


def _split(expression: str, inner: ast.expr) -> tuple[str, str]:
    """What is called or indexed, and its brackets; one that closes around it belongs to it."""
    start = columns(expression, inner)[1]
    rest = expression[start:].lstrip(") ")
    return expression[: len(expression) - len(rest)].rstrip(), rest


def _callee(text: str, node: ast.expr) -> str:
    if len(text) <= _LONG or not isinstance(node, ast.Attribute):
        return _cut(text)
    return _cut(f"….{node.attr}")


def _given(text: str) -> str:
    """What stands in brackets, unless it is long."""
    return text if len(text) <= _LONG_ARGUMENTS else f"{text[0]}…{text[-1]}"


def _cut(text: str, room: int = _LONG) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}{_ELLIPSIS}"
