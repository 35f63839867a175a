"""What a name stands for where it is written."""

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SCOPES: Final = (*FUNCTIONS, ast.ClassDef, ast.Module)
DEFINED: Final = (*FUNCTIONS, ast.ClassDef)


def is_builtin(name: str) -> bool:
    return hasattr(builtins, name)


def bound(node: ast.AST) -> Iterable[str]:
    """The names that a node by itself gives a value, or takes it from."""
    match node:
        case ast.Name(ctx=ast.Store() | ast.Del()):
            return [node.id]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.arg():
            return [node.arg]
        case ast.alias():
            return [node.asname or node.name.partition(".")[0]]
        case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
            return [node.name] if node.name else []
        case ast.MatchMapping():
            return [node.rest] if node.rest else []
    return []


class Scopes:
    """A module read once: who stands in whom, and who binds which name."""

    def __init__(self, module: ast.Module, given: Mapping[str, str]) -> None:
        self.module = module
        self._given = given
        self.nodes = [*ast.walk(module)]
        self.parents = {c: p for p in self.nodes for c in ast.iter_child_nodes(p)}
        self.bindings: dict[ast.AST, dict[str, list[ast.AST]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for node in self.nodes:
            for name in bound(node):
                self.bindings[self._binder(node)][name].append(node)

    def _binder(self, node: ast.AST) -> ast.AST:
        """Where a binding counts: parameters in their function, what a comprehension says around it."""
        if isinstance(node, ast.arg):
            return next(each for each in self.above(node) if isinstance(each, FUNCTIONS))
        return next(self.around(node))

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        while parent := self.parents.get(node):
            yield (node := parent)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The scopes a node stands in; defaults, bases and decorators stand outside of theirs."""
        for parent in self.above(node):
            body = getattr(parent, "body", None)
            inside = node is body or (isinstance(body, list) and node in body)
            if isinstance(parent, SCOPES) and inside:
                yield parent
            node = parent

    def statement(self, node: ast.AST) -> ast.stmt:
        """The one it stands in, or is."""
        return next(each for each in (node, *self.above(node)) if isinstance(each, ast.stmt))

    def owner(self, node: ast.Name) -> ast.AST | None:
        """The scope whose name this is; None for Python's own and what is given."""
        scopes = [*self.around(node)]
        for scope in scopes:
            found = self.bindings[scope].get(node.id)
            if not found or (isinstance(scope, ast.ClassDef) and scope is not scopes[0]):
                continue
            # Outside of functions, Python's own are meant until a name is bound, and once it is deleted.
            if is_builtin(node.id) and not isinstance(scope, FUNCTIONS):
                sure = any(isinstance(e, DEFINED) and e in scope.body for e in found)  # type: ignore[attr-defined]
                if not sure or scope is scopes[0]:
                    continue
            return scope
        return None

    def meant(self, node: ast.Name) -> list[ast.AST]:
        """The nodes that bind a name which the code itself binds."""
        scope = self.owner(node)
        return self.bindings[scope][node.id] if scope else []

    def path(self, node: ast.AST) -> str:
        """The dotted path that an expression names; nothing where it is a value."""
        match node:
            case ast.Attribute():
                of = self.path(node.value)
                return f"{of}.{node.attr}" if of else ""
            case ast.Name():
                found = self.meant(node)
                if found:
                    return self.imported(found[0])
                return self._given.get(node.id) or (
                    "builtins." + node.id if is_builtin(node.id) else ""
                )
        return ""

    def imported(self, node: ast.AST) -> str:
        match node, self.parents.get(node):
            case ast.alias(), ast.ImportFrom(module=str(module)):
                return f"{module}.{node.name}"
            case ast.alias(), ast.Import():
                return node.name if node.asname else node.name.partition(".")[0]
        return ""

    def defined(self, node: ast.AST) -> list[ast.AST]:
        """The functions and classes of the submission that a name means."""
        if not isinstance(node, ast.Name):
            return []
        values = (self._value(each) for each in self.meant(node))
        return [each for each in values if isinstance(each, DEFINED)]

    def _value(self, node: ast.AST) -> ast.AST | None:
        """A definition itself, or the lambda that a name is given."""
        parent = self.parents.get(node)
        alone = isinstance(parent, ast.Assign | ast.NamedExpr | ast.AnnAssign)
        return parent.value if isinstance(node, ast.Name) and alone else node  # type: ignore[union-attr]
