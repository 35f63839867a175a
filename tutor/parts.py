"""Which parts of an expression are known, found by their text."""

import ast
import builtins
from collections.abc import Container, Iterable, Iterator
from typing import Final

from tutor.label import columns, parsed

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
