"""Words for data sets, and for what goes through them."""

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from tutor.advice.around import Broken, called, gives, methods
from tutor.advice.table import Table

_ITERATE: Final = frozenset({"enumerate", "iter", "list", "next", "tqdm"})
# Of what is told of each row: one number, or several.
_AXES: Final = 2
_IMPORTED: Final = " TensorDataset comes from torch.utils.data."


def _several(broken: Broken) -> str:
    """`DataLoader(X, y)`, which takes the second for the size of a batch."""
    match broken.tree:
        case ast.Call(args=[first, second], keywords=named) as call if _is_loader(broken, call):
            given = [broken.part(first), broken.part(second)]
        case _:
            return ""
    held = {each.expression for each in broken.error.operands}
    if not held.issuperset(given) or any(not each.arg for each in named):
        return ""
    others = [f"{each.arg}={broken.part(each.value)}" for each in named]
    return f"A DataLoader takes one data set: {_together(broken.code, given, others)}"


def of_a_pair(broken: Broken) -> str:
    """`DataLoader((X, y))`, for which they are two samples; empty where none such is gone through.

    The error tells of their shapes: of both as many rows, and in the second no pictures.
    """
    first, one, second, other = broken.found.group("first", "one", "second", "other")
    rows, of_other = one.split(", "), other.split(", ")
    are_pairs = (first, second, rows[0]) == ("0", "1", of_other[0]) and len(of_other) <= _AXES
    for node in _gone_through(broken) if are_pairs else ():
        match node:
            case ast.Call(
                args=[ast.Tuple(elts=[first, second]) | ast.List(elts=[first, second])],
                keywords=named,
            ) if _is_loader(broken, node) and all(each.arg for each in named):
                given = [ast.unparse(first), ast.unparse(second)]
                others = [f"{each.arg}={ast.unparse(each.value)}" for each in named]
                return (
                    f"A DataLoader takes {given[0]} and {given[1]} in brackets for two samples. "
                    f"For pairs write {_together(broken.code, given, others)}"
                )
    return ""


def _gone_through(broken: Broken) -> Iterator[ast.expr]:
    """What the failing line takes one by one; of a name, the only value that it is given."""
    loops = (
        each.iter
        for each in broken.nodes
        if isinstance(each, ast.For) and each.iter.lineno == broken.error.line
    )
    for each in (broken.tree, *loops):
        match inner := _unwrapped(each):
            case ast.Name(id=name):
                given = [node.value for node in broken.nodes if gives(node, name)]
                stores = [node for node in broken.nodes if _stores(node, name)]
                yield from given if len(given) == len(stores) == 1 else ()
            case ast.expr():
                yield inner


def _unwrapped(node: ast.AST) -> ast.AST:
    """`dl` of `next(iter(dl))`."""
    while isinstance(node, ast.Call) and called(node) in _ITERATE and node.args:
        node = node.args[0]
    return node


def _stores(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Name(id=held, ctx=ast.Store()) | ast.arg(arg=held):
            return held == name
    return False


def _is_loader(broken: Broken, call: ast.Call) -> bool:
    return called(call) == "DataLoader" and not _has_own_loader(broken)


def _has_own_loader(broken: Broken) -> bool:
    return any(each.name == "DataLoader" for each in broken.classes)


def _together(code: str, given: Sequence[str], others: Sequence[str]) -> str:
    call = ", ".join((f"TensorDataset({', '.join(given)})", *others))
    return f"DataLoader({call}).{'' if 'TensorDataset' in code else _IMPORTED}"


def _no_length(broken: Broken) -> str:
    name = broken.found["name"]
    match broken.tree:
        case ast.Call(args=[given, *_]) as call if _is_loader(broken, call):
            written = broken.part(given)
        case _:
            return ""
    if name in ("zip", "map"):
        return f"A DataLoader has to know how long its data are: write list({written})."
    made = next((each for each in broken.classes if each.name == name), None)
    if made and "__len__" not in {each.name for each in methods(made)}:
        return (
            f"A DataLoader has to know how long its data are: give {name} a method "
            "def __len__(self): that returns it."
        )
    return ""


def _arrays(broken: Broken) -> str:
    """A `TensorDataset` of arrays, whose size is no method."""
    match broken.tree:
        case ast.Call(args=[_, *_] as args, keywords=[]) as call if called(call) == "TensorDataset":
            held = {each.expression for each in broken.error.operands}
            given = [broken.part(each) for each in args]
            if held.issuperset(given):
                written = ", ".join(f"torch.from_numpy({each})" for each in given)
                return f"TensorDataset takes tensors: TensorDataset({written})."
    return ""


def _next(broken: Broken) -> str:
    if _has_own_loader(broken):
        return ""
    match broken.tree:
        case ast.Call(func=ast.Name(id="next"), args=[given]):
            return f"A DataLoader is to be iterated: next(iter({broken.part(given)}))."
    return ""


def _next_of(broken: Broken) -> str:
    match broken.tree:
        case ast.Attribute(value=owner):
            return f"Its next is Python's function: next({broken.part(owner)})."
    return ""


def _by_position(broken: Broken) -> str:
    if _has_own_loader(broken):
        return ""
    return (
        "A DataLoader has no positions: next(iter(loader)) gives its first batch, and "
        "loader.dataset[0] the first of its data."
    )


DATA: Final[Table] = {
    "AttributeError": {
        r"'_\w+DataLoaderIter' object has no attribute 'next'": _next_of,
    },
    "RuntimeError": {
        "Boolean value of Tensor with more than one value": _several,
    },
    "TypeError": {
        "'DataLoader' object is not an iterator$": _next,
        "'DataLoader' object is not subscriptable$": _by_position,
        r"DataLoader\.__init__\(\) got multiple values for argument 'batch_size'$": _several,
        r"object of type '(?P<name>\w+)' has no len\(\)$": _no_length,
        "'int' object is not callable$": _arrays,
    },
    "ValueError": {
        "batch_size should be a positive integer value, but got ": _several,
    },
}
