"""Which rule of an exercise its code breaks, told from the code by what is allowed in it."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final

from knowledge.exercises.exercise import Constraints
from tutor.practice.constraints.reach import Sources
from tutor.practice.constraints.resolvable import Resolvable, Said, is_store
from tutor.practice.constraints.rules import key, rules
from tutor.practice.constraints.scopes import recursion
from tutor.practice.constraints.submission import (
    UNREADABLE,
    Breach,
    Submission,
    statements,
    submitted,
)

_SYMBOLS: Final = {"@": ast.MatMult, "*": ast.Mult}


def accepted(code: str, signature: str, constraints: Constraints) -> Submission | Breach:
    """A submission that keeps to its exercise's rules, or the first line that does not.

    What only shows or tries a solution is free of rules, for it is not to be run: a grader runs
    `Submission.code`, from which it is taken, and not what was sent.
    """
    match submitted(code, signature):
        case Submission() as read if _are_read(constraints):
            try:
                return _Reading(read, constraints).first() or read
            except RecursionError:
                return UNREADABLE
        case read_or_found:
            return read_or_found


def breach(code: str, signature: str, constraints: Constraints) -> Breach | None:
    """The first line of a submission that a rule of its exercise refuses."""
    found = accepted(code, signature, constraints)
    return found if isinstance(found, Breach) else None


def _are_read(rules: Constraints) -> bool:
    """Whether any of them is about the code."""
    flags = rules.no_loops or rules.one_expression or rules.puzzle
    return flags or bool(rules.forbid or rules.must_use) or rules.only_calls is not None


class _Reading(Resolvable):
    """One submission beside one exercise's rules."""

    def first(self) -> Breach | None:
        found = [self._said(node, *said) for node, said in self._all() if said]
        return min(found, key=lambda each: each.line or 0) if found else self._unused()

    def _said(self, node: ast.AST, sentence: str, name: str) -> Breach:
        nodes = (node, *self._scopes.above(node))
        line = next((each.lineno for each in nodes if hasattr(each, "lineno")), 1)
        rule, _, words = rules().sentences[sentence].partition(" ")
        allowed = " and ".join(f"`{each}`" for each in self._allowed)
        said = words.format(name=name, allowed=allowed)
        return Breach(line, rule, f"Line {line} {said}.")

    def _all(self) -> Iterator[tuple[ast.AST, Said]]:
        for node in self._hints:
            if type(node).__name__ not in rules().hint_nodes:
                yield node, ("hint", "")
        yield from ((node, self._patched(node)) for each in self._free for node in ast.walk(each))
        for check in self._checks():
            yield from ((node, check(node)) for node in self._scopes.nodes)
        if self._rules.no_loops and (back := recursion(self._scopes)):
            yield back, ("recursion", ast.unparse(back))

    def _checks(self) -> Iterator[Callable[[ast.AST], Said]]:
        yield from self.plain
        if self._refused:
            yield self._forbidden
        if self._rules.no_loops:
            yield self._loop
        if self._rules.one_expression:
            yield self._statement
        if self._rules.only_calls is not None:
            yield self._other_call
        if self._rules.puzzle:
            yield self._unpuzzling

    def _forbidden(self, node: ast.AST) -> Said:
        names: list[str] = []
        match node:
            case ast.Name(id=name) if not self._scopes.owner(node) and name != self._name:
                names = [name]
            case ast.Attribute(attr=name):
                names = [name, self._scopes.path(node)]
            case ast.alias(name=name) | ast.ImportFrom(module=str(name)):
                names = [*name.split("."), self._scopes.imported(node)]
            case ast.Constant(value=str(text)) if not self._is_docstring(node):
                names = [text.strip()]
            case ast.BinOp(op=op) | ast.AugAssign(op=op):
                names = [each for each, kind in _SYMBOLS.items() if isinstance(op, kind)]
        wrong = [each for each in names if key(each) in self._refused]
        return ("forbidden", wrong[0]) if wrong else None

    def _is_docstring(self, node: ast.AST) -> bool:
        return isinstance(self._scopes.parents.get(node), ast.Expr)

    def _loop(self, node: ast.AST) -> Said:
        match node:
            case ast.Name() if self._scopes.owner(node):
                return self._passed(node)
            case ast.Lambda() if not self._is_called(node):
                return None if self._is_named(node) else ("passed", "lambda")
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), keywords=keywords):
                by_key = name in rules().orders and {each.arg for each in keywords} & {"key", None}
                return ("loop", "`key=`") if by_key else None
            case ast.Name(id=name) if name in rules().reductions:
                return None if self._is_of_few(node) else ("reduction", name)
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                return ("loop", f"`{name}`") if name in rules().loops else None
        word = rules().loop_nodes.get(type(node).__name__)
        class_ = ("class", node.name) if isinstance(node, ast.ClassDef) else None
        return ("loop", word) if word else class_

    def _is_named(self, node: ast.Lambda) -> bool:
        parent = self._scopes.parents.get(node)
        return isinstance(parent, ast.Assign) and all(
            isinstance(each, ast.Name) for each in parent.targets
        )

    def _passed(self, node: ast.Name) -> Said:
        """Functions that are only called, and by their names, cannot hide a loop."""
        called = self._is_called(node) or is_store(node)
        return ("passed", node.id) if self._scopes.defined(node) and not called else None

    def _is_called(self, node: ast.AST) -> bool:
        parent = self._scopes.parents.get(node)
        return isinstance(parent, ast.Call) and parent.func is node

    def _is_of_few(self, node: ast.Name) -> bool:
        """To sum up sizes, or what is written down one by one, is no loop over a tensor."""
        match self._scopes.parents.get(node):
            case ast.Call(func=func, args=[given]) if func is node:
                if isinstance(given, ast.Tuple | ast.List):
                    return not any(isinstance(each, ast.Starred) for each in given.elts)
                given = given.value if isinstance(given, ast.Subscript) else given
                given = given.func if isinstance(given, ast.Call) and not given.args else given
                return isinstance(given, ast.Attribute) and given.attr in rules().sizes
        return False

    def _statement(self, node: ast.AST) -> Said:
        match node:
            case ast.FunctionDef(name=name):
                body = [*statements(node.body)]
                fine = len(body) == 1 and isinstance(body[0], ast.Return)
                return None if fine else ("statements", name)
            case ast.ClassDef(name=name):
                return "statements", name
        return None

    def _is_own_at_top(self, node: ast.Call) -> bool:
        is_own = isinstance(node.func, ast.Name) and node.func.id == self._name
        return is_own and next(self._scopes.around(node)) is self._scopes.module

    def _other_call(self, node: ast.AST) -> Said:
        if isinstance(node, ast.ClassDef | ast.With) or getattr(node, "decorator_list", []):
            return "only_calls", "a class, a `with` or a decorator"
        if not isinstance(node, ast.Call) or self._is_own_at_top(node):
            return None
        module, _, name = self._scopes.path(node.func).rpartition(".")
        fine = name in self._allowed and module in {"torch", "torch.functional", "builtins"}
        return None if fine else ("only_calls", f"`{ast.unparse(node.func)[:40]}`")

    def _unpuzzling(self, node: ast.AST) -> Said:
        kinds = {type(each).__name__ for each in (node, *_operators(node))}
        fine, what = kinds <= rules().puzzle_nodes, _words(node)
        if isinstance(node, ast.operator | ast.unaryop | ast.boolop | ast.cmpop):
            return None  # one object stands for all of its kind, on no line
        match node:
            case ast.Call(func=func, keywords=keywords):
                given = isinstance(func, ast.Name) and func.id in rules().puzzle
                named = {each.arg for each in keywords} <= {"start", "end", "step"}
                fine, what = (given and named) or self._is_own_at_top(node), ast.unparse(func)[:40]
            case ast.Attribute(attr=name):
                fine, what = name == "shape" and not is_store(node), name
            case ast.Name(id=name) if not self._scopes.owner(node):
                fine = is_store(node) or (name in rules().puzzle and self._is_called(node))
                what = name
            case ast.Constant(value=str() | bytes()):
                fine, what = self._is_docstring(node), "a text"
        return None if fine else ("puzzle", f"`{what}`" if what != _words(node) else what)

    def _unused(self) -> Breach | None:
        """Last: the code is read for what it must hold when it holds nothing that it must not."""
        definition = self._definition
        value = definition.value if isinstance(definition, ast.Assign) else definition
        found = (
            Sources(self._scopes, rules().metadata, rules().beside).of_result(value) or frozenset()
        )
        missing = any(each not in found for each in self._rules.must_use)
        return self._said(definition, "unused", self._name) if missing else None


def _operators(node: ast.AST) -> list[ast.AST]:
    return [*getattr(node, "ops", []), *([node.op] if hasattr(node, "op") else [])]


def _words(node: ast.AST) -> str:
    """`ListComp` is a list comp, which is near enough for what is seldom met."""
    return "a " + re.sub(r"(?<!^)(?=[A-Z])", " ", type(node).__name__).lower()
