"""Sizes that code tells by itself: nobody has to run `torch.ones(3) + torch.ones(4)` to know.

Read from literals and the plainest functions only; where anything else takes part, nothing is said.
"""

import ast
from collections.abc import Iterator, Mapping

from knowledge.examples.einsum import broadcast

Sizes = tuple[int, ...]
Known = Mapping[str, Sizes]

_FROM_VALUES = {"tensor", "Tensor", "FloatTensor", "as_tensor"}
_FROM_SIZES = {"zeros", "ones", "rand", "randn", "empty", "Tensor"}
_ELEMENTWISE = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_MOST_AXES = 8


def findings(tree: ast.AST) -> Iterator[str]:
    """Tell of each operation between tensors of known, different sizes what they come to."""
    known: dict[str, Sizes] = {}
    for statement in getattr(tree, "body", ()):
        for node in ast.walk(statement):
            if isinstance(node, ast.BinOp):
                yield from _operation(node, known)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            _remember(known, statement.targets[0].id, sizes(statement.value, known))


def _remember(known: dict[str, Sizes], name: str, found: Sizes | None) -> None:
    known.pop(name, None)
    if found is not None:
        known[name] = found


def _operation(node: ast.BinOp, known: Known) -> Iterator[str]:
    left, right = sizes(node.left, known), sizes(node.right, known)
    if not left or not right:
        return
    if isinstance(node.op, ast.MatMult):
        if left[-1] != right[max(len(right) - 2, 0)]:
            yield "inner_sizes_differ"
    elif isinstance(node.op, _ELEMENTWISE) and left != right:
        yield _together(left, right)


def _together(left: Sizes, right: Sizes) -> str:
    if broadcast(left, right) is None:
        return "sizes_do_not_match"
    return "stretched" if 1 in (*left, *right) else "axes_missing"


def sizes(node: ast.expr, known: Known) -> Sizes | None:
    """Return the shape of what `node` makes, `()` for a number, None where it can't be told."""
    match node:
        case ast.Name(id=name):
            return known.get(name)
        case ast.Constant(value=bool() | int() | float()):
            return ()
        case ast.UnaryOp(operand=operand):
            return sizes(operand, known)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _ELEMENTWISE):
            one, other = sizes(left, known), sizes(right, known)
            return None if one is None or other is None else broadcast(one, other)
        case ast.Call(func=ast.Attribute() as function) as call:
            return _called(call, function, known)
        case _:
            return None


def _called(call: ast.Call, function: ast.Attribute, known: Known) -> Sizes | None:
    if isinstance(function.value, ast.Name) and function.value.id == "torch":
        return _made(function.attr, call.args)
    held = sizes(function.value, known)
    axes = [each.value for each in call.keywords if each.arg == "dim"]
    if not held or len(axes) < len(call.keywords):
        return None
    return _method(function.attr, held, [*call.args, *axes])


def _made(name: str, arguments: list[ast.expr]) -> Sizes | None:
    numbers = [_number(argument) for argument in arguments]
    if name in {"tensor", "as_tensor"} and len(arguments) == 1 and numbers[0] is not None:
        return ()
    if name == "arange" and len(numbers) == 1 and numbers[0] is not None:
        return (numbers[0],)
    if len(arguments) == 1 and isinstance(arguments[0], ast.List | ast.Tuple):
        return _of_values(arguments[0]) if name in _FROM_VALUES else _plain(arguments[0].elts, name)
    return _plain(arguments, name)


def _plain(arguments: list[ast.expr], name: str) -> Sizes | None:
    numbers = [_number(argument) for argument in arguments]
    found = tuple(number for number in numbers if number is not None)
    fits = name in _FROM_SIZES and len(found) == len(numbers) <= _MOST_AXES
    return found if fits else None


def _of_values(node: ast.expr) -> Sizes | None:
    """Return the shape of a nested list, if its rows are alike."""
    if not isinstance(node, ast.List | ast.Tuple):
        return ()
    inner = {_of_values(element) for element in node.elts}
    if len(inner) != 1 or (row := inner.pop()) is None:
        return None
    return (len(node.elts), *row)


def _method(name: str, held: Sizes, arguments: list[ast.expr]) -> Sizes | None:
    numbers = [_number(argument) for argument in arguments]
    if name in {"t", "transpose"} and len(held) == 2:
        return held[::-1]
    if len(numbers) != 1 or (axis := numbers[0]) is None:
        return None
    room = len(held) + (name == "unsqueeze")
    if not -room <= axis < room:
        return None
    axis %= room
    if name == "unsqueeze":
        return (*held[:axis], 1, *held[axis:])
    return (*held[:axis], *held[axis + 1 :]) if name in {"sum", "mean", "argmax"} else None


def _number(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(value=int() as number):
            return int(number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)):
            return -int(number)
        case _:
            return None
