"""What Python does at one node of a snippet's tree, from the values of the node's parts."""

import ast
from collections.abc import Callable, Mapping
from typing import Any, Final

import torch

from sandbox.worker.operands import pure
from sandbox.worker.operands.stand_in import UNKNOWN
from sandbox.worker.operands.steady import RESHAPING

CHOSEN: Final = (ast.Name, ast.Attribute, ast.Subscript)


def _first_iterable(node: Any) -> list[ast.expr]:
    return [node.generators[0].iter]


def _read(target: Any) -> Any:
    """`x += y` reads what it writes; the tree is nobody else's."""
    target.ctx = ast.Load()
    return target


def _places(targets: list[Any]) -> list[Any]:
    """Of the targets those that evaluate something before they are bound."""
    return [each for each in targets if not isinstance(each, ast.Name)]


# The parts that a node evaluates in its own frame, in Python's order; others keep that of `ast`.
_PARTS: Final[Mapping[type[ast.AST], Callable[[Any], list[Any]]]] = {
    ast.AnnAssign: lambda node: [node.value, *_places([node.target])],
    ast.Assign: lambda node: [node.value, *_places(node.targets)],
    ast.AugAssign: lambda node: [_read(node.target), node.value],
    ast.AsyncFor: lambda node: [node.iter],
    ast.Call: lambda node: [
        node.func.value if isinstance(node.func, ast.Attribute) else node.func,
        *node.args,
        *(keyword.value for keyword in node.keywords),
    ],
    ast.ClassDef: lambda node: [*node.decorator_list, *node.bases],
    ast.Dict: lambda node: [
        part for pair in zip(node.keys, node.values, strict=True) for part in pair if part
    ],
    ast.DictComp: _first_iterable,
    ast.For: lambda node: [node.iter],
    ast.FunctionDef: lambda node: [*node.decorator_list, *node.args.defaults],
    ast.GeneratorExp: _first_iterable,
    ast.If: lambda node: [node.test],
    ast.Lambda: lambda node: node.args.defaults,
    ast.ListComp: _first_iterable,
    ast.Match: lambda node: [node.subject],
    ast.NamedExpr: lambda node: [node.value],
    ast.SetComp: _first_iterable,
    ast.Try: lambda _node: [],
    ast.While: lambda node: [node.test],
    ast.With: lambda node: [item.context_expr for item in node.items],
}


def parts_of(node: ast.AST) -> list[ast.AST]:
    if (known := _PARTS.get(type(node))) is not None:
        return [part for part in known(node) if part is not None]
    return [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]


def computed(node: ast.AST, values: list[Any]) -> Any:
    """The value of a node, where it is pure and its parts are known."""
    work = _COMPUTED.get(type(node))
    bound = not isinstance(getattr(node, "ctx", None), ast.Load | None)
    if work is None or bound or any(value is UNKNOWN for value in values):
        return UNKNOWN
    return work(node, values)


def held(node: ast.AST, names: Mapping[str, Any]) -> Any:
    """What a name, an attribute or an item is, as far as nothing has to be run to know."""
    if isinstance(node, ast.Name):
        return names.get(node.id, UNKNOWN)
    if not isinstance(node, (*CHOSEN, ast.Constant)):
        return UNKNOWN
    return computed(node, [held(part, names) for part in parts_of(node)])


def _slice(node: ast.Slice, values: list[Any]) -> slice:
    given = iter(values)
    return slice(*(next(given) if part else None for part in (node.lower, node.upper, node.step)))


def _spread(nodes: list[ast.expr], values: list[Any]) -> list[Any]:
    """Values in place of nodes; one with a star gives all that it holds."""
    return [
        value
        for node, given in zip(nodes, values, strict=True)
        for value in (given if isinstance(node, ast.Starred) else (given,))
    ]


def _comparison(node: ast.Compare, values: list[Any]) -> Any:
    return pure.binary(type(node.ops[0]).__name__, *values) if len(values) == 2 else UNKNOWN


def _call(node: ast.Call, values: list[Any]) -> Any:
    owner, *rest = values
    count = len(node.args)
    given = _spread(node.args, rest[:count])
    pairs = list(zip(node.keywords, rest[count:], strict=True))
    named = {keyword.arg: value for keyword, value in pairs if keyword.arg}
    if len(named) < len(pairs):
        return UNKNOWN
    if isinstance(node.func, ast.Attribute):
        if node.func.attr in RESHAPING and not _was_there(node.func.value):
            return UNKNOWN
        return pure.method(owner, node.func.attr, given, named)
    return pure.called(owner, given, named)


def _was_there(node: ast.expr) -> bool:
    """Whether the snippet's own tensor is found there, of which a method in place has been done.

    One that is made anew here, as `x.T` is, has the shape that it had before.
    """
    if isinstance(node, ast.Attribute):
        return not hasattr(torch.Tensor, node.attr)
    return isinstance(node, ast.Name)


_COMPUTED: Final[Mapping[type[ast.AST], Callable[[Any, list[Any]], Any]]] = {
    ast.Attribute: lambda node, values: pure.attribute(values[0], node.attr),
    ast.BinOp: lambda node, values: pure.binary(type(node.op).__name__, *values),
    ast.Call: _call,
    ast.Compare: _comparison,
    ast.Constant: lambda node, _values: node.value,
    ast.List: lambda node, values: _spread(node.elts, values),
    ast.NamedExpr: lambda _node, values: values[0],
    ast.Slice: _slice,
    ast.Starred: lambda _node, values: values[0],
    ast.Subscript: lambda _node, values: pure.item(*values),
    ast.Tuple: lambda node, values: tuple(_spread(node.elts, values)),
    ast.UnaryOp: lambda node, values: pure.unary(type(node.op).__name__, values[0]),
}
