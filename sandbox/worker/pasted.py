"""A paste on its way to be run: what is said of it, and the values that a session shows.

The last value is the snippet's own. As in a traced run, what shows the others goes by a name that
cannot be written and stands in the place of what it is given, so that tracebacks say what they
would have said.
"""

import ast
import builtins
import sys
from typing import Final, TypeVar

from sandbox.paste import reading
from sandbox.paste.prompts import expressions

T = TypeVar("T")

_NAME: Final = "<shown>"


def read(sent: str) -> tuple[str, ast.Module]:
    """What was meant, and its tree; SyntaxError in words that help.

    What is left out in doubt is said on stderr. The tree shows on stdout what a session would.
    """
    meant = reading.read(sent)
    if meant.shown:
        _let_show(meant.tree, meant.shown)
    sys.stderr.write(meant.told)
    return meant.code, meant.tree


def _show(value: T) -> T:
    if value is not None:
        print(repr(value))  # noqa: T201
    return value


def _let_show(tree: ast.Module, lines: frozenset[int]) -> None:
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
