"""Words for sizes, axes and numbers that want brackets of their own, or none."""

import ast
from collections.abc import Mapping
from typing import Final

from tutor.advice.around import Broken, is_number, names_given, root
from tutor.advice.table import Table
from tutor.line.labels import columns

_NUMPY: Final = frozenset({"np", "numpy"})
_MAKE: Final = frozenset({"zeros", "ones", "empty"})
_ONE_BY_ONE: Final = frozenset({"rand", "randn"})
_SHAPE: Final = "its shape in brackets of its own"
_AXES: Final = "its axes in brackets of their own"
# What torch's functions take after the tensor.
_BESIDE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("reshape", "broadcast_to"), _SHAPE),
    **dict.fromkeys(("permute", "flip"), _AXES),
    "tile": "its repeats in brackets of their own",
}

_ONE_ALONE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("flip", "permute"), "its axes"),
    "randint": "its size",
    "tile": "its repeats",
}


def _dtype_by_position(broken: Broken) -> str:
    """`np.zeros(3, 4)`, and `view` of an array, which is about dtypes."""
    if listed := _in_a_list(broken):
        return listed
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr=name) as made, args=[_, _, *_] as args, keywords=[]):
            is_one_by_one = not any(_may_be_a_shape(broken, each) for each in args)
            if root(made) in _NUMPY and name in _MAKE and is_one_by_one:
                return _as_tuple(broken, made, args)
        case ast.Call(func=ast.Attribute(attr="view"), args=[_, *_] as args):
            sizes = ", ".join(map(broken.part, args))
            return f"NumPy's view changes the dtype: for the shape write .reshape({sizes})."
    return ""


def _may_be_a_shape(broken: Broken, node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return "shape" in node.id or node.id in names_given(broken.nodes, _makes_several)
    return _makes_several(node)


def _makes_several(node: ast.expr) -> bool:
    match node:
        case ast.Tuple() | ast.List() | ast.Attribute(attr="shape"):
            return True
        case ast.Call(
            func=ast.Name(id="tuple" | "list") | ast.Attribute(attr="size"), args=[*args]
        ):
            return isinstance(node.func, ast.Name) or not args
    return False


def _as_tuple(broken: Broken, made: ast.Attribute, args: list[ast.expr]) -> str:
    name, sizes = broken.part(made), ", ".join(map(broken.part, args))
    return f"{name} takes its shape as one tuple: {name}(({sizes}))."


def _one_by_one(broken: Broken) -> str:
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(attr=name) as made, args=[ast.Tuple(elts=[_, *_] as args)]
        ):
            if root(made) in _NUMPY and name in _ONE_BY_ONE:
                whole, sizes = broken.part(made), ", ".join(map(broken.part, args))
                return f"{whole} takes its sizes one by one: {whole}({sizes})."
    return ""


def _in_a_list(broken: Broken) -> str:
    """Numbers or rows of them one by one, as in `torch.tensor(1, 2)`."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(attr="tensor" | "Tensor" | "array" as name) as made,
            args=[_, _, *_] as args,
            keywords=[],
        ) if root(made) in (_NUMPY if name == "array" else {"torch"}):
            what = "numbers" if all(map(_is_plain, args)) else "rows" if _are_rows(args) else ""
            if what:
                given = ", ".join(map(broken.part, args))
                return f"The {what} go into one list: {broken.part(made)}([{given}])."
    return ""


def _are_rows(args: list[ast.expr]) -> bool:
    """Whether they are lists of numbers, equally long, and longer than one."""
    rows = [each.elts for each in args if isinstance(each, ast.List) and len(each.elts) > 1]
    is_full = len(rows) == len(args) and len({len(each) for each in rows}) == 1
    return is_full and all(_is_plain(number) for row in rows for number in row)


def _is_plain(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value) | ast.UnaryOp(operand=ast.Constant(value=value)):
            return isinstance(value, int | float) and not isinstance(value, bool)
    return False


def _of_its_own(broken: Broken) -> str:
    """A shape or axes one by one, as in `torch.reshape(x, 3, 2)`."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr="full" as name),
            args=[*sizes, value],
            keywords=[],
        ) if _is_plain(value):
            before, after, which = "", f", {broken.part(value)}", _SHAPE
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr=name),
            args=[first, *sizes],
            keywords=[],
        ) if name in _BESIDE and not isinstance(first, ast.Starred | ast.Constant):
            before, after, which = f"{broken.part(first)}, ", "", _BESIDE[name]
        case _:
            return ""
    if len(sizes) < 2 or not all(_is_size(broken, each) for each in sizes):
        return ""
    given = ", ".join(map(broken.part, sizes))
    return f"torch.{name} takes {which}: torch.{name}({before}({given}){after})."


def _one_alone(broken: Broken) -> str:
    """One number where a tuple of them is wanted, as in `torch.flip(x, 0)`."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr="randint"), args=[_, _]):
            return "randint takes its size last, in brackets, as in torch.randint(0, 10, (5,))."
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr=name), args=[_, one], keywords=[]
        ) if name in _ONE_ALONE:
            given = one
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr=name),
            args=[_],
            keywords=[ast.keyword(arg=str(), value=one)],
        ) if name in _ONE_ALONE:
            given = one
        case _:
            return ""
    if isinstance(given, ast.Starred):
        return ""
    start, end = columns(broken.text, given)
    call = f"{broken.text[:start]}({broken.text[start:end]},){broken.text[end:]}"
    return f"torch.{name} takes {_ONE_ALONE[name]} in brackets, even one alone: {call}."


def _is_size(broken: Broken, node: ast.expr) -> bool:
    """Whether it may be one whole number, and is surely no tensor."""
    if broken.part(node) in {each.expression for each in broken.error.operands}:
        return False
    match node:
        case ast.Name() | ast.BinOp() | ast.Subscript():
            return not _may_be_a_shape(broken, node)
    return is_number(node)


BRACKETS: Final[Table] = {
    "TypeError": {
        r"\w+\(\): argument '\w+' (\(position 2\) )?must be tuple of ints, not int$": _one_alone,
        r"Cannot interpret '[\d.]+' as a data type$": _dtype_by_position,
        "'tuple' object cannot be interpreted as an integer$": _one_by_one,
        r"new\(\) received an invalid combination .* - got \(list, list": _in_a_list,
        "Field elements must be 2- or 3-tuples, got ": _in_a_list,
        r"(tensor|array)\(\) takes (1|from 1 to 2) positional arguments? but ": _in_a_list,
        r"\w+\(\) takes 2 positional arguments but \d+ were given$": _of_its_own,
    },
}
