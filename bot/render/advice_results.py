"""Words for a call that gave something else than was meant: nothing, or several things."""

import ast
import re
from typing import Final

from bot.render.advice_row import Advice
from bot.render.around import Broken, nodes_of

_CHANGERS: Final = frozenset({"append", "extend", "insert", "remove", "reverse", "sort", "clear"})
_SIDES: Final = re.compile(r": '(\w+)' and '(\w+)'$")
_NO_TENSORS: Final = (ast.List, ast.Tuple, ast.ListComp, ast.Constant, ast.UnaryOp)
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def _nothing(broken: Broken, _found: re.Match[str]) -> str:
    """Where the None came from: a method that changes a list, or a function without a return."""
    for node in _may_be_none(broken):
        made = _assigned(broken, node.id) if isinstance(node, ast.Name) else node
        if isinstance(made, ast.Call) and (words := _gives_none(broken, made, node)):
            return words
    return ""


def _may_be_none(broken: Broken) -> list[ast.expr]:
    match broken.tree:
        case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Call(func=value):
            return [value]
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
        for node in nodes_of(broken.code)
        if isinstance(node, ast.Assign)
        and node.lineno == broken.error.line
        and isinstance(node.targets[0], ast.Tuple)
    ]


def _assigned(broken: Broken, name: str) -> ast.expr | None:
    """What a name was given, where the code gives it a value in one place only."""
    nodes = list(nodes_of(broken.code))
    if name in {node.arg for node in nodes if isinstance(node, ast.arg)}:
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
            if _is_own(broken, method):
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


def _is_own(broken: Broken, name: str) -> bool:
    functions = (node for node in nodes_of(broken.code) if isinstance(node, ast.FunctionDef))
    return any(each.name == name for each in functions)


def _of_own(broken: Broken, owner: str, method: str) -> str:
    """Words for a method of the learner's own that is called as one of a list's."""
    made = _model_of(broken, owner)
    classes = (node for node in nodes_of(broken.code) if isinstance(node, ast.ClassDef))
    body = [part for each in classes if each.name == made for part in each.body]
    written = [each for each in body if isinstance(each, ast.FunctionDef) and each.name == method]
    is_silent = bool(written) and not any(map(_returns, written))
    return _END_WITH.format(name=method) if is_silent else ""


def _model_of(broken: Broken, name: str) -> str:
    """The class that a model was made of, as in `net = Net()`."""
    match _assigned(broken, name):
        case ast.Call(func=ast.Name(id=made)):
            return made
    return ""


def _without_return(broken: Broken, name: str) -> str:
    for node in nodes_of(broken.code):
        match node:
            case ast.FunctionDef(name=found) if found == name:
                return "" if _returns(node) else _END_WITH.format(name=name)
            case ast.ClassDef(name=found, body=body) if found == name:
                forward = [
                    each
                    for each in body
                    if isinstance(each, ast.FunctionDef) and each.name == "forward"
                ]
                if forward and not _returns(forward[0]):
                    return _END_WITH.format(name="forward")
    return ""


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


def _pair(_broken: Broken, found: re.Match[str]) -> str:
    return (
        f"{found['function']} of an axis gives a pair, values and indices: take one of the two, "
        "with .values or .indices."
    )


def _brackets(broken: Broken, found: re.Match[str]) -> str:
    """`cat(a, b)` for `cat((a, b))`."""
    held = {each.expression for each in broken.error.operands}
    match broken.tree:
        case ast.Call(func=made, args=[_, _, *_] as args) if all(
            broken.part(each) in held for each in args
        ):
            name, given = broken.part(made), ", ".join(map(broken.part, args))
            return f"The tensors go into brackets of their own: {name}(({given}))."
    return f"{found['message']}: put the tensors into brackets of their own, as in (a, b)."


def _of_tensors(broken: Broken, _found: re.Match[str]) -> str:
    """`torch.tensor` of a list of tensors that are more than numbers."""
    match broken.tree:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr="tensor"), args=[given]
        ) if not _can_not_be_stacked(given):
            return (
                "torch.tensor makes tensors of numbers; of tensors of one shape torch.stack makes "
                f"one: torch.stack({broken.part(given)})."
            )
    return ""


def _can_not_be_stacked(given: ast.expr) -> bool:
    """Whether a list holds others or plain numbers, and not tensors alone."""
    match given:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            pass
        case ast.ListComp(elt=part):
            parts = [part]
        case _:
            return False
    return any(isinstance(each, _NO_TENSORS) for each in parts)


def _of_one_shape(broken: Broken, found: re.Match[str]) -> str:
    """Of a DataLoader only where there is one: the others call `stack` themselves."""
    has_loader = "DataLoader" in broken.code
    also, there = (
        (", and so does a DataLoader's batch", "; for a DataLoader, in its collate_fn")
        if has_loader
        else ("", "")
    )
    return (
        f"stack takes tensors of one shape only{also}: tensor {found['first']} is "
        f"({found['one']}), tensor {found['second']} is ({found['other']}). Pad them first, for "
        f"example with nn.utils.rnn.pad_sequence{there}."
    )


def _several(broken: Broken, _found: re.Match[str]) -> str:
    """A tuple where a tensor was wanted, in code that has a layer which gives several things."""
    layers = _OF_SEVERAL.search(broken.code)
    if layers is None:
        return ""
    return (
        f"Here is a tuple in the place of a tensor. nn.{layers[1]} gives several things, the "
        "output first: out, _ = layer(…)."
    )


def _swapped(broken: Broken, _found: re.Match[str]) -> str:
    """A loss over classes that got whole numbers where it takes scores."""
    match broken.tree:
        case ast.Call(func=ast.Attribute(attr="cross_entropy") | ast.Name(id="cross_entropy")):
            return (
                "cross_entropy takes the scores first and the classes after them; here the first "
                "are whole numbers."
            )
    return ""


def _chosen(broken: Broken, _found: re.Match[str]) -> str:
    match broken.tree:
        case ast.Call(args=[ast.Call(func=ast.Attribute(attr="argmax")), *_]):
            return "This loss takes the scores themselves: leave out argmax."
    return ""


_OF_SEVERAL: Final = re.compile(r"\bnn\.(LSTM|GRU|RNN|MultiheadAttention)\(")
_NONE: Final = "'NoneType' object (has no attribute|is not subscriptable|is not iterable)"
RESULTS: Final = (
    Advice("AttributeError", re.compile(_NONE), _nothing),
    Advice("TypeError", re.compile(_NONE), _nothing),
    Advice("TypeError", re.compile(r"unsupported operand .*'NoneType'"), _nothing),
    Advice("TypeError", re.compile("cannot unpack non-iterable NoneType object$"), _nothing),
    Advice(
        "AttributeError",
        re.compile(
            r"'torch\.return_types\.(?P<function>max|min|sort|topk|median|mode)' object has"
        ),
        _pair,
    ),
    Advice(
        "TypeError",
        re.compile(
            r"(?P<message>(cat|stack|hstack|vstack)\(\): argument 'tensors' \(position 1\) must be "
            r"tuple of Tensors, not Tensor)$"
        ),
        _brackets,
    ),
    Advice(
        "TypeError",
        re.compile(r"linear\(\): argument 'input' \(position 1\) must be Tensor, not tuple$"),
        _several,
    ),
    Advice(
        "TypeError",
        re.compile(r"unsupported operand .*('Tensor' and 'tuple'|'tuple' and 'Tensor')$"),
        _several,
    ),
    Advice(
        "NotImplementedError",
        re.compile("\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'$"),
        _swapped,
    ),
    Advice(
        "RuntimeError",
        re.compile("Expected floating point type for target with class probabilities, got Long$"),
        _chosen,
    ),
    Advice(
        "RuntimeError",
        re.compile(
            r"stack expects each tensor to be equal size, but got \[(?P<one>[\d, ]*)\] at "
            r"entry (?P<first>\d+) and \[(?P<other>[\d, ]*)\] at entry (?P<second>\d+)"
        ),
        _of_one_shape,
    ),
    Advice(
        "ValueError",
        re.compile("only one element tensors can be converted to Python scalars$"),
        _of_tensors,
    ),
)
