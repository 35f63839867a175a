"""Which part of a learner's code is drawn, and what its operands are. Nothing is run here."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from knowledge.examples.python import parsed
from tutor.picture.asking.inplace import augmented, changed_by
from tutor.picture.scene.text import label

_SYMBOLS: Mapping[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "remainder",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.LShift: "shift",
    ast.RShift: "shift",
    ast.Gt: "gt",
    ast.Lt: "lt",
    ast.GtE: "ge",
    ast.LtE: "le",
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.USub: "neg",
    ast.UAdd: "pos",
    ast.Invert: "invert",
}
# Where functions of tensors live; what stands before another dot is a tensor.
_MODULES = frozenset({"F", "linalg", "nn", "np", "numpy", "torch", "functional", "special", "fft"})
# They ask a tensor what it is like; what it is like is what a picture shows.
_ASKING = frozenset(
    {
        "device", "dim", "dtype", "is_contiguous", "item", "ndim", "numel",
        "shape", "size", "storage_offset", "stride", "tolist", "nelement", "itemsize", "nbytes",
    }
)  # fmt: skip
_VIEWING_ATTRIBUTES = frozenset({"T", "mT", "H", "mH", "data", "real", "imag"})


@dataclass(frozen=True, slots=True)
class Source:
    """An operand or an argument: how to call it, which one it is, and the code that makes it."""

    label: str
    role: str
    code: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawable:
    """Code to run first, one operation on parts, and its code over their names.

    `changed` is the name of what it changes in place.
    """

    setup: str
    text: str
    operation: str
    sources: tuple[Source, ...]
    result: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The code ends in nothing that could be drawn, or is not Python."""


class Parts(Protocol):
    """Whoever takes an operation's parts: each is given with its role, and a name stands for it."""

    @property
    def count(self) -> int: ...
    def take(self, expression: ast.expr, role: str) -> ast.expr: ...


def part_name(number: int) -> str:
    """The name an operand is bound to while its picture is drawn."""
    return f"_unsqueeze_part_{number}"


def drawable(code: str) -> Drawable | Nothing:
    """Take the last expression apart; it may be assigned, printed or asked for its shape."""
    body = statements(code)
    found = _drawn(body, code) if body else None
    if found is None:
        return Nothing()
    statement, expression = found
    setup = text_before(code, statement)
    operation, sources, result = _apart(expression, code)
    shown: ast.expr | ast.stmt = expression
    if isinstance(statement, ast.AugAssign):
        shown, result = statement, augmented(statement, (part_name(0), part_name(1)))
    text, changed = label(written(shown, code), 200), _changed(statement, expression)
    return Drawable(setup, text, operation, sources, result, changed)


def _changed(statement: ast.stmt, expression: ast.expr) -> str:
    match expression:
        case ast.Call(ast.Attribute(value)):
            by_module = _is_module(value)
        case _:
            by_module = False
    return changed_by(statement, expression, by_module=by_module)


def statements(code: str) -> list[ast.stmt]:
    """The code's statements; none where it is not Python, or too much of it."""
    tree = parsed(code)
    return tree.body if tree else []


def _drawn(body: list[ast.stmt], code: str) -> tuple[ast.stmt, ast.expr] | None:
    """The statement that is drawn, and the expression in it.

    Of a bare name that the statement before has just made, how it was made is what to draw.
    """
    value = value_of(body[-1])
    if value is None:
        return None
    expression = asked(value)
    if isinstance(expression, ast.Constant | ast.Lambda | ast.JoinedStr):
        return None
    match body[-2:], expression:
        case [ast.Assign([ast.Name(name)], made) as before, _], ast.Name(shown) if (
            name == shown and _is_made(made, code)
        ):
            return before, made
        case _:
            return body[-1], expression


def value_of(statement: ast.stmt) -> ast.expr | None:
    """The expression in it; of `x += y` the operation, which its caller does in place."""
    match statement:
        case ast.Expr(value) | ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value
        case ast.AugAssign(target, op, value):
            return ast.BinOp(target, op, value)
        case _:
            return None


def asked(expression: ast.expr) -> ast.expr:
    """The tensor in `print(t)`, `t.shape`, `t.stride()` and `t.shape[0]`."""
    match expression:
        case ast.Call(ast.Name("print" | "repr" | "type" | "len"), [inner]) if not isinstance(
            inner, ast.Starred
        ):
            return asked(inner)
        case ast.Attribute(inner, name) | ast.Call(ast.Attribute(inner, name)) if name in _ASKING:
            return inner if _is_module(inner) else asked(inner)
        case ast.Subscript(ast.Attribute(inner, "shape")):
            return asked(inner)
        case _:
            return expression


def _is_made(value: ast.expr, code: str) -> bool:
    """Whether a tensor was made from others, rather than from numbers."""
    operation, sources, _ = _apart(value, code)
    first = sources[0].code if sources else ""
    return operation != "value" and not is_literal(first)


def is_literal(code: str) -> bool:
    try:
        ast.literal_eval(code)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return code == ""
    return True


def text_before(code: str, statement: ast.stmt) -> str:
    """The text before a statement, whose columns count bytes."""
    lines = code.encode("utf-8", "surrogatepass").splitlines(keepends=True)
    head = [*lines[: statement.lineno - 1], lines[statement.lineno - 1][: statement.col_offset]]
    return b"".join(head).decode("utf-8", "surrogatepass")


def _apart(expression: ast.expr, code: str) -> tuple[str, tuple[Source, ...], str]:
    """The operation's name, its parts, and its code over the parts' names."""
    parts = _Parts(code)
    operation, over_names = rebuilt(expression, parts)
    return operation, parts.sources, ast.unparse(over_names)


def rebuilt(expression: ast.expr, parts: Parts) -> tuple[str, ast.expr]:
    """The operation with names in the places of its parts; what has no parts stays as it is."""
    operation, made = "value", expression
    match expression:
        case ast.BinOp(left, op, right):
            operation = _SYMBOLS[type(op)]
            made = ast.BinOp(parts.take(left, "0"), op, parts.take(right, "1"))
        case ast.Compare(left, [op], [right]) if type(op) in _SYMBOLS:
            operation = _SYMBOLS[type(op)]
            made = ast.Compare(parts.take(left, "0"), [op], [parts.take(right, "1")])
        case ast.UnaryOp(op, operand) if type(op) in _SYMBOLS:
            operation = _SYMBOLS[type(op)]
            made = ast.UnaryOp(op, parts.take(operand, "0"))
        case ast.Subscript(value, index) if not _is_module(value):
            operation = "index"
            made = ast.Subscript(parts.take(value, "0"), index)
        case ast.Attribute(value, name) if name in _VIEWING_ATTRIBUTES and not _is_module(value):
            operation = name
            made = ast.Attribute(parts.take(value, "0"), name)
        case ast.Call(function, arguments, keywords) if _is_simple(arguments, keywords):
            operation, called = _called(function, parts)
            start = parts.count
            taken = [parts.take(each, str(start + n)) for n, each in enumerate(arguments)]
            named = [ast.keyword(k.arg, parts.take(k.value, k.arg or "")) for k in keywords]
            made = ast.Call(called, taken, named)
    return operation, made


def _called(function: ast.expr, parts: Parts) -> tuple[str, ast.expr]:
    """A method's tensor is its first operand; a function's name may have a module before it."""
    match function:
        case ast.Attribute(value, name) if not _is_module(value):
            return name.rstrip("_"), ast.Attribute(parts.take(value, "0"), name)
        case ast.Attribute(_, name):
            return name, function
        case ast.Name(name):
            return name, function
        # A layer that is made where it is called.
        case ast.Call(ast.Name(name) | ast.Attribute(_, name)) if name[:1].isupper():
            return name, function
        case _:
            return "call", function


class _Parts:
    """The parts found so far; each is evaluated once, in the order of the code."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._sources: list[Source] = []

    @property
    def count(self) -> int:
        return len(self._sources)

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(self._sources)

    def take(self, expression: ast.expr, role: str) -> ast.expr:
        name = part_name(len(self._sources))
        shown = label(written(expression, self._code))
        elements = expression.elts if isinstance(expression, ast.List | ast.Tuple) else []
        items = tuple(label(written(each, self._code)) for each in elements)
        self._sources.append(Source(shown, role, ast.unparse(expression), items))
        return ast.Name(name)


def written(expression: ast.expr | ast.stmt, code: str) -> str:
    """As the learner wrote it, where it was written at all."""
    return ast.get_source_segment(code, expression) or ast.unparse(expression)


def _is_simple(arguments: list[ast.expr], keywords: list[ast.keyword]) -> bool:
    starred = any(isinstance(each, ast.Starred) for each in arguments)
    return not starred and all(each.arg for each in keywords)


def _is_module(value: ast.expr) -> bool:
    match value:
        case ast.Name(name):
            return name in _MODULES
        case ast.Attribute(inner, name):
            return name in _MODULES and _is_module(inner)
        case _:
            return False
