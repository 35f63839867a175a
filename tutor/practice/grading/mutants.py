"""Small mistakes put into a solution, one at a time: cases that let one pass are too weak. Pure.

Each operator is a function from a node to what could stand in its place. None is put in that must
behave the same, such as an axis added in front, where broadcasting adds one anyway.
"""

import ast
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, Final

Change = Callable[[ast.AST], Iterator[ast.AST]]
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
_TURNS: Final = frozenset("permute transpose swapaxes movedim t".split())
_ORDERED: Final = frozenset("permute reshape view".split())
_TURNED: Final = frozenset({"T", "mT"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """A solution with one mistake in it; `diff` shows which."""

    operator: str
    code: str
    diff: str

    @property
    def is_of_axes(self) -> bool:
        """Whether it transposes or broadcasts otherwise: what squares and ones would hide."""
        return self.operator in OF_AXES

    @property
    def line(self) -> str:
        """The first line that it has and the solution has not."""
        changed = (it[1:].strip() for it in self.diff.splitlines() if it.startswith("+"))
        return next(changed, "")


def mutants(code: str) -> Iterator[Mutant]:
    """Every one that an operator makes of it, each once."""
    tree = ast.parse(code)
    before, seen = ast.unparse(tree), {ast.dump(tree)}
    axes = {id(it) for node in ast.walk(tree) for it in _axes(node)}
    for node, put in list(_places(tree)):
        for operator, change in _OF_AN_AXIS if id(node) in axes else OPERATORS:
            for made in change(node):
                put(made)
                dump, after = ast.dump(tree), ast.unparse(ast.fix_missing_locations(tree))
                put(node)
                if dump not in seen:
                    seen.add(dump)
                    yield Mutant(operator, after, _diff(before, after))


def _diff(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm="")
    return "\n".join(list(lines)[3:])


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """Every node that counts, and a way to put another in its place; words of errors do not."""
    for name, held in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for at, child in enumerate(held) if isinstance(held, list) else [(None, held)]:
            if isinstance(child, ast.AST) and not _is_said(child):
                yield child, _putter(tree, name, at)
                if _whole(child) is None:
                    yield from _places(child)


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


def _like(node: Any, **fields: Any) -> Any:
    made = copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _neighbours(nodes: list[Any]) -> Iterator[list[Any]]:
    """The list with two of its items swapped that stand side by side."""
    for at in range(len(nodes) - 1):
        yield [*nodes[:at], nodes[at + 1], nodes[at], *nodes[at + 2 :]]


def _of(value: Any, method: str, *args: Any) -> ast.Call:
    return ast.Call(ast.Attribute(value, method, ast.Load()), list(args), [])


def _attribute(value: Any, name: str) -> ast.Attribute:
    return ast.Attribute(value, name, ast.Load())


def _whole(node: ast.AST) -> int | None:
    """A whole number as it is written down, a negative one too."""
    match node:
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
    return None


def _is_of_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("torch", "F", "np", "math")


# What transposes, or broadcasts otherwise.


def _other_axis(node: ast.AST) -> Iterator[ast.AST]:
    number = _whole(node)
    if number is not None:
        yield ast.Constant({0: 1, -1: -2}.get(number, number - 1 if number > 0 else number + 1))


def _axes(node: ast.AST) -> Iterator[ast.AST]:
    """Those of its parts that number an axis."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="shape"), slice=at):
            yield from _numbers(at)
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args, keywords=keywords):
            place = _AXIS_AT.get(name, len(args)) + _is_of_module(of)
            named = [each.value for each in keywords if each.arg in _AXIS_WORDS]
            for each in (*(args if name in _TURNS else args[place : place + 1]), *named):
                yield from _numbers(each)


def _numbers(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            for each in elts:
                yield from _numbers(each)
        case _ if _whole(node) is not None:
            yield node


def _axes_swapped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _ORDERED:
            yield from (_like(node, args=swapped) for swapped in _neighbours(args))
            if name == "permute":
                yield of
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _TURNS:
            yield of if not _is_of_module(of) else args[0]
        case ast.Attribute(value=of, attr=name) if name in _TURNED:
            yield of
        case ast.Call(func=ast.Attribute(attr="einsum"), args=[ast.Constant(value=str(it)), *rest]):
            yield from (_like(node, args=[ast.Constant(to), *rest]) for to in _notations(it))


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
            yield _like(node, left=_attribute(left, "mT"))
            yield _like(node, right=_attribute(right, "mT"))
            yield _like(node, left=right, right=left)
        case ast.FunctionDef(returns=ast.Name(id="Tensor"), body=[*others, ast.Return() as last]):
            turned = _of(last.value, "transpose", ast.Constant(-2), ast.Constant(-1))
            yield _like(node, body=[*others, ast.Return(turned)])


def _reshaped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _TURNS:
            of = args[0] if _is_of_module(of) else of
            yield _of(of, "reshape", _attribute(node, "shape"))
        case ast.Attribute(value=of, attr=name) if name in _TURNED:
            yield _of(of, "reshape", _attribute(node, "shape"))


def _keepdim_dropped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(keywords=keywords) if any(it.arg in _KEEPS for it in keywords):
            yield _like(node, keywords=[it for it in keywords if it.arg not in _KEEPS])


_KEEPS: Final = ("keepdim", "keepdims")


def _unsqueezed_elsewhere(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Subscript(slice=ast.Tuple(elts=elts) as at, ctx=ast.Load()):
            for swapped in _neighbours(elts):
                yield _like(node, slice=_like(at, elts=swapped))
            for place, each in enumerate(elts):
                if place and isinstance(each, ast.Constant) and each.value is None:
                    left = [*elts[:place], *elts[place + 1 :]]
                    yield _like(node, slice=_like(at, elts=left))
        case ast.Subscript(slice=ast.Constant(value=None)):
            yield _like(node, slice=ast.Tuple([ast.Slice(), node.slice], ast.Load()))
        case ast.Call(func=ast.Attribute(value=of, attr="unsqueeze"), args=[at]) if _whole(at):
            yield of
        case ast.Call(func=ast.Attribute(value=of, attr="squeeze")) if not _is_of_module(of):
            yield of


# What is wrong wherever it stands.


def _off_by_one(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case _ if (whole := _whole(node)) is not None:
            yield from (ast.Constant(whole + step) for step in (1, -1))
        case ast.Constant(value=float(number)):
            yield ast.Constant(number + 1)
        case ast.Call(func=ast.Name(id="range") | ast.Attribute(attr="arange"), args=[*_, end]):
            shorter = ast.BinOp(end, ast.Sub(), ast.Constant(1))
            yield _like(node, args=[*node.args[:-1], shorter])


def _dtype_changed(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Attribute(value=ast.Name(id="torch"), attr=name) if name in _DTYPES:
            yield _like(node, attr=_DTYPES[name])
        case ast.Call(func=ast.Attribute(attr=name) as of, args=[]) if name in _CASTS:
            yield _like(node, func=_like(of, attr=_CASTS[name]))


def _in_place(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.FunctionDef(args=given):
            names = {it.arg for it in given.args if not _is_plain(it.annotation)}
            for inner, put in list(_places(node)):
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
                yield _of(node.left, method, node.right)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr) as of):
            if name in names and attr in _IN_PLACE:
                yield _like(node, func=_like(of, attr=f"{attr}_"))


def _reduction_swapped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) as of) if name in _SWAPPED:
            yield _like(node, func=_like(of, attr=_SWAPPED[name]))
        case ast.Call(func=ast.Name(id=name) as of) if name in _SWAPPED:
            yield _like(node, func=_like(of, id=_SWAPPED[name]))


def _comparison_weakened(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[op]):
            yield from (_like(node, ops=[other()]) for other in _COMPARED.get(type(op), ()))


def _operation_swapped(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _BINARY:
            yield _like(node, op=_BINARY[type(op)]())
        case ast.BoolOp(op=op):
            yield _like(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())


def _step_left_out(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=args) if name in _LEFT_OUT:
            yield args[0] if _is_of_module(of) and args else of
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield operand
        case ast.UnaryOp(operand=operand) if not isinstance(operand, ast.Constant):
            yield operand
        case ast.AugAssign() | ast.Expr() | ast.Assign(targets=[ast.Subscript()]):
            yield ast.Pass()


def _branch_fixed(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.If | ast.IfExp):
        yield from (_like(node, test=ast.Constant(value)) for value in (True, False))


_AXIS_OPERATORS: Final[tuple[tuple[str, Change], ...]] = (
    ("axes swapped", _axes_swapped),
    ("transposed", _transposed),
    ("reshape for permute", _reshaped),
    ("keepdim dropped", _keepdim_dropped),
    ("unsqueeze elsewhere", _unsqueezed_elsewhere),
)
_OF_AN_AXIS: Final[tuple[tuple[str, Change], ...]] = (("axis moved", _other_axis),)
OF_AXES: Final = frozenset(name for name, _ in (*_OF_AN_AXIS, *_AXIS_OPERATORS))
OPERATORS: Final[tuple[tuple[str, Change], ...]] = (
    *_AXIS_OPERATORS,
    ("off by one", _off_by_one),
    ("dtype changed", _dtype_changed),
    ("in place", _in_place),
    ("reduction swapped", _reduction_swapped),
    ("comparison weakened", _comparison_weakened),
    ("operation swapped", _operation_swapped),
    ("step left out", _step_left_out),
    ("branch fixed", _branch_fixed),
)
