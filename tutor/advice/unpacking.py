"""What a line takes apart, as in `x, y = f()`, and where that comes from."""

import ast
from collections.abc import Iterable

from tutor.advice.around import called, gives, is_number, names_given, root


def taken_apart(nodes: Iterable[ast.AST], line: int | None) -> list[ast.expr]:
    """What a line takes apart, as in `x, y = f()`."""
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        and node.lineno == line
        and isinstance(node.targets[0], ast.Tuple | ast.List)
    ]


def unpacked_from(nodes: Iterable[ast.AST], line: int | None) -> str:
    """The last name of what a line takes apart; of `parts`, of what that is given once.

    None of what the code defines itself, nor of a text's `split`, by another text or by nothing.
    """
    nodes = [*nodes]
    apart = taken_apart(nodes, line)
    match apart:
        case [ast.Name(id=name)]:
            apart = [node.value for node in nodes if gives(node, name)]
    match apart:
        case [ast.Attribute(attr=name)]:
            return name
        case [ast.Call() as call] if not _may_be_of_a_text(call, nodes):
            own = {each.name for each in nodes if isinstance(each, ast.FunctionDef)}
            return "" if called(call) in own else called(call)
    return ""


def _may_be_of_a_text(call: ast.Call, nodes: Iterable[ast.AST]) -> bool:
    """Whether it is a `split` by nothing, or by what is neither a number nor a list."""
    if called(call) != "split" or root(call.func) in {"torch", "np", "numpy"}:
        return False
    match call:
        case ast.Call(args=[ast.Name(id=name), *_]):
            return name not in names_given(nodes, is_number)
        case ast.Call(args=[first, *_]):
            return not (is_number(first) or isinstance(first, ast.List | ast.Tuple | ast.BinOp))
    return "split_size" not in {each.arg for each in call.keywords}
