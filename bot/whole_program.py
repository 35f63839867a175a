"""Whether a program does something and makes all that it uses: running it tells. Pure."""

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.names import bound_by, bound_within

# What code finds here without having imported it.
GIVEN = frozenset({"torch", "Tensor", "nn", "F", "np", "math", "plt"})
_BUILTINS = frozenset({*dir(builtins), "__name__", "__file__"})
_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_WORK = (ast.Call, ast.BinOp, ast.ListComp, ast.DictComp, ast.SetComp)


def is_whole(body: Sequence[ast.stmt]) -> bool:
    """Whether they do more than to name things, and every name that they use is made by then.

    Where a part of one makes a name, all of it is taken to know that name: a loop's variable is
    used within the loop. A target is not known to its own value, as in `a = a.unsqueeze(0)`.
    """
    known, later = {*GIVEN, *_BUILTINS}, frozenset(_made(body, _outer))
    if not any(map(_does_something, (part for each in body for part in _outer(each)))):
        return False
    if "*" in later:
        return True
    for statement in body:
        if set(_used(statement)) - known - _known_within(statement, later):
            return False
        known |= set(_made([statement], _outer))
    return True


def _known_within(statement: ast.stmt, later: frozenset[str]) -> frozenset[str]:
    """What a statement knows itself; a function may be called once `later` names are made."""
    match statement:
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            return frozenset(_made([value]))
        case ast.AnnAssign(value=ast.expr() as value):
            return frozenset(_made([value]))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return later.union(_made([statement]))
        case _:
            return frozenset(_made([statement]))


def _used(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        match node:
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                yield name


def _does_something(part: ast.AST) -> bool:
    match part:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return any(isinstance(each, _WORK) for each in ast.walk(value))
        case ast.Expr(value=value):
            return not isinstance(value, ast.Constant)
    return isinstance(part, ast.AugAssign | ast.Assert | ast.Raise)


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    """Walk, but not into functions, classes and comprehensions."""
    yield node
    if not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            yield from _outer(child)


def _made(
    nodes: Iterable[ast.AST], walk: Callable[[ast.AST], Iterator[ast.AST]] = ast.walk
) -> Iterator[str]:
    parts = [part for each in nodes for part in walk(each)]
    changed = {id(part.target) for part in parts if isinstance(part, ast.AugAssign)}
    for node in (part for part in parts if id(part) not in changed):
        yield from bound_by(node)
        yield from bound_within(node)
