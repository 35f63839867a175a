"""What a name stands for where it is written, and who calls whom."""

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
        case ast.alias():
            return [node.asname or node.name.partition(".")[0]]
        case (
            ast.Name(id=name, ctx=ast.Store() | ast.Del())
            | ast.FunctionDef(name=name)
            | ast.AsyncFunctionDef(name=name)
            | ast.ClassDef(name=name)
            | ast.arg(arg=name)
            | ast.ExceptHandler(name=str(name))
            | ast.MatchAs(name=str(name))
            | ast.MatchStar(name=str(name))
            | ast.MatchMapping(rest=str(name))
        ):
            return [name]
    return []


class Scopes:
    """A module read once: who stands in whom, and who binds which name."""

    def __init__(self, module: ast.Module, given: Mapping[str, str]) -> None:
        self.module = module
        self._given = given
        self.nodes = [*ast.walk(module)]
        self.parents = {c: p for p in self.nodes for c in ast.iter_child_nodes(p)}
        bodies = (each.body for each in self.nodes if isinstance(each, SCOPES))
        self._inside = {e for body in bodies for e in (body if isinstance(body, list) else [body])}
        self._scope: dict[ast.AST, ast.AST | None] = {}
        for node, parent in self.parents.items():
            is_inside = isinstance(parent, SCOPES) and node in self._inside
            self._scope[node] = parent if is_inside else self._scope.get(parent)
        self._defined: dict[tuple[ast.AST, str], list[ast.AST]] = {}
        self._owners: dict[ast.AST, ast.AST | None] = {}
        self.bindings: dict[ast.AST, dict[str, list[ast.AST]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for node in self.nodes:
            for name in bound(node):
                self.bindings[self.binder(node)][name].append(node)

    def binder(self, node: ast.AST) -> ast.AST:
        """Where a binding counts: a parameter in its function, a comprehension's name around it."""
        if isinstance(node, ast.arg):
            return next(each for each in self.above(node) if isinstance(each, FUNCTIONS))
        return next(self.around(node))

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        while parent := self.parents.get(node):
            yield (node := parent)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The scopes a node stands in; defaults, bases and decorators stand outside of theirs."""
        while scope := self._scope.get(node):
            yield (node := scope)

    def statement(self, node: ast.AST) -> ast.stmt:
        """The one it stands in, or is."""
        return next(each for each in (node, *self.above(node)) if isinstance(each, ast.stmt))

    def owner(self, node: ast.Name) -> ast.AST | None:
        """The scope whose name this is; None for Python's own and what is given."""
        if node not in self._owners:
            self._owners[node] = self._owner(node)
        return self._owners[node]

    def _owner(self, node: ast.Name) -> ast.AST | None:
        scopes = [*self.around(node)]
        for scope in scopes:
            found = self.bindings[scope].get(node.id)
            if not found or (isinstance(scope, ast.ClassDef) and scope is not scopes[0]):
                continue
            # Outside of functions Python's own is meant until a name is bound, and after `del`.
            if not isinstance(scope, FUNCTIONS) and is_builtin(node.id):
                sure = any(isinstance(each, DEFINED) and each in self._inside for each in found)
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
        scope = self.owner(node) if isinstance(node, ast.Name) else None
        if scope is None or not isinstance(node, ast.Name):
            return []
        if (scope, node.id) not in self._defined:
            values = (self._value(each) for each in self.bindings[scope][node.id])
            self._defined[scope, node.id] = [e for e in values if isinstance(e, DEFINED)]
        return self._defined[scope, node.id]

    def _value(self, node: ast.AST) -> ast.AST | None:
        """A definition itself, or the lambda that a name is given."""
        parent = self.parents.get(node)
        alone = isinstance(parent, ast.Assign | ast.NamedExpr | ast.AnnAssign)
        return parent.value if isinstance(node, ast.Name) and alone else node  # type: ignore[union-attr]


def recursion(scopes: Scopes) -> ast.AST | None:
    """Where a function comes back to itself, however many others it goes through."""
    calls: dict[ast.AST, list[tuple[ast.AST, ast.AST]]] = {
        each: [(n, to) for n in ast.walk(each) for to in scopes.defined(n) if to is not n]
        for each in scopes.nodes
        if isinstance(each, DEFINED)
    }
    for start, named in calls.items():
        seen, queue = set[ast.AST](), [*named]
        for where, called in queue:
            if called is start:
                return where
            if called not in seen:
                seen.add(called)
                queue.extend(calls.get(called, ()))
    return None
