"""Mistakes that transpose, or broadcast otherwise: what squares and ones would hide. Pure.

None is made that must behave the same, such as an axis added in front, where broadcasting adds one
anyway.
"""

import ast
from collections.abc import Iterator
from typing import Final

from tutor.practice.mutants.nodes import (
    Change,
    attribute,
    is_of_module,
    like,
    neighbours,
    of_method,
    whole,
)

# Where the axis stands among a function's own arguments; a method has one argument less.
_AXIS_AT: Final = {
    name: at
    for at, names in {
        0: "sum mean std var amax amin argmax argmin max min all any prod cumsum cumprod logsumexp "
        "softmax log_softmax flip squeeze unsqueeze gather scatter scatter_ scatter_add "
        "scatter_add_ index_select index_add index_add_ unbind select narrow cat stack unfold "
        "cummax cummin std_mean var_mean sort argsort count_nonzero size flatten",
        1: "split chunk roll repeat_interleave topk diff",
    }.items()
    for name in names.split()
}
_AXIS_WORDS: Final = frozenset({"dim", "axis", "dims"})
_TURNS: Final = frozenset("permute transpose swapaxes movedim t".split())
_ORDERED: Final = frozenset("permute reshape view".split())
_TURNED: Final = frozenset({"T", "mT"})


def _other_axis(node: ast.AST) -> Iterator[ast.AST]:
    number = whole(node)
    if number is not None:
        yield ast.Constant({0: 1, -1: -2}.get(number, number - 1 if number > 0 else number + 1))


def axes(node: ast.AST) -> Iterator[ast.AST]:
    """Those of its parts that number an axis."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=at):
            yield from _numbers(at)
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args, keywords=keywords):
            place = _AXIS_AT.get(name, len(args)) + is_of_module(of)
            named = [each.value for each in keywords if each.arg in _AXIS_WORDS]
            for each in (*(args if name in _TURNS else args[place : place + 1]), *named):
                yield from _numbers(each)


def _numbers(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            for each in elts:
                yield from _numbers(each)
        case _ if whole(node) is not None:
            yield node


def _axes_swapped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _ORDERED:
            yield from (like(node, args=swapped) for swapped in neighbours(args))
            if name == "permute":
                yield of
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _TURNS:
            yield of if not is_of_module(of) else args[0]
        case ast.Attribute(value=of, attr=name) if name in _TURNED:
            yield of
        case ast.Call(func=ast.Attribute(attr="einsum"), args=[ast.Constant(value=str(it)), *rest]):
            yield from (like(node, args=[ast.Constant(to), *rest]) for to in _notations(it))


def _notations(text: str) -> Iterator[str]:
    """With two letters swapped, or with another axis kept."""
    for at in range(len(text) - 1):
        if text[at].isalpha() and text[at + 1].isalpha():
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    given, _, kept = text.partition("->")
    others = sorted({it for it in given if it.isalpha()} - set(kept))
    for letter in filter(str.isalpha, kept):
        yield from (f"{given}->{kept.replace(letter, other)}" for other in others[:1])


def _transposed(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            yield like(node, left=attribute(left, "mT"))
            yield like(node, right=attribute(right, "mT"))
            yield like(node, left=right, right=left)
        case ast.FunctionDef(returns=ast.Name(id="Tensor"), body=[*others, ast.Return() as last]):
            turned = of_method(last.value, "transpose", ast.Constant(-2), ast.Constant(-1))
            yield like(node, body=[*others, ast.Return(turned)])


def _reshaped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _TURNS:
            of = args[0] if is_of_module(of) else of
            yield of_method(of, "reshape", attribute(node, "shape"))
        case ast.Attribute(value=of, attr=name) if name in _TURNED:
            yield of_method(of, "reshape", attribute(node, "shape"))


def _keepdim_dropped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(keywords=keywords) if any(it.arg in _KEEPS for it in keywords):
            yield like(node, keywords=[it for it in keywords if it.arg not in _KEEPS])


_KEEPS: Final = ("keepdim", "keepdims")


def _unsqueezed_elsewhere(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Subscript(slice=ast.Tuple(elts=elts) as at, ctx=ast.Load()):
            for swapped in neighbours(elts):
                yield like(node, slice=like(at, elts=swapped))
            for place, each in enumerate(elts):
                if place and isinstance(each, ast.Constant) and each.value is None:
                    left = [*elts[:place], *elts[place + 1 :]]
                    yield like(node, slice=like(at, elts=left))
        case ast.Subscript(slice=ast.Constant(value=None)):
            yield like(node, slice=ast.Tuple([ast.Slice(), node.slice], ast.Load()))
        case ast.Call(func=ast.Attribute(value=of, attr="unsqueeze"), args=[at]) if whole(at):
            yield of
        case ast.Call(func=ast.Attribute(value=of, attr="squeeze")) if not is_of_module(of):
            yield of


AXES_OPERATORS: Final[tuple[tuple[str, Change], ...]] = (
    ("axes swapped", _axes_swapped),
    ("transposed", _transposed),
    ("reshape for permute", _reshaped),
    ("keepdim dropped", _keepdim_dropped),
    ("unsqueeze elsewhere", _unsqueezed_elsewhere),
)
OF_AN_AXIS: Final[tuple[tuple[str, Change], ...]] = (("axis moved", _other_axis),)
