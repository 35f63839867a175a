"""The values that a session shows on its way to the last one, which is the snippet's own.

As in a traced run, what shows them goes by a name that cannot be written and stands in the place
of what it is given, so that tracebacks say what they would have said.
"""

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeGuard, TypeVar

T = TypeVar("T")

_NAME: Final = "<shown>"
# What a later line calls a value that was shown.
_RECALLED: Final = re.compile(r"_\d*")
_OWN_SCOPE: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def expressions(statements: Iterable[ast.AST]) -> Iterator[ast.stmt]:
    """Each that a prompt of Python's shows: in loops and branches too, but in no function."""
    for statement in statements:
        if isinstance(statement, ast.Expr) or _is_recalled(statement):
            yield statement
        elif not isinstance(statement, _OWN_SCOPE):
            yield from expressions(ast.iter_child_nodes(statement))


def _is_recalled(statement: ast.AST) -> TypeGuard[ast.Assign]:
    return isinstance(statement, ast.Assign) and all(
        isinstance(target, ast.Name) and _RECALLED.fullmatch(target.id)
        for target in statement.targets
    )


def _show(value: T) -> T:
    if value is not None:
        print(repr(value))  # noqa: T201
    return value


def show(tree: ast.Module, lines: frozenset[int]) -> None:
    """Let what begins on those lines show its value, all but the last of the whole."""
    for statement in list(expressions(tree.body)):
        if statement.lineno in lines and statement is not tree.body[-1]:
            _wrap(statement)
    setattr(builtins, _NAME, _show)


def shows_any() -> bool:
    """Whether a tree was changed here so that it shows values."""
    return hasattr(builtins, _NAME)


def shows(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == _NAME


def _wrap(statement: ast.stmt) -> None:
    if isinstance(statement, ast.Expr | ast.Assign):
        value = statement.value
        call = ast.Call(ast.Name(_NAME, ast.Load()), [value], [])
        for made in (call.func, call):
            ast.copy_location(made, value)
        statement.value = call
