"""Which statement surely gave a name the value that it has at a place. Pure."""

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.names import bound_by, bound_within

_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
# What stands in these may be passed by; the body of a `with` never is.
_MAY_BE_PASSED_BY: Final = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar),
    *(ast.ExceptHandler, ast.match_case),
)
_Place = tuple[int, int]


class Bindings:
    """All that gives names their values in a program, be it an argument or the name of a loop."""

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self._above: dict[ast.AST, tuple[ast.AST, str]] = {}
        self._nodes: dict[str, list[ast.AST]] = {}
        self._elsewhere: set[str] = set()
        for node in nodes:
            self._above.update((each, (node, field)) for field, each in _parts(node))
            for name in (*bound_by(node), *bound_within(node)):
                self._nodes.setdefault(name, []).append(node)
            if isinstance(node, ast.Global | ast.Nonlocal):
                self._elsewhere.update(node.names)

    def given(self, used: ast.Name) -> ast.Assign | None:
        """The assignment that came last; None where that may have been another, or none at all."""
        if used.id in self._elsewhere:
            return None
        scope, at = self._scope(used), _place(used)
        before = [
            each
            for each in self._nodes.get(used.id, [])
            if each is not used and _place(each) < at and self._scope(each) is scope
        ]
        last = max(before, key=_place, default=None)
        if last is None or not self._branches(last) <= self._branches(used):
            return None
        above, _ = self._above[last]
        return above if isinstance(above, ast.Assign) else None

    def _scope(self, node: ast.AST) -> ast.AST | None:
        """What has names of its own around a node; `:=` gives none to a comprehension."""
        above = self._above.get(node)
        scopes: tuple[type[ast.AST], ...] = _FUNCTIONS
        if not (above and isinstance(above[0], ast.NamedExpr) and above[1] == "target"):
            scopes = (*_FUNCTIONS, *_COMPREHENSIONS)
        return next((each for each, _ in self._around(node) if isinstance(each, scopes)), None)

    def _branches(self, node: ast.AST) -> set[tuple[ast.AST, str]]:
        around = self._around(node)
        return {each for each in around if isinstance(each[0], _MAY_BE_PASSED_BY)}

    def _around(self, node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
        """What a node lies in, from the inside out, each with the part that it lies in."""
        while above := self._above.get(node):
            yield above
            node = above[0]


def _parts(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        for each in value if isinstance(value, list) else [value]:
            # Where a value is taken or given is one object for all of the nodes that say so.
            if isinstance(each, ast.AST) and not isinstance(each, ast.expr_context):
                yield field, each


def _place(node: ast.AST) -> _Place:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
