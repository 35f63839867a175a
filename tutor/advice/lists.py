"""Words for a list that was taken for a tensor, and for one that makes no array."""

import ast
import re
from collections.abc import Callable
from typing import Final

from tutor.advice.around import Broken
from tutor.advice.table import Table

_MAKE_A_LIST: Final = frozenset({"list", "sorted", "tuple", "range"})
_ONE_AT_A_TIME: Final = (
    "{data} is no tensor and takes one position at a time: write [{data}[{each}] for {each} in "
    "{index}]. If it holds numbers, torch.tensor({data})[{index}] gives them as a tensor."
)
_NAMED_I: Final = re.compile(r"\bi\b")


def _no_index(broken: Broken) -> str:
    match broken.tree:
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            if _is_only_given(broken, name, _is_list) and _are_positions(broken, index):
                return "" if _is_changed(broken, name) else _one_at_a_time(broken, name, index)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            lists = [each for each in (left, right) if _holds_numbers(broken, each)]
            if len(lists) == 1:
                written = broken.part(lists[0])
                return f"{written} is a list, no tensor: write torch.tensor({written})."
    return ""


def _is_changed(broken: Broken, name: str) -> bool:
    """Whether the line stores into the list or deletes from it, which no copy would do."""
    return any(
        isinstance(node.ctx, ast.Store | ast.Del) and node.lineno == broken.error.line
        for node in broken.nodes
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    )


def _one_at_a_time(broken: Broken, data: str, index: ast.expr) -> str:
    written = broken.part(index)
    each = "k" if _NAMED_I.search(written) else "i"
    return _ONE_AT_A_TIME.format(data=data, index=written, each=each)


def _is_only_given(broken: Broken, name: str, fits: Callable[[ast.expr], bool]) -> bool:
    """Whether all that the code gives a name fits."""
    stored = [
        node
        for node in broken.nodes
        if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name)
        or (isinstance(node, ast.arg) and node.arg == name)
    ]
    given = [
        node.targets[0]
        for node in broken.nodes
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and fits(node.value)
    ]
    return bool(stored) and all(each in given for each in stored)


def _is_list(node: ast.expr) -> bool:
    match node:
        case ast.List() | ast.Tuple() | ast.ListComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _MAKE_A_LIST
    return False


def _are_positions(broken: Broken, index: ast.expr) -> bool:
    """Whether an index is one row of whole numbers, of which a list takes each alone."""
    written = broken.part(index)
    held = [each for each in broken.error.operands if each.expression == written]
    return [len(each.shape) for each in held] == [1] and held[0].dtype.startswith(("int", "uint"))


def _holds_numbers(broken: Broken, node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return _is_only_given(broken, node.id, _is_of_numbers)
    return _is_of_numbers(node)


def _is_of_numbers(node: ast.expr) -> bool:
    """Whether a list that is written out makes a tensor: of numbers, or of rows equally long."""
    try:
        shape = _shape(ast.literal_eval(node)) if isinstance(node, ast.List) else None
    except (ValueError, TypeError, RecursionError):
        return False
    return bool(shape)


def _shape(value: object) -> tuple[int, ...] | None:
    """The shape of a number or of nested lists; None where there is none."""
    if not isinstance(value, list):
        return () if isinstance(value, int | float) else None
    shapes = {_shape(each) for each in value}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(value), *inner)


LISTS: Final[Table] = {
    "TypeError": {
        "only integer tensors of a single element can be converted to an index$": _no_index,
    },
    "ValueError": {
        (
            r"setting an array element with a sequence\. The requested array has an inhomogeneous "
            "shape after "
        ): (
            "An array is a full grid, and what is to stand side by side in it here is not equally "
            "long or deep. Make it so, as by padding, or keep a list."
        ),
    },
}
