"""A program as those see it who look for a mistake in it. Pure."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from tutor.advice.around import called
from tutor.faults.bindings import Bindings

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
        self.names = {each.id for each in self.nodes if isinstance(each, ast.Name)} | {*imported}
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
