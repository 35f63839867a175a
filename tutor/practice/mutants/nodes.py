"""The places in a program where something else could stand, and what is put there. Pure."""

import ast
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

Change = Callable[[ast.AST], Iterator[ast.AST]]


def places(tree: ast.AST) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """Every node that counts, and a way to put another in its place; words of errors do not."""
    for name, held in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for at, child in enumerate(held) if isinstance(held, list) else [(None, held)]:
            if isinstance(child, ast.AST) and not _is_said(child):
                yield child, _putter(tree, name, at)
                if whole(child) is None:
                    yield from places(child)


def _is_said(node: ast.AST) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Raise)


def _putter(parent: ast.AST, name: str, at: int | None) -> Callable[[ast.AST], None]:
    def put(node: ast.AST) -> None:
        if at is None:
            setattr(parent, name, node)
        else:
            getattr(parent, name)[at] = node

    return put


def like(node: Any, **fields: Any) -> Any:
    made = copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def neighbours(nodes: list[Any]) -> Iterator[list[Any]]:
    """The list with two of its items swapped that stand side by side."""
    for at in range(len(nodes) - 1):
        yield [*nodes[:at], nodes[at + 1], nodes[at], *nodes[at + 2 :]]


def of_method(value: Any, method: str, *args: Any) -> ast.Call:
    return ast.Call(ast.Attribute(value, method, ast.Load()), list(args), [])


def attribute(value: Any, name: str) -> ast.Attribute:
    return ast.Attribute(value, name, ast.Load())


def whole(node: ast.AST) -> int | None:
    """A whole number as it is written down, a negative one too."""
    match node:
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
    return None


def is_of_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("torch", "F", "np", "math")
