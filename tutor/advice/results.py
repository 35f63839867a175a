"""Words for a call that gave something else than was meant: nothing, or several things."""

import ast
import re
from typing import Final

from tutor.advice.around import Broken, called, class_of, methods, taken, values
from tutor.advice.slips import gives_a_pair
from tutor.advice.table import Table
from tutor.advice.unpacking import taken_apart

_CHANGERS: Final = frozenset({"append", "extend", "insert", "remove", "reverse", "sort", "clear"})
_SIDES: Final = re.compile(r": '(\w+)' and '(\w+)'$")
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def _nothing(broken: Broken) -> str:
    """Where the None came from: a method that changes a list, or a function without a return."""
    for node in _may_be_none(broken):
        made = _assigned(broken, node.id) if isinstance(node, ast.Name) else node
        if isinstance(made, ast.Call) and (words := _gives_none(broken, made, node)):
            return words
    return ""


def _may_be_none(broken: Broken) -> list[ast.expr]:
    match broken.tree:
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            return [value]
        case ast.Call(args=args, keywords=named) as call:
            is_gone_through = broken.error.message.endswith("is not iterable")
            return [call] if is_gone_through else [*args, *(each.value for each in named)]
        case ast.BinOp(left=left, right=right):
            kinds = _SIDES.search(broken.error.message)
            sides = zip(kinds.groups() if kinds else (), (left, right), strict=False)
            return [node for kind, node in sides if kind == "NoneType"]
        case ast.Name() as name:
            return [name]
        case ast.Tuple():
            return taken_apart(broken.nodes, broken.error.line)
    return []


def _assigned(broken: Broken, name: str) -> ast.expr | None:
    """What a name was given, where the code gives it a value in one place only."""
    nodes = broken.nodes
    if name in taken(broken.nodes):
        return None
    given = [node for node in nodes if _is_given(node, name)]
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name() as target], value=value) if given == [target] or (
                target in given and _changes(value, name)
            ):
                return value
    return None


def _changes(value: ast.expr, name: str) -> bool:
    """Whether it is `xs.append(…)` of that very name."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)):
            return owner == name and method in _CHANGERS
    return False


def _is_given(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)


def _gives_none(broken: Broken, call: ast.Call, node: ast.expr) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=method) if method in _CHANGERS:
            if broken.defines(method):
                return _of_own(broken, owner, method)
            if not isinstance(node, ast.Name):
                return ""
            return (
                f"{owner}.{method}(…) changes {owner} itself and gives None: write it on a line "
                f"of its own, without {node.id} = before it."
            )
        case ast.Name(id=name):
            made = _model_of(broken, name) or name
            return _without_return(broken, made)
        case ast.Call(func=ast.Name(id=name)):
            return _without_return(broken, name)
    return ""


def _of_own(broken: Broken, owner: str, method: str) -> str:
    """Words for a method of the learner's own that is called as one of a list's."""
    made = _model_of(broken, owner)
    classes = (each for each in broken.classes if each.name == made)
    written = [each for of in classes for each in methods(of) if each.name == method]
    is_silent = bool(written) and not any(map(_returns, written))
    return _END_WITH.format(name=method) if is_silent else ""


def _model_of(broken: Broken, name: str) -> str:
    """The class that a model was made of, as in `net = Net()`."""
    match _assigned(broken, name):
        case ast.Call(func=ast.Name(id=made)):
            return made
    return ""


def _without_return(broken: Broken, name: str) -> str:
    """Words for none where several have the name, of which another one may give a value."""
    functions = [each for each in broken.functions if each.name == name]
    classes = [each for each in broken.classes if each.name == name]
    if len(functions) + len(classes) != 1 or name in values(broken.nodes):
        return ""
    forward = (each for made in classes for each in methods(made) if each.name == "forward")
    called = next(iter(functions), None) or next(forward, None)
    if called is None or _returns(called):
        return ""
    return _END_WITH.format(name=called.name)


_END_WITH: Final = "{name} gives nothing back: end it with return …."


def _returns(function: ast.FunctionDef) -> bool:
    """Whether it gives any value at all; what stands in functions inside of it is theirs."""
    if function.decorator_list:
        return True
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _SCOPES):
            continue
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if isinstance(node, ast.Return) and node.value is not None:
            return True
        waiting += ast.iter_child_nodes(node)
    return False


def _several(broken: Broken) -> str:
    """A tuple where a tensor was wanted, in code that has a layer which gives several things."""
    layers = _OF_SEVERAL.search(broken.code)
    return _OUTPUT_FIRST.format(layer=layers[1]) if layers else ""


def _all_of_a_layer(broken: Broken) -> str:
    """A tuple that a function was given, and that is surely all that such a layer gives."""
    match broken.tree:
        case ast.Call(args=[given, *_]):
            made = _assigned(broken, given.id) if isinstance(given, ast.Name) else given
            layer = class_of(broken, made.func) if isinstance(made, ast.Call) else ""
            return _OUTPUT_FIRST.format(layer=layer) if layer in _LAYERS else ""
    return ""


def _of_all(broken: Broken) -> str:
    """All that a layer gives, or a pair, asked for what a tensor has or taken for a number."""
    match broken.tree:
        case ast.Attribute(value=given):
            several = [given]
        case ast.BinOp(left=left, right=right):
            several = [left, right]
        case _:
            return ""
    for node in several:
        made = _assigned(broken, node.id) if isinstance(node, ast.Name) else node
        if isinstance(made, ast.Call) and (layer := class_of(broken, made.func)) in _LAYERS:
            return _OUTPUT_FIRST.format(layer=layer)
        if isinstance(made, ast.Call) and gives_a_pair(made):
            return _PAIR.format(function=called(made))
    return ""


def _no_pair(broken: Broken) -> str:
    """The one number that `max` gives without an axis, taken apart as if it had one."""
    match taken_apart(broken.nodes, broken.error.line):
        case [
            ast.Call(func=ast.Attribute(value=owner, attr="max" | "min" as name), args=args) as call
        ]:
            is_torch = isinstance(owner, ast.Name) and owner.id == "torch"
            if len(args) == is_torch and not call.keywords:
                return (
                    f"{name} without an axis gives one number alone; of an axis it gives a pair, "
                    "values and indices: name it, as dim=0."
                )
    return ""


def _number(broken: Broken) -> str:
    if broken.defines("backward"):  # As of an autograd by hand.
        return ""
    return (
        "backward() is a tensor's, and this is a plain number, such as item() gives: call it on "
        "the loss itself."
    )


def _array(broken: Broken) -> str:
    """A tensor taken for an array of NumPy's."""
    match broken.tree:
        case ast.Attribute(value=ast.Name(id=name)):
            return f"{_ASTYPE}{name}.to(torch.float32)."
    return f"{_ASTYPE}.to(torch.float32)."


_ASTYPE: Final = "astype is NumPy's: a tensor changes its dtype with to(…), as in "
_OUTPUT_FIRST: Final = (
    "Here is a tuple in the place of a tensor. nn.{layer} gives several things, the output first: "
    "out, _ = layer(…)."
)
_LAYERS: Final = ("LSTM", "GRU", "RNN", "MultiheadAttention")
_OF_SEVERAL: Final = re.compile(rf"\bnn\.({'|'.join(_LAYERS)})\(")
_PAIR: Final = (
    "{function} of an axis gives a pair, values and indices: take one of the two, with .values or "
    ".indices."
)
_OF_AXIS: Final = r"'?torch\.return_types\.(?P<function>max|min|sort|topk|median|mode)\b"
_NONE: Final = "'NoneType' object (has no attribute|is not subscriptable|is not iterable)"
RESULTS: Final[Table] = {
    "AttributeError": {
        _NONE: _nothing,
        rf"{_OF_AXIS}' object has": _PAIR,
        r"'tuple' object has no attribute '\w+'$": _of_all,
        "'(float|int)' object has no attribute 'backward'$": _number,
        "'(Tensor|Parameter)' object has no attribute 'astype'$": _array,
    },
    "TypeError": {
        _NONE: _nothing,
        r"unsupported operand .*'NoneType'": _nothing,
        r'can only concatenate tuple \(not "\w+"\) to tuple$': _of_all,
        "iteration over a 0-d tensor$": _no_pair,
        "cannot unpack non-iterable NoneType object$": _nothing,
        rf"(unsupported operand|bad operand|'[<>=]+' not supported) .*{_OF_AXIS}": _PAIR,
        rf"\w+\(\): argument 'input' \(position 1\) must be Tensor, not {_OF_AXIS}": _PAIR,
        r"\w+\(\): argument '\w+' \(position \d+\) must be Tensor, not NoneType$": _nothing,
        r"linear\(\): argument 'input' \(position 1\) must be Tensor, not tuple$": _several,
        r"\w+\(\): argument 'input' \(position 1\) must be Tensor, not tuple$": _all_of_a_layer,
        r"unsupported operand .*('Tensor' and 'tuple'|'tuple' and 'Tensor')$": _several,
    },
}
