"""Slips that the broken expression shows: its error says what Python met, not what was meant."""

import ast
import builtins
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sandbox.protocol import RunError
from tutor.label import columns, parsed

# Losses and layers of torch.nn that can be made without any settings.
_BARE: Final = re.compile(
    r"(torch\.)?nn\.((?!Adaptive)\w+Loss|ReLU6?|LeakyReLU|ELU|GELU|SELU|SiLU|Mish|Sigmoid|Tanh"
    r"|Softplus|Dropout[123]?d?)"
)
_OPTIMIZERS: Final = frozenset({"SGD", "Adam", "AdamW", "RMSprop", "Adagrad"})
_METHODS: Final = frozenset(
    {"parameters", "named_parameters", "children", "modules", "buffers"}
    | {"items", "keys", "values", "tolist", "split"}
)
_CALL_BACK: Final = frozenset({"map", "filter", "starmap"})
_GIVE_PAIRS: Final = frozenset({"max", "min", "topk"})
_BY_VALUE: Final = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_STEPS: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-"}


def slip(error: RunError, broken: str, code: str) -> str:
    """What was meant and how to write it; empty where the expression leaves that open."""
    for kind, message, told in _SLIPS:
        if error.type == kind and message.match(error.message):
            tree = parsed(broken)
            return told(tree, broken, code) if tree else ""
    return ""


def _text(broken: str, node: ast.expr) -> str:
    start, end = columns(broken, node)
    return broken[start:end]


def _nodes(code: str) -> Iterator[ast.AST]:
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield from ast.walk(tree)


def _settings(tree: ast.AST, broken: str, _code: str) -> str:
    """Tensors where a layer takes its settings, as in `nn.MSELoss(x, y)` or `nn.ReLU(x)(x)`."""
    match tree:
        case ast.Call(func=ast.Call(func=made, args=[_, *_] as given) as inner):
            end = columns(broken, inner)[1]
        case ast.Call(func=made, args=[_, *_] as given, keywords=[]):
            end = columns(broken, made)[1]
        case _:
            return ""
    name = _text(broken, made)
    if not _BARE.fullmatch(name) or any(isinstance(each, ast.Constant) for each in given):
        return ""
    call = f"{name}(){broken[end:].lstrip()}"
    return f"The brackets of {name} are for its settings: make it first, then call it, {call}."


def _hidden(tree: ast.AST, _broken: str, code: str) -> str:
    """A value of the learner's own that has the name of a function of Python's."""
    match tree:
        case ast.Call(func=ast.Name(id=name)) if hasattr(builtins, name):
            if _calls_back(tree) or name not in _values_named(code):
                return ""
            return (
                f"{name} is a name of your own here and hides Python's {name}: "
                "give yours another name."
            )
    return ""


def _calls_back(call: ast.AST) -> bool:
    """Whether what can't be called may be something that was given, as in `list(map(1, x))`."""
    return any(
        (isinstance(node, ast.Name) and node.id in _CALL_BACK)
        or (isinstance(node, ast.keyword) and node.arg == "key")
        for node in ast.walk(call)
    )


def _values_named(code: str) -> set[str]:
    """The names that are given to values; what is defined or imported may well be called."""
    nodes = list(_nodes(code))
    given = {node.arg for node in nodes if isinstance(node, ast.arg)}
    return given | {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _no_gradient(tree: ast.AST, broken: str, code: str) -> str:
    """A `.grad` that is None, as the owner of what was asked for or as the right operand."""
    match tree:
        case ast.Attribute(value=ast.Attribute(attr="grad", value=owner)):
            pass
        case ast.BinOp(right=ast.Attribute(attr="grad", value=owner)):
            pass
        case _:
            return ""
    name = _text(broken, owner)
    if _has_own_grad(code):
        return ""
    return (
        f"{name}.grad is None: backward() fills it where {name} was made with requires_grad=True "
        f"and takes part in the loss; zero_grad() empties it.{_replaced(name, code)}"
    )


def _has_own_grad(code: str) -> bool:
    """Whether a class of the learner's has gradients of its own, as in an autograd by hand."""
    return "grad" in _values_named(code) or any(
        isinstance(node, ast.Attribute)
        and node.attr == "grad"
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        for node in _nodes(code)
    )


def _replaced(name: str, code: str) -> str:
    """What to do instead of a step such as `w = w - …`."""
    for node in _nodes(code):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=ast.BinOp(left=ast.Name(id=left), op=ast.Add() | ast.Sub() as step),
            ) if target == left == name:
                sign = _STEPS[type(step)]
                return (
                    f" Also, {name} = {name} {sign} … makes a new tensor, which has none: change "
                    f"{name} in place, with {name} {sign}= … under torch.no_grad()."
                )
    return ""


def _plain_bool(tree: ast.AST, broken: str, _code: str) -> str:
    """A comparison taken for a tensor, often with the pair that `max` gives of an axis."""
    match tree:
        case ast.Attribute(value=ast.Compare(left=left, ops=[by], comparators=[right])):
            pairs = [each for each in (left, right) if _gives_a_pair(each)]
        case _:
            return ""
    if not isinstance(by, _BY_VALUE):
        return ""
    words = "This comparison gave a plain True or False: its two sides are not both tensors."
    if not pairs:
        return words
    pair = _text(broken, pairs[0])
    return f"{words} {pair} is a pair, values and indices: for the indices write {pair}.indices."


def _gives_a_pair(node: ast.expr) -> bool:
    """Whether it is the `max` of an axis that is written out."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=args, keywords=named):
            is_torch = isinstance(owner, ast.Name) and owner.id == "torch"
            axes = [*args[is_torch:], *(each.value for each in named if each.arg == "dim")]
            return name in _GIVE_PAIRS and any(_is_number(axis) for axis in axes)
    return False


def _is_number(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=int()) | ast.UnaryOp(operand=ast.Constant(value=int())):
            return True
    return False


def _not_called(tree: ast.AST, broken: str, _code: str) -> str:
    """The one method without brackets, as in `SGD(m.parameters)`."""
    nodes = list(ast.walk(tree))
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    found = {
        _text(broken, node)
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr in _METHODS and node not in called
    }
    if len(found) != 1:
        return ""
    (method,) = found
    return f"{method} is a method and was not called: write {method}()."


def _model(tree: ast.AST, broken: str, _code: str) -> str:
    """A model in the place of its parameters."""
    match tree:
        case ast.Call(func=ast.Name() | ast.Attribute() as made):
            *modules, name = _text(broken, made).split(".")
            if "optim" in modules or name in _OPTIMIZERS:
                return (
                    f"{name} takes the parameters of a model, not the model itself: "
                    "write model.parameters()."
                )
    return ""


_Told = Callable[[ast.AST, str, str], str]
# Kind of error, what its message begins with, and what looks for the slip.
_SLIPS: Final[tuple[tuple[str, re.Pattern[str], _Told], ...]] = (
    ("RuntimeError", re.compile("Boolean value of Tensor with more than one value"), _settings),
    ("TypeError", re.compile(r"'\w+' object is not callable$"), _hidden),
    ("AttributeError", re.compile("'NoneType' object has no attribute "), _no_gradient),
    ("TypeError", re.compile(r"unsupported operand .* and 'NoneType'$"), _no_gradient),
    ("AttributeError", re.compile("'bool' object has no attribute "), _plain_bool),
    ("TypeError", re.compile("'(builtin_function_or_)?method' object is not iter"), _not_called),
    ("TypeError", re.compile(r"'(?!NoneType)[A-Z]\w*' object is not iterable$"), _model),
    ("TypeError", re.compile(r"optimizer can only optimize .* is ([\w.]+\.)?[A-Z]\w*$"), _model),
)
