"""A gradient that is None: where it would be filled, and what in the code keeps it from that."""

import ast
from collections.abc import Mapping, Sequence
from typing import Final

from tutor.advice.around import Broken, values

_STEPS: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-"}


def no_gradient(broken: Broken) -> str:
    """A `.grad` that is None, as the owner of what was asked for or as the right operand."""
    match broken.tree:
        case ast.Attribute(value=none) | ast.Subscript(value=none) | ast.UnaryOp(operand=none):
            return _of_none(broken, none)
        case ast.BinOp(right=none) | ast.AugAssign(value=none):
            return _of_none(broken, none)
    return ""


def no_gradient_on_the_left(broken: Broken) -> str:
    """A `.grad` that is None, as the left operand."""
    match broken.tree:
        case ast.BinOp(left=none) | ast.AugAssign(target=none):
            return _of_none(broken, none)
    return ""


def _of_none(broken: Broken, none: ast.expr) -> str:
    match none:
        case ast.Attribute(attr="grad", value=owner) if not _has_own_grad(broken.nodes):
            name = broken.part(owner)
        case _:
            return ""
    return (
        f"{name}.grad is None: backward() fills it where {name} itself was made with "
        "requires_grad=True and takes part in the loss; zero_grad() empties it."
        f"{_computed(name, broken.nodes)}{_replaced(name, broken.nodes)}"
    )


def _has_own_grad(nodes: Sequence[ast.AST]) -> bool:
    """Whether a class of the learner's has gradients of its own, as in an autograd by hand."""
    return "grad" in values(nodes) or any(map(_gives_grad, nodes))


def _gives_grad(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr="grad", ctx=ast.Store(), value=ast.Name(id="self")):
            return True
        case ast.keyword(arg="grad") | ast.Name(id="setattr"):
            return True
    return False


def _computed(name: str, nodes: Sequence[ast.AST]) -> str:
    """What to do instead of `w = torch.randn(3, requires_grad=True) * 0.01`."""
    for node in nodes:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=(
                    ast.BinOp() | ast.UnaryOp() | ast.Call(func=ast.Attribute(value=ast.Call()))
                ) as value,
            ) if target == name and _wants_gradient(value):
                return (
                    " What is computed from such a tensor keeps no grad of its own: leave "
                    f"requires_grad=True out of it and write {name}.requires_grad_() after it, "
                    f"or call {name}.retain_grad() before backward()."
                )
    return ""


def _wants_gradient(value: ast.expr) -> bool:
    """Whether a part of an expression is made with `requires_grad=True`, rather than the whole."""
    own = value.keywords if isinstance(value, ast.Call) else []
    return any(
        isinstance(node, ast.keyword)
        and node.arg == "requires_grad"
        and isinstance(node.value, ast.Constant)
        and node.value.value is True
        and node not in own
        for node in ast.walk(value)
    )


def _replaced(name: str, nodes: Sequence[ast.AST]) -> str:
    """What to do instead of a step such as `w = w - …`."""
    loops = (node for node in nodes if isinstance(node, ast.For | ast.While))
    repeated = {inner for loop in loops for inner in ast.walk(loop)}
    for node in nodes:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=ast.BinOp(left=ast.Name(id=left), op=ast.Add() | ast.Sub() as step) as value,
            ) if target == left == name and (node in repeated or _uses_grad(value, name)):
                sign = _STEPS[type(step)]
                return (
                    f" Also, {name} = {name} {sign} … makes a new tensor, which has none: change "
                    f"{name} in place, with {name} {sign}= … under torch.no_grad()."
                )
    return ""


def _uses_grad(value: ast.expr, name: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "grad"
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        for node in ast.walk(value)
    )
