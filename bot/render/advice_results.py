"""Words for a call that gave something else than was meant: nothing, or several things."""

import ast
import re
from typing import Final, TypeGuard

from bot.render.advice_table import Table
from bot.render.around import Broken, methods, values

_CHANGERS: Final = frozenset({"append", "extend", "insert", "remove", "reverse", "sort", "clear"})
_SIDES: Final = re.compile(r": '(\w+)' and '(\w+)'$")
_TWO_CLASSES: Final = "binary_cross_entropy_with_logits"
_OF_TWO_CLASSES: Final = "BCEWithLogitsLoss"
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
        case ast.Call() as call if broken.error.message.endswith("is not iterable"):
            return [call]
        case ast.BinOp(left=left, right=right):
            kinds = _SIDES.search(broken.error.message)
            sides = zip(kinds.groups() if kinds else (), (left, right), strict=False)
            return [node for kind, node in sides if kind == "NoneType"]
        case ast.Name() as name:
            return [name]
        case ast.Tuple():
            return _unpacked(broken)
    return []


def _unpacked(broken: Broken) -> list[ast.expr]:
    """What the line takes apart, as in `x, y = f()`."""
    return [
        node.value
        for node in broken.nodes
        if isinstance(node, ast.Assign)
        and node.lineno == broken.error.line
        and isinstance(node.targets[0], ast.Tuple)
    ]


def _assigned(broken: Broken, name: str) -> ast.expr | None:
    """What a name was given, where the code gives it a value in one place only."""
    nodes = broken.nodes
    if name in _taken(broken):
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
    if layers is None:
        return ""
    return (
        f"Here is a tuple in the place of a tensor. nn.{layers[1]} gives several things, the "
        "output first: out, _ = layer(…)."
    )


def _swapped(broken: Broken) -> str:
    """A loss over classes that got whole numbers where it takes scores."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr="cross_entropy") | ast.Name(id="cross_entropy")):
            return (
                "cross_entropy takes the scores first and the classes after them; here the first "
                "are whole numbers."
            )
    return ""


def _chosen(broken: Broken) -> str:
    match broken.tree:
        case ast.Call(args=[ast.Call(func=ast.Attribute(attr="argmax")), *_]):
            return "This loss takes the scores themselves: leave out argmax."
    return ""


def _whole_targets(broken: Broken) -> str:
    """A loss of two classes that got whole numbers as targets."""
    match broken.tree:
        case ast.Call(func=made, args=[_, target], keywords=[]):
            pass
        case ast.Call(func=made, args=[_], keywords=[ast.keyword(arg="target", value=target)]):
            pass
        case _:
            return ""
    loss, written = _loss_of_two_classes(broken, made), broken.part(target)
    dtypes = [each.dtype for each in broken.error.operands if each.expression == written]
    if not loss or dtypes != ["int64"]:
        return ""
    return f"{loss} takes floats, also as targets: write {written}.float()."


def _loss_of_two_classes(broken: Broken, made: ast.expr) -> str:
    """Its name, where what is called is surely that loss."""
    match made:
        case ast.Attribute(attr=name) | ast.Name(id=name) if name == _TWO_CLASSES:
            return name
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name == _OF_TWO_CLASSES:
            return name
        case ast.Name(id=held) | ast.Attribute(attr=held) if held not in _taken(broken):
            given = [node.value for node in broken.nodes if _gives(node, held)]
            calls = [each for each in given if isinstance(each, ast.Call)]
            names = {_loss_of_two_classes(broken, each) for each in calls}
            return names.pop() if len(names) == 1 and calls == given else ""
    return ""


def _taken(broken: Broken) -> set[str]:
    """The names of what functions are given, which may be anything."""
    return {node.arg for node in broken.nodes if isinstance(node, ast.arg)}


def _gives(node: ast.AST, held: str) -> TypeGuard[ast.Assign]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)]):
            return name == held
    return False


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
_OF_SEVERAL: Final = re.compile(r"\bnn\.(LSTM|GRU|RNN|MultiheadAttention)\(")
_PAIR: Final = (
    "{function} of an axis gives a pair, values and indices: take one of the two, with .values or "
    ".indices."
)
_NONE: Final = "'NoneType' object (has no attribute|is not subscriptable|is not iterable)"
RESULTS: Final[Table] = {
    "AttributeError": {
        _NONE: _nothing,
        r"'torch\.return_types\.(?P<function>max|min|sort|topk|median|mode)' object has": _PAIR,
        "'(float|int)' object has no attribute 'backward'$": _number,
        "'(Tensor|Parameter)' object has no attribute 'astype'$": _array,
    },
    "TypeError": {
        _NONE: _nothing,
        r"unsupported operand .*'NoneType'": _nothing,
        "cannot unpack non-iterable NoneType object$": _nothing,
        r"linear\(\): argument 'input' \(position 1\) must be Tensor, not tuple$": _several,
        r"unsupported operand .*('Tensor' and 'tuple'|'tuple' and 'Tensor')$": _several,
    },
    "NotImplementedError": {
        "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'$": _swapped,
    },
    "RuntimeError": {
        "Expected floating point type for target with class probabilities, got Long$": _chosen,
        "result type Float can't be cast to the desired output type Long$": _whole_targets,
    },
}
