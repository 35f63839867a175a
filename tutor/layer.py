"""Which layer broke inside of a call that runs several."""

import ast
from collections.abc import Iterator
from typing import Final

from tutor import said

_LIBRARIES: Final = frozenset({"torch", "nn", "F", "np", "numpy"})


def inner_layer(expression: str, message: str, code: str) -> str:
    """The linear layer that does not fit what comes to it; empty where that can't be told.

    Torch names its two sizes alone, so it must be written out in the code, and but once.
    """
    layer_sizes = said.layer_sizes(message)
    if layer_sizes is None or (callee := _callee(expression)) is None:
        return ""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    nodes = list(ast.walk(tree))
    linear = [node for node in nodes if isinstance(node, ast.Call) and _is_linear(node)]
    found = [node for node in linear if _written_sizes(node) in (layer_sizes, None)]
    if [_written_sizes(node) for node in found] != [layer_sizes]:
        return ""
    what = "Linear({}, {})".format(*layer_sizes)
    match [*_places(nodes, callee, found[0])]:
        case [int(place)]:
            return f"{callee}[{place}], {what}"
    return what


def _callee(expression: str) -> str | None:
    """What is called, unless it is a function of a library's, or the layer itself."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(tree, ast.Call) or _written_sizes(tree.func):
        return None
    root: ast.expr = tree.func
    while isinstance(root, ast.Attribute):
        root = root.value
    is_of_library = isinstance(root, ast.Name) and root.id in _LIBRARIES
    return None if is_of_library else ast.unparse(tree.func)


def _is_linear(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute | ast.Name) and "Linear" in ast.unparse(node.func)


def _written_sizes(node: ast.AST) -> tuple[int, int] | None:
    """Of `nn.Linear(4, 8)` both numbers."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="Linear") | ast.Name(id="Linear"),
            args=[ast.Constant(value=int(one)), ast.Constant(value=int(other)), *_],
        ):
            return one, other
    return None


def _places(nodes: list[ast.AST], callee: str, layer: ast.Call) -> Iterator[int | None]:
    """Where in a Sequential it stands, for each meaning that the callee's name has."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[target], value=value) if ast.unparse(target) == callee:
                yield _place_in(value, layer)
            case ast.arg(arg=name) if name == callee:
                yield None


def _place_in(value: ast.expr, layer: ast.Call) -> int | None:
    match value:
        case ast.Call(
            func=ast.Attribute(attr="Sequential") | ast.Name(id="Sequential"), args=args
        ) if layer in args and not any(isinstance(each, ast.Starred) for each in args):
            return args.index(layer)
    return None
