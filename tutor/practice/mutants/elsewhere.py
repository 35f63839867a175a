"""Mistakes that are wrong wherever they stand: numbers, dtypes, operators, conditions. Pure."""

import ast
from collections.abc import Iterator
from typing import Final

from tutor.practice.mutants.nodes import Change, is_of_module, like, of_method, places, whole

_PAIRS: Final = (
    "sum mean, max min, amax amin, argmax argmin, all any, cumsum cumprod, std var, tril triu, "
    "maximum minimum, zeros ones, zeros_like ones_like, floor ceil, cummax cummin, prod sum, "
    "mean sum"
)
_SWAPPED: Final = {
    one: other
    for pair in _PAIRS.split(", ")
    for one, other in (pair.split(), reversed(pair.split()))
}
_DTYPES: Final = {
    "float32": "float16", "float64": "float16", "int64": "float32", "int32": "float32",
    "bool": "uint8", "long": "float32", "float": "float16", "double": "float16",
}  # fmt: skip
_CASTS: Final = {"float": "half", "double": "half", "long": "float", "int": "float", "bool": "byte"}
_LEFT_OUT: Final = frozenset(
    "sqrt abs exp log square neg clamp clamp_min relu nan_to_num tril triu clone flip sigmoid tanh"
    " logical_not".split()
)
_IN_PLACE: Final = frozenset(
    "exp sqrt abs clamp clamp_min relu masked_fill scatter neg add sub mul div".split()
)
_BINARY: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mod, ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_COMPARED: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt,), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt,),
    ast.Eq: (ast.LtE, ast.GtE), ast.NotEq: (ast.Lt, ast.Gt), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}  # fmt: skip
_IN_PLACE_BINARY: Final = {ast.Add: "add_", ast.Sub: "sub_", ast.Mult: "mul_", ast.Div: "div_"}


def _off_by_one(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case _ if (number := whole(node)) is not None:
            yield from (ast.Constant(number + step) for step in (1, -1))
        case ast.Constant(value=float(number)):
            yield ast.Constant(number + 1)
        case ast.Call(func=ast.Name(id="range") | ast.Attribute(attr="arange"), args=[*_, end]):
            shorter = ast.BinOp(end, ast.Sub(), ast.Constant(1))
            yield like(node, args=[*node.args[:-1], shorter])


def _dtype_changed(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Attribute(value=ast.Name(id="torch"), attr=name) if name in _DTYPES:
            yield like(node, attr=_DTYPES[name])
        case ast.Call(func=ast.Attribute(attr=name) as of, args=[]) if name in _CASTS:
            yield like(node, func=like(of, attr=_CASTS[name]))


def _in_place(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.FunctionDef(args=given):
            names = {it.arg for it in given.args if not _is_plain(it.annotation)}
            for inner, put in list(places(node)):
                for made in _changing(inner, names):
                    put(made)
                    yield node
                    put(inner)


def _is_plain(annotation: ast.AST | None) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id != "Tensor"


def _changing(node: ast.AST, names: set[str]) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left=ast.Name(id=name), op=op) if name in names:
            if method := _IN_PLACE_BINARY.get(type(op)):
                yield of_method(node.left, method, node.right)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr) as of):
            if name in names and attr in _IN_PLACE:
                yield like(node, func=like(of, attr=f"{attr}_"))


def _reduction_swapped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) as of) if name in _SWAPPED:
            yield like(node, func=like(of, attr=_SWAPPED[name]))
        case ast.Call(func=ast.Name(id=name) as of) if name in _SWAPPED:
            yield like(node, func=like(of, id=_SWAPPED[name]))


def _comparison_weakened(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op]):
            yield from (like(node, ops=[other()]) for other in _COMPARED.get(type(op), ()))


def _operation_swapped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _BINARY:
            yield like(node, op=_BINARY[type(op)]())
        case ast.BoolOp(op=op):
            yield like(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())


def _step_left_out(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _LEFT_OUT:
            yield args[0] if is_of_module(of) and args else of
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield operand
        case ast.UnaryOp(operand=operand) if not isinstance(operand, ast.Constant):
            yield operand
        case ast.AugAssign() | ast.Expr() | ast.Assign(targets=[ast.Subscript()]):
            yield ast.Pass()


def _branch_fixed(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.If | ast.IfExp):
        yield from (like(node, test=ast.Constant(value)) for value in (True, False))


ELSEWHERE: Final[tuple[tuple[str, Change], ...]] = (
    ("off by one", _off_by_one),
    ("dtype changed", _dtype_changed),
    ("in place", _in_place),
    ("reduction swapped", _reduction_swapped),
    ("comparison weakened", _comparison_weakened),
    ("operation swapped", _operation_swapped),
    ("step left out", _step_left_out),
    ("branch fixed", _branch_fixed),
)
