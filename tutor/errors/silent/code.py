"""A program as those see it who look for a mistake in it. Pure."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.examples.imports import bound_by, bound_within
from knowledge.pages.entry import Section
from tutor.errors.code_around import called

# Which statement surely gave a name the value that it has at a place. Pure.

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


# What is longer is not said again, but pointed at.
_LONGEST: Final = 60
_DEFINED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
OPTIMISERS: Final = re.compile(r"(Sparse|N|R)?Adam[Wax]*|A?SGD|RMSprop|Ada(grad|delta)|LBFGS")


class Code:
    """A program, with what readers ask of it."""

    def __init__(self, tree: ast.Module) -> None:
        self.nodes = list(ast.walk(tree))
        self._bindings = Bindings(self.nodes)
        self._defined = {each.name for each in self.nodes if isinstance(each, _DEFINED)}
        imported = dict(_imported(self.nodes))
        self.imported = set(imported.values())
        used = [each for each in self.nodes if isinstance(each, ast.Name)]
        self._stored = Counter(each.id for each in used if isinstance(each.ctx, ast.Store))
        self.names = {each.id for each in used} | {*imported}
        self.attributes = {each.attr for each in self.nodes if isinstance(each, ast.Attribute)}
        self.attributes |= {each.arg or "" for each in self.nodes if isinstance(each, ast.keyword)}
        self.calls = [each for each in self.nodes if isinstance(each, ast.Call)]
        foreign = {name for name, module in imported.items() if module != "torch"}
        self._not_of_torch = foreign | self._defined

    def defines(self, *names: str) -> bool:
        return not self._defined.isdisjoint(names)

    def is_own(self, name: str) -> bool:
        """Whether the code makes it, or imports it from elsewhere than torch."""
        return name in self._not_of_torch

    def makes_optimiser(self, call: ast.Call) -> bool:
        """Whether it makes one of torch's optimisers, and nothing of the code's own."""
        name = called(call)
        return bool(OPTIMISERS.fullmatch(name)) and not self.is_own(name)

    def given(self, node: ast.expr) -> ast.Assign | None:
        """The statement that surely gave a name its value, within the same function."""
        return self._bindings.given(node) if isinstance(node, ast.Name) else None

    def is_given_once(self, name: str) -> bool:
        """Whether what it holds at the end is what it held wherever it was used."""
        return self._stored[name] <= 1

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


def _imported(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    """The names that are imported, each with the package that it comes from."""
    for node in nodes:
        match node:
            case ast.Import(names=names):
                for each in names:
                    package = each.name.partition(".")[0]
                    yield each.asname or package, package
            case ast.ImportFrom(module=module, names=names):
                package = (module or "").partition(".")[0]
                yield from ((each.asname or each.name, package) for each in names)


def place(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.lineno, node.col_offset


def is_within(inner: ast.expr | ast.stmt, outer: ast.stmt) -> bool:
    end = (outer.end_lineno or outer.lineno, outer.end_col_offset or 0)
    return place(outer) <= place(inner) < end


def told(statement: ast.stmt) -> str:
    said = ast.unparse(statement)
    return said if len(said) <= _LONGEST else "That line"


# What is wrong with code, and where that is explained.


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words; `page` tells of it in the section that it is `told_in`, if any.

    Code with a fault that `raises` can't have run to its end.
    """

    said: str
    page: str = ""
    told_in: Section | None = None
    raises: bool = False
