"""Words for a list that was taken for a tensor, and for one that makes no array."""

import ast
import re
from collections.abc import Callable
from typing import Final

from tutor.advice.around import Broken, called, gives
from tutor.advice.table import Table
from tutor.line.error_message import Shape

_MAKE_A_LIST: Final = frozenset({"list", "sorted", "tuple", "range"})
_ONE_AT_A_TIME: Final = (
    "{data} is no tensor and takes one position at a time: write [{data}[{each}] for {each} in "
    "{index}]. If it holds numbers, torch.tensor({data})[{index}] gives them as a tensor."
)
_OF_TENSORS: Final = frozenset(
    """
    T argmax argmin cuda dim dtype flatten float long max min ndim numel reshape shape size squeeze
    sum to unsqueeze view
    """.split()
)
_OF_FLOATS: Final = frozenset({"layout", "log_softmax", "mean", "softmax", "std", "var"})
_FUNCTION: Final = re.compile(r"(?P<name>\w+)\(\): argument ")
_OF_FLOATS_ALONE: Final = frozenset(
    """
    conv1d conv2d dropout layer_norm linear log_softmax mean softmax std var
    """.split()
)
_PRODUCTS: Final = frozenset({"bmm", "dot", "matmul", "mm", "mv"})
_FILL: Final = frozenset({"append", "extend", "insert"})
_NAMED_I: Final = re.compile(r"\bi\b")


def _no_index(broken: Broken) -> str:
    match broken.tree:
        case ast.Subscript(value=ast.Name(id=name), slice=index):
            if _is_only_given(broken, name, _is_list) and _are_positions(broken, index):
                return "" if _is_changed(broken, name) else _one_at_a_time(broken, name, index)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            lists = [each for each in (left, right) if _holds_numbers(broken, each)]
            if len(lists) == 1:
                return _no_tensor(broken, lists[0])
    return ""


def _no_operand(broken: Broken) -> str:
    """A list of numbers beside a tensor or a number; one that is added may be meant to be more."""
    match broken.tree:
        case ast.BinOp(left=left, op=op, right=right):
            lists = [each for each in (left, right) if _holds_numbers(broken, each)]
        case _:
            return ""
    if len(lists) != 1 or (isinstance(op, ast.Add) and not _is_beside_its_like(broken, lists[0])):
        return ""
    return _no_tensor(broken, lists[0])


def _is_beside_its_like(broken: Broken, node: ast.expr) -> bool:
    """Whether all tensors of the line have the shape of the list."""
    held = {each.shape for each in broken.error.operands}
    return held == {_shape_of(broken, node)}


def _no_attribute(broken: Broken) -> str:
    """The one list of numbers that is asked for what a tensor has, be that inside of a function."""
    name = broken.found["name"]
    needs_floats = name in _OF_FLOATS
    if name not in _OF_TENSORS and not (
        needs_floats and any(map(_is_float, ast.walk(broken.tree)))
    ):
        return ""
    match broken.tree:
        case ast.Attribute(value=owner) if _holds_numbers(broken, owner):
            return _no_tensor(broken, owner)
    return _no_argument(broken)


def _is_float(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _no_argument(broken: Broken) -> str:
    """The one list of numbers that a function was given."""
    match broken.tree:
        case ast.Call(args=args, keywords=named):
            given = [*args, *(each.value for each in named)]
        case _:
            return ""
    lists = [each for each in given if _holds_numbers(broken, each)]
    if called(broken.tree) == "TensorDataset" and lists == given:
        written = ", ".join(f"torch.tensor({broken.part(each)})" for each in lists)
        return f"TensorDataset takes tensors: TensorDataset({written})."
    return _no_tensor(broken, lists[0]) if len(lists) == 1 else ""


def _no_tensor(broken: Broken, node: ast.expr) -> str:
    written = broken.part(node)
    dtype = ""
    if _takes_floats(broken) and not _holds_floats(broken, node):
        dtype = ", dtype=torch.float32"
    return f"{written} is a list, no tensor: write torch.tensor({written}{dtype})."


def _takes_floats(broken: Broken) -> bool:
    """Whether a tensor of whole numbers would only be refused next."""
    function = _FUNCTION.match(broken.error.message)
    name = function["name"] if function else ""
    is_product = isinstance(broken.tree, ast.BinOp) and isinstance(broken.tree.op, ast.MatMult)
    if is_product or name in _PRODUCTS:
        return any(each.dtype == "float32" for each in broken.error.operands)
    return name in _OF_FLOATS_ALONE


def _holds_floats(broken: Broken, node: ast.expr) -> bool:
    if not isinstance(node, ast.Name):
        return any(map(_is_float, ast.walk(node)))
    return any(
        _is_float(inner)
        for each in broken.nodes
        if gives(each, node.id)
        for inner in ast.walk(each.value)
    )


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
    return bool(_shape_of(broken, node))


def _shape_of(broken: Broken, node: ast.expr) -> Shape | None:
    """The shape of a list, or of all lists that a name is given; None where they differ."""
    if not isinstance(node, ast.Name):
        return _written_shape(node)
    shapes: set[Shape | None] = set()
    is_list = _is_only_given(broken, node.id, lambda value: bool(_written_shape(value)))
    is_as_written = is_list and not any(_fills(each, node.id) for each in broken.nodes)
    for each in broken.nodes if is_as_written else ():
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == node.id:
                shapes.add(_written_shape(value))
    return shapes.pop() if len(shapes) == 1 else None


def _fills(node: ast.AST, name: str) -> bool:
    """Whether it puts something into a list that need be no number."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)):
            return owner == name and method in _FILL
        case ast.Subscript(value=ast.Name(id=owner), ctx=ast.Store()):
            return owner == name
    return False


def _written_shape(node: ast.expr) -> Shape | None:
    """That of a list that is written out: of numbers, or of rows equally long."""
    try:
        return _shape(ast.literal_eval(node)) if isinstance(node, ast.List) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _shape(value: object) -> Shape | None:
    """The shape of a number or of nested lists; None where there is none."""
    if not isinstance(value, list):
        return () if isinstance(value, int | float) else None
    shapes = {_shape(each) for each in value}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(value), *inner)


LISTS: Final[Table] = {
    "TypeError": {
        "only integer tensors of a single element can be converted to an index$": _no_index,
        r"unsupported operand type\(s\) for [^:]+: 'Tensor' and 'list'$": _no_operand,
        r"unsupported operand type\(s\) for [^:]+: 'list' and '(int|float|Tensor)'$": _no_operand,
        r'can only concatenate list \(not "Tensor"\) to list$': _no_operand,
        "can't multiply sequence by non-int of type 'float'$": _no_operand,
        r"\w+\(\): argument '\w+' \(position \d+\) must be Tensor, not list$": _no_argument,
    },
    "AttributeError": {
        r"'list' object has no attribute '(?P<name>\w+)'$": _no_attribute,
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
