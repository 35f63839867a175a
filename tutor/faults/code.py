"""A program as those see it who look for a mistake in it. Pure."""

import ast
import re
from collections.abc import Iterator
from typing import Final

_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# What is longer is not said again, but pointed at.
_LONGEST: Final = 60
OPTIMISERS: Final = re.compile(r"(Sparse|N|R)?Adam[Wax]*|A?SGD|RMSprop|Ada(grad|delta)|LBFGS")


class Code:
    """A program, with what readers ask of it."""

    def __init__(self, tree: ast.Module) -> None:
        self.nodes = list(ast.walk(tree))
        self.names = {each.id for each in self.nodes if isinstance(each, ast.Name)}
        self.names |= {
            each.asname or each.name for each in self.nodes if isinstance(each, ast.alias)
        }
        self.attributes = {each.attr for each in self.nodes if isinstance(each, ast.Attribute)}
        self.attributes |= {each.arg or "" for each in self.nodes if isinstance(each, ast.keyword)}
        self.calls = [each for each in self.nodes if isinstance(each, ast.Call)]
        self._scopes = [each for each in self.nodes if isinstance(each, _SCOPES)]
        self._given = [
            (target.id, each)
            for each in self.nodes
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        ]

    def defines(self, *names: str) -> bool:
        return any(each.name in names for each in self._scopes)

    def given(self, node: ast.expr) -> ast.Assign | None:
        """The statement that gave a name its value, within the same function."""
        if not isinstance(node, ast.Name):
            return None
        scope = self._scope(node)
        before = [
            each
            for name, each in self._given
            if name == node.id and place(each) < place(node) and self._scope(each) is scope
        ]
        return max(before, key=place, default=None)

    def value(self, node: ast.expr) -> ast.expr:
        """What an expression is; a name is what it was given last."""
        given = self.given(node)
        # In `x = f(x)` the name on the right is an earlier value.
        return given.value if given and not is_within(node, given) else node

    def methods(self, name: str) -> Iterator[tuple[ast.Call, ast.expr]]:
        """The calls of a method, each with what it is called on."""
        for call in self.calls:
            match call.func:
                case ast.Attribute(value=of, attr=attr) if attr == name:
                    yield call, of

    def _scope(self, node: ast.expr | ast.stmt) -> ast.AST | None:
        """The innermost function or class around it."""
        around = [each for each in self._scopes if each is not node and is_within(node, each)]
        return max(around, key=place, default=None)


def place(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset


def is_within(inner: ast.expr | ast.stmt, outer: ast.stmt) -> bool:
    end = (outer.end_lineno or outer.lineno, outer.end_col_offset or 0)
    return place(outer) <= place(inner) < end


def told(statement: ast.stmt) -> str:
    said = ast.unparse(statement)
    return said if len(said) <= _LONGEST else "That line"
