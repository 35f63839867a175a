"""Words for a method or a function whose brackets were forgotten."""

import ast
import builtins
import re
from typing import Final

from tutor.advice.around import Broken, bound, counted_by, is_number, is_readable, root, taken
from tutor.advice.table import Table

_CALLED: Final = r"(?:(?:builtin_function_or_)?(?:method|function)|numpy\.ufunc)"
_SIDES: Final = r"'(?P<left>[\w.]+)' and '(?P<right>[\w.]+)'$"
# Methods that can be called with nothing in their brackets; any other may want something.
_BARE: Final = frozenset(
    """
    abs any all argmax argmin backward buffers children clone contiguous cos cpu data_ptr detach dim
    double element_size exp eval flatten float half int isnan item items keys log long lower max
    mean min modules named_parameters ndimension neg nelement nonzero numel numpy parameters prod
    relu round sigmoid sign sin size sqrt squeeze state_dict std step sum t tanh tolist train upper
    values var zero_grad
    """.split()
)
_FIELDS: Final = frozenset(
    {"T", "data", "device", "dtype", "grad", "is_leaf", "itemsize", "nbytes", "ndim"}
    | {"requires_grad", "shape", "size"}
)
_SWITCHES: Final = frozenset({"enable_grad", "inference_mode", "no_grad"})
_PYTHONS_OWN: Final = frozenset(dir(builtins))
_MODULES: Final = frozenset({"torch", "np", "numpy", "F", "nn", "math", "plt"})


def _operand(broken: Broken) -> str:
    match broken.tree:
        case ast.BinOp(left=left, right=right) | ast.AugAssign(target=left, value=right):
            pass
        case ast.Compare(left=left, ops=[_], comparators=[right]):
            pass
        case _:
            return ""
    sides = zip((broken.found["left"], broken.found["right"]), (left, right), strict=True)
    named = [node for kind, node in sides if re.fullmatch(_CALLED, kind or "")]
    return _not_called(broken, named[0]) if len(named) == 1 else ""


def _concatenated(broken: Broken) -> str:
    match broken.tree:
        case ast.BinOp(right=right) | ast.AugAssign(value=right):
            return _not_called(broken, right)
    return ""


def _no_number(broken: Broken) -> str:
    match broken.tree:
        case ast.Call(args=[ast.Attribute() as method], keywords=[]):
            return _not_called(broken, method)
    return ""


def _no_context(broken: Broken) -> str:
    """`with torch.no_grad:`, of which no expression is known to have broken."""
    for node in broken.nodes:
        match node:
            case ast.With(items=[ast.withitem(context_expr=made), *_]) if (
                node.lineno == broken.error.line and ast.unparse(made).split(".")[-1] in _SWITCHES
            ):
                name = ast.unparse(made)
                return f"{name} lacks its brackets: write with {name}():"
    return ""


def _owner(broken: Broken) -> str:
    match broken.tree:
        case ast.Attribute(value=ast.Name(id=name)) if brought := _hides_its_module(broken, name):
            return (
                f"{name} is the function here, by from {name} import {brought}: for the module "
                f"write import {name} instead."
            )
        case ast.Attribute(value=ast.Name(id=name)) if _is_imported(broken, name):
            return ""
        case ast.Attribute(value=owner, attr=attr) if not _is_given(broken, attr):
            return _not_called(broken, owner)
    return ""


def _hides_its_module(broken: Broken, name: str) -> str:
    """What the code imports by `from time import time`, or by a star in its place."""
    brought = (
        each.name
        for node in broken.nodes
        if isinstance(node, ast.ImportFrom) and node.module == name
        for each in node.names
        if each.name in (name, "*") and not each.asname
    )
    return next(brought, "")


def _is_imported(broken: Broken, name: str) -> bool:
    """Whether the name is that of a module, too, which the function hides."""
    imports = (node for node in broken.nodes if isinstance(node, ast.Import))
    return any((each.asname or each.name) == name for node in imports for each in node.names)


def _is_given(broken: Broken, attribute: str) -> bool:
    """Whether the code gives anything an attribute of that name, as in `f.calls += 1`."""
    stored = (node for node in broken.nodes if isinstance(node, ast.Attribute))
    return any(each.attr == attribute and isinstance(each.ctx, ast.Store) for each in stored)


def _indexed(broken: Broken) -> str:
    match broken.tree:
        case ast.Subscript(value=ast.Attribute(attr="size", value=owner)) if not broken.defines(
            "size"
        ):
            held = broken.part(owner)
            return f"size is a method and was not called: write {held}.size() or {held}.shape."
        case ast.Subscript(value=ast.Attribute(value=ast.Name()) as method):
            written = broken.part(method)
            return f"{written} is called with round brackets: {written}(…)."
        case ast.Subscript(value=owner):
            return _not_called(broken, owner)
    return ""


def _not_called(broken: Broken, node: ast.expr) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in _MODULES:
            return f"{owner}.{name} is a function and was not called: write {owner}.{name}(…)."
        case ast.Attribute(value=ast.Name(), attr=name):
            written = broken.part(node)
            return f"{written} is a method and was not called: write {written}{_brackets(name)}."
        case ast.Attribute(attr=name):
            return f"{name} is a method and was not called: write .{name}{_brackets(name)}."
        case ast.Name(id=name):
            return _name_not_called(broken, name)
    return ""


def _name_not_called(broken: Broken, name: str) -> str:
    if _is_pythons_own(broken, name):
        return f"{name} is Python's own function here: nothing above gives that name a value."
    if method := _given(broken, name):
        # Whatever is long is left out.
        is_short = isinstance(method.value, ast.Name | ast.Attribute)
        if method.attr == "forward" and is_short:
            model = ast.unparse(method.value)
            return f"{name} is a method and was not called: write {name} = {model}(…)."
        written = f"{name} = {ast.unparse(method) if is_short else f'….{method.attr}'}"
        return f"{written} lacks its brackets: write {written}{_brackets(method.attr)}."
    return f"{name} is a function and was not called: write {name}(…)."


def _given(broken: Broken, name: str) -> ast.Attribute | None:
    """The method that a name was given, where that is all it was given and nothing calls it.

    A function of a module's may well be given another name.
    """
    named = [node for node in broken.nodes if isinstance(node, ast.Name) and node.id == name]
    stored = [node for node in named if isinstance(node.ctx, ast.Store)]
    calls = (node.func for node in broken.nodes if isinstance(node, ast.Call))
    if name in taken(broken.nodes) or broken.defines(name) or any(each in named for each in calls):
        return None
    for node in broken.nodes:
        match node:
            case ast.Assign(targets=[target], value=ast.Attribute() as method):
                if stored == [target] and root(method) not in _MODULES:
                    return method
    return None


def _is_pythons_own(broken: Broken, name: str) -> bool:
    """Whether nothing but Python itself, and no star, gives a name to a function.

    Before square brackets it was meant to be called, but for `input`, which asks a keyboard.
    """
    if name not in _PYTHONS_OWN or not is_readable(broken.nodes):
        return False
    if isinstance(broken.tree, ast.Subscript) and name != "input":
        return False
    changed = {node.target for node in broken.nodes if isinstance(node, ast.AugAssign)}
    return bound([each for each in broken.nodes if each not in changed]).isdisjoint({name, "*"})


def _brackets(name: str) -> str:
    return "()" if name in _BARE else "(…)"


def _tensor(broken: Broken) -> str:
    """A tensor in the place of a function: one with positions, or a loss that a step was given."""
    shapes = {each.expression: each.shape for each in broken.error.operands}
    match broken.tree:
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as args, keywords=[]):
            counted = {each for node in broken.nodes if (each := counted_by(node))}
            positions = [each for each in args if _is_position(each, counted)]
            has_them = len(args) <= len(shapes.get(name, ())) and not broken.defines(name)
            if positions == args and has_them:
                written = ", ".join(map(broken.part, args))
                return f"{name} is a tensor: positions go in square brackets, {name}[{written}]."
        case ast.Call(
            func=ast.Attribute(value=owner, attr="step"), args=[ast.Name(id=loss)], keywords=[]
        ):
            if shapes.get(loss) == () and "loss" in loss and not broken.defines("step"):
                return (
                    f"step() takes no loss: {loss}.backward() comes first, then "
                    f"{broken.part(owner)}.step() with nothing in its brackets."
                )
    return ""


def _is_position(node: ast.expr, counted: set[str]) -> bool:
    match node:
        case ast.Constant(value=bool()):
            return False
        case ast.Name(id=name):
            return name in counted
    return is_number(node)


def _no_method(broken: Broken) -> str:
    """A field that was called, as in `x.shape()` or `x.shape(0)`."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(value=owner, attr=name) as field, args=[], keywords=[]):
            if name not in _FIELDS:
                return ""
            written = broken.part(field)
            if isinstance(owner, ast.Name):
                return f"{written} is no method: write {written}."
            return f"{name} is no method: leave out its brackets."
        case ast.Call(func=ast.Attribute(attr="shape") as field, args=[axis], keywords=[]):
            if isinstance(axis, ast.Starred) or broken.found[1] not in ("torch.Size", "tuple"):
                return ""
            written = broken.part(field)
            return f"{written} is no method: write {written}[{broken.part(axis)}]."
    return ""


CALLS: Final[Table] = {
    "TypeError": {
        rf"unsupported operand type\(s\) for [^:]+: {_SIDES}": _operand,
        rf"'[<>=]+' not supported between instances of {_SIDES}": _operand,
        rf'can only concatenate \w+ \(not "{_CALLED}"\) to \w+$': _concatenated,
        rf"'{_CALLED}' object is not subscriptable$": _indexed,
        rf"(int|float)\(\) argument must be a .*, not '{_CALLED}'$": _no_number,
        "'type' object does not support the context manager protocol": _no_context,
        (
            r"'(torch\.(Size|dtype|device)|Tensor|numpy\.ndarray|tuple|int|bool|NoneType)' object "
            r"is not callable$"
        ): _no_method,
        "'Tensor' object is not callable$": _tensor,
    },
    "AttributeError": {
        rf"'{_CALLED}' object has no attribute ": _owner,
    },
}
