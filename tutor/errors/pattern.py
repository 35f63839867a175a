"""The shape of code, written as code: `torch.cat($A, $B, *$REST, **$NAMED)`.

`$A` stands for any expression, `$_` for one that nobody asks for again, `.$name` for any name.
`OP($A, $B)` are two that any sign joins, `INPLACE($A, $B)` as in `a += b`. A body of `...` is any.
"""

import ast
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from knowledge.examples import python

_SLOT: Final = "SLOT__"
_ANY: Final = f"{_SLOT}_"
_PASSED: Final = frozenset({"ctx", "kind", "type_comment", "type_params"})
_ATOMS: Final = (
    *(ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.List, ast.ListComp),
    *(ast.Dict, ast.JoinedStr),
)

# What stands in a slot: an expression, a name, or the arguments that are left.
Filling = ast.AST | str | tuple[ast.AST, ...]
Filled = MutableMapping[str, Filling]
# fmt: off
_SIGNS: Final[Mapping[type[ast.AST], str]] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.FloorDiv: "//", ast.Mod: "%", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shape of code, read."""

    tree: ast.AST

    def match(self, node: ast.AST, known: Mapping[str, Filling]) -> Filled | None:
        """What its slots hold beside those known, where a node has the shape; else None."""
        filled: Filled = {**known}
        return filled if _fits(self.tree, node, filled) else None


@cache
def read(text: str) -> Pattern:
    """Raises ValueError where a text is no shape of code."""
    tree = python.parsed(text.replace("$", _SLOT))
    match tree:
        case ast.Module([ast.Expr(value)]):
            return Pattern(value)
        case ast.Module([statement]):
            return Pattern(statement)
    raise ValueError(f"expected one expression or statement, got {text!r}")


def is_atom(node: ast.AST) -> bool:
    """Whether what follows a part of code binds to all of it without brackets."""
    return isinstance(node, _ATOMS)


def _fits(pattern: ast.AST, node: ast.AST, filled: Filled) -> bool:
    match pattern:
        case ast.Name(id=name) if name.startswith(_SLOT):
            return isinstance(node, ast.expr) and _fill(name, node, filled)
        case ast.Call(func=ast.Name(id="OP" | "INPLACE" as how), args=[left, right]):
            sides = _changed(node) if how == "INPLACE" else _joined(node)
            return sides is not None and (
                _fill("op", sides[0], filled)
                and _fits(left, sides[1], filled)
                and _fits(right, sides[2], filled)
            )
    if type(pattern) is not type(node):
        return False
    names = [name for name in pattern._fields if name not in _PASSED]
    return all(_field(getattr(pattern, name), getattr(node, name, None), filled) for name in names)


def _field(pattern: object, value: object, filled: Filled) -> bool:
    match pattern, value:
        case str(), str() if pattern.startswith(_SLOT):
            return _fill(pattern, value, filled)
        case [ast.Expr(ast.Constant(value=ellipsis)), *_], list() if ellipsis is ...:
            return True
        case list(), list() if any(isinstance(each, ast.keyword) for each in (*pattern, *value)):
            return _named(pattern, value, filled)
        case list(), list():
            return _row(pattern, value, filled)
        case ast.AST(), ast.AST():
            return _fits(pattern, value, filled)
    return pattern == value


def _row(patterns: list[ast.AST], nodes: list[ast.AST], filled: Filled) -> bool:
    rest = next((at for at, each in enumerate(patterns) if isinstance(each, ast.Starred)), None)
    if rest is None:
        return len(patterns) == len(nodes) and _all(patterns, nodes, filled)
    behind = len(patterns) - rest - 1
    if len(nodes) < rest + behind:
        return False
    end = len(nodes) - behind
    star = patterns[rest]
    name = (
        star.value.id if isinstance(star, ast.Starred) and isinstance(star.value, ast.Name) else ""
    )
    return (
        _all(patterns[:rest], nodes[:rest], filled)
        and _all(patterns[rest + 1 :], nodes[end:], filled)
        and _fill(name, tuple(nodes[rest:end]), filled)
    )


def _all(patterns: list[ast.AST], nodes: list[ast.AST], filled: Filled) -> bool:
    return all(
        not isinstance(node, ast.Starred) and _fits(each, node, filled)
        for each, node in zip(patterns, nodes, strict=True)
    )


def _named(patterns: list[ast.keyword], nodes: list[ast.keyword], filled: Filled) -> bool:
    """Arguments by name, in any order; `**$NAMED` takes those that are left."""
    left, rest = list(nodes), ""
    for each in patterns:
        if each.arg is None:
            rest = each.value.id if isinstance(each.value, ast.Name) else ""
            continue
        found = next((node for node in left if _field(each.arg, node.arg, filled)), None)
        if found is None or not _fits(each.value, found.value, filled):
            return False
        left.remove(found)
    return _fill(rest, tuple(left), filled) if rest else not left


def _joined(node: ast.AST) -> tuple[str, ast.expr, ast.expr] | None:
    match node:
        case ast.BinOp(left=left, op=sign, right=right):
            return _SIGNS.get(type(sign), ""), left, right
        case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _SIGNS:
            return _SIGNS[type(sign)], left, right
    return None


def _changed(node: ast.AST) -> tuple[str, ast.expr, ast.expr] | None:
    match node:
        case ast.AugAssign(target=target, op=sign, value=value):
            return _SIGNS.get(type(sign), ""), target, value
    return None


def _fill(name: str, value: Filling, filled: Filled) -> bool:
    """A slot that stands twice holds the same both times."""
    if name == _ANY:
        return True
    key = name.removeprefix(_SLOT)
    if (held := filled.get(key)) is None:
        filled[key] = value
        return True
    return _written(held) == _written(value)


def _written(filling: Filling) -> str:
    match filling:
        case str():
            return filling
        case tuple():
            return ", ".join(map(ast.unparse, filling))
    return ast.unparse(filling)
