"""What any rule needs: that names and attributes are what they seem to be."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from knowledge.exercises.exercise import Constraints
from tutor.practice.constraints.rules import rules
from tutor.practice.constraints.scopes import Scopes, bound
from tutor.practice.constraints.submission import Submission

# Which sentence, and the name in it.
Said = tuple[str, str] | None
_ASYNC: Final = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
_METHODS: Final = frozenset(("__init__", "__call__", "__repr__"))
_STATE: Final = frozenset(("grad", "data", "requires_grad"))


class Resolvable:
    """One submission beside one exercise's rules, of which it knows what may not be rebound."""

    def __init__(self, submission: Submission, constraints: Constraints) -> None:
        self._name, self._definition = submission.name, submission.definition
        self._free, self._rules = submission.free, constraints
        self._given = {**rules().given, **(rules().puzzle if constraints.puzzle else {})}
        self._allowed = constraints.only_calls or constraints.must_use
        self._kept = {*self._given, *self._allowed}
        self._refused = rules().refused(constraints.forbid)
        self._hints = [*_without_hints(submission.ruled)]
        self._scopes = Scopes(submission.ruled, self._given)

    @property
    def plain(self) -> tuple[Callable[[ast.AST], Said], ...]:
        """What is asked of every node, whatever the rule."""
        seen = (self._named, self._attribute, self._bound, self._imported)
        return (*seen, self._call, self._shape, self._module)

    def _named(self, node: ast.AST) -> Said:
        if not isinstance(node, ast.Name) or self._scopes.owner(node):
            return None
        if node.id in rules().detours or node.id.startswith("__"):
            return "detour", node.id
        unknown = isinstance(node.ctx, ast.Load) and not self._scopes.path(node)
        return ("unknown_name", node.id) if unknown else None

    @cached_property
    def _own(self) -> frozenset[str]:
        """The attributes that the code gives its own classes and values."""
        nodes = self._scopes.nodes
        stored = {n.attr for n in nodes if isinstance(n, ast.Attribute) and is_store(n)}
        classes = (self._scopes.bindings[n] for n in nodes if isinstance(n, ast.ClassDef))
        return frozenset(stored.union(*classes))

    def _attribute(self, node: ast.AST) -> Said:
        if not isinstance(node, ast.Attribute):
            return None
        name, of, path = node.attr, self._scopes.path(node.value), self._scopes.path(node)
        if name.startswith("__"):
            made = name == "__init__" and (_is_super(node.value) or of == "torch.nn.Module")
            return None if made else ("dunder", name)
        known = name in rules().attributes or path in rules().modules
        if not (known or (not of and name in self._own)):
            return "unknown_attribute", name
        return ("stored", name) if is_store(node) and not self._may_tell(node) else None

    def _may_tell(self, node: ast.Attribute) -> bool:
        """Tensors and `self` may be told things: a module, a class and a function may not."""
        root = node.value
        if node.attr in self._kept or self._scopes.path(root) or self._scopes.defined(root):
            return False
        state = _STATE - ({"data"} if self._rules.must_use else set())
        own = node.attr in state or node.attr not in rules().attributes
        return own or (isinstance(root, ast.Name) and self._is_in_a_method(root))

    def _is_in_a_method(self, node: ast.Name) -> bool:
        around = [*self._scopes.around(node)][:2]
        is_parameter = any(isinstance(each, ast.arg) for each in self._scopes.meant(node))
        return is_parameter and isinstance(around[-1], ast.ClassDef)

    def _bound(self, node: ast.AST) -> Said:
        for name in bound(node):
            at_top = self._scopes.binder(node) is self._scopes.module
            is_own = self._scopes.parents.get(node) is self._definition or node is self._definition
            method = name in _METHODS and isinstance(node, ast.FunctionDef)
            if name.startswith("__") and not method:
                return "unseen", name
            if at_top and isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
                return "deleted", name
            if isinstance(node, ast.alias):
                scope = next(self._scopes.around(node))
                is_same = self._is_same(node, name)
                once = len(self._scopes.bindings[scope][name]) == 1
                if is_same or (once and name not in self._kept and name != self._name):
                    continue
                return "rebound", name
            if name in self._kept or (name == self._name and at_top and not is_own):
                return "rebound", name
        return None

    def _is_same(self, node: ast.alias, name: str) -> bool:
        """Whether an import gives a name what it means anyway."""
        path = self._scopes.imported(node)
        home = path.removesuffix(f".{name}")
        is_allowed = name in self._allowed and home != path and home.startswith("torch")
        return path == self._given.get(name) or is_allowed

    def _imported(self, node: ast.AST) -> Said:
        known, held = rules().attributes, rules().modules
        held |= frozenset() if self._rules.no_loops else rules().loopers
        match node:
            case ast.Import() | ast.ImportFrom() if self._rules.puzzle or "import" in self._refused:
                return "imported", ""
            case ast.Import(names=names):
                wrong = [each.name for each in names if each.name not in held]
            case ast.ImportFrom(module=module, names=names, level=level):
                paths = {f"{module}.{each.name}": each.name for each in names}
                wrong = [
                    name for path, name in paths.items() if name not in known and path not in held
                ]
                wrong = [str(module)] if level or module not in held else wrong
            case _:
                return None
        return ("unknown_import", wrong[0]) if wrong else None

    def _call(self, node: ast.AST) -> Said:
        match node:
            case ast.Call(func=ast.Name(id="type"), args=args) if len(args) != 1:
                return "made_class", ""
            case ast.Call(func=ast.Attribute(attr="format" | "format_map")) if _is_odd(node):
                return "template", ""
            case ast.Call(func=ast.Call(func=ast.Name(id="type"))):
                return "nameless", ""
            case ast.Call(func=func):
                is_named = isinstance(func, ast.Name | ast.Attribute | ast.Call | ast.Lambda)
                return None if is_named else ("nameless", "")
        return None

    def _shape(self, node: ast.AST) -> Said:
        match node:
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                return "global", names[0]
            case ast.ClassDef(name=name, keywords=[_, *_]):
                return "metaclass", name
            case ast.MatchClass(kwd_attrs=[_, *_]):
                return "matched", ""
        if node in getattr(self._definition, "decorator_list", ()):
            return "decorated", self._name
        return ("asynchronous", "") if isinstance(node, _ASYNC) else None

    def _module(self, node: ast.AST) -> Said:
        if isinstance(self._scopes.parents.get(node), ast.Attribute):
            return None
        path = self._scopes.path(node)
        return ("module", path) if path in rules().modules else None

    def _patched(self, node: ast.AST) -> Said:
        """What is free may do what it likes, but not to what is given."""
        names = [*bound(node)] if not isinstance(node, ast.alias) else []
        if isinstance(node, ast.Attribute) and is_store(node):
            names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
        wrong = [each for each in names if each in {*self._kept, self._name}]
        return ("rebound", wrong[0]) if wrong else None


def _without_hints(module: ast.Module) -> Iterator[ast.AST]:
    """Take hints off the code, for they do nothing; what they hold is read by itself."""
    for node in [*ast.walk(module)]:
        for field in ("annotation", "returns"):
            if hint := getattr(node, field, None):
                empty = ast.copy_location(ast.Constant(None), hint)
                setattr(node, field, empty if isinstance(node, ast.AnnAssign) else None)
                yield from ast.walk(hint)


def is_store(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store | ast.Del)


def _is_super(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
    )


def _is_odd(call: ast.Call) -> bool:
    """A template can read attributes too, so that it has to be a plain one that is seen."""
    match call.func:
        case ast.Attribute(value=ast.Constant(value=str(text))):
            return bool(re.search(r"{[^}:]*[.\[]|{[^}]*{", text))
    return True
