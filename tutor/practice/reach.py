"""What the result of a submission surely comes from, and who calls whom."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Final

from tutor.practice.scopes import DEFINED, FUNCTIONS, Scopes

Names = frozenset[str]
NONE: Final[Names] = frozenset()
_ENDS: Final = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_ASKS: Final = (ast.Is, ast.IsNot, ast.In, ast.NotIn)


def recursion(scopes: Scopes) -> ast.AST | None:
    """Where a function comes back to itself, however many others it goes through."""
    calls = {
        each: [(n, to) for n in ast.walk(each) for to in scopes.defined(n) if to is not n]
        for each in scopes.nodes
        if isinstance(each, DEFINED)
    }
    for start in calls:
        seen, queue = set[ast.AST](), [*calls[start]]
        for where, called in queue:
            if called is start:
                return where
            if called not in seen:
                seen.add(called)
                queue.extend(calls.get(called, ()))
    return None


def alive(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that may run, those inside of others too; not the bodies of definitions."""
    for each in body:
        yield each
        parts = [] if isinstance(each, DEFINED) else [*_parts(each)]
        for part in parts:
            yield from alive(part)
        if isinstance(each, _ENDS) or (
            isinstance(each, ast.If) and parts and all(map(_ends, parts))
        ):
            return


def _parts(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    known = constant(getattr(node, "test", getattr(node, "iter", None)))
    if known is not False:
        yield getattr(node, "body", [])
    if known is not True or isinstance(node, ast.While | ast.For):
        yield getattr(node, "orelse", [])
    for each in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield each.body
    if isinstance(node, ast.Try):
        yield node.finalbody


def _ends(body: Sequence[ast.stmt]) -> bool:
    return any(isinstance(each, _ENDS) for each in body)


def constant(node: ast.AST | None) -> bool | None:
    """Whether a test comes out the same each time, and how."""
    match node:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            return bool(elts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = constant(operand)
            return None if inner is None else not inner
        case ast.Compare(left=ast.Constant(value=a), ops=[op], comparators=[ast.Constant(value=b)]):
            return (a == b) is isinstance(op, ast.Eq)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=0)]):
            return False
    return None


class Sources:
    """The names that a value depends on whichever way it was made.

    A choice depends on what all its branches share, a helper's result on the arguments that its
    own result depends on; nothing depends on what was overwritten, nor on a value's shape alone.
    """

    def __init__(self, scopes: Scopes, metadata: Names) -> None:
        self._scopes, self._metadata = scopes, metadata
        self._open: list[ast.AST] = []

    def of_result(self, node: ast.AST, given: Mapping[ast.AST, Names | None] = {}) -> Names | None:
        """None where it never comes to a result, so that it takes nothing from a choice."""
        if node in self._open:
            return None
        self._open.append(node)
        if isinstance(node, ast.Lambda):
            found = self._of(node.body, given)
        else:
            running = alive(getattr(node, "body", []))
            returned = [e.value for e in running if isinstance(e, ast.Return) and e.value]
            found = _common(self._of(each, given) for each in returned)
        self._open.pop()
        return found

    def _all(self, nodes: Iterable[ast.AST], given: Mapping[ast.AST, Names | None]) -> Names:
        return NONE.union(*(self._of(each, given) or NONE for each in nodes))

    def _of(self, node: ast.AST, given: Mapping[ast.AST, Names | None]) -> Names | None:
        match node:
            case ast.Lambda():
                return self.of_result(node, given)
            case ast.BinOp(left=left, op=op, right=right) if _cancels(left, op, right):
                return NONE
            case ast.Compare(ops=ops) if any(isinstance(each, _ASKS) for each in ops):
                return NONE
            case (
                ast.Attribute(attr=name)
                | ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))
            ) if name in self._metadata:
                return NONE
            case ast.IfExp(test=test, body=body, orelse=orelse):
                known = constant(test)
                kept = [body] * (known is not False) + [orelse] * (known is not True)
                return _common(self._of(each, given) for each in kept)
            case ast.BoolOp(values=values):
                return _common(self._of(each, given) for each in values)
            case ast.Subscript(value=ast.Tuple() | ast.List() | ast.Dict() as of, slice=at):
                return self._of(_chosen(of, at) or at, given)
            case ast.Call(func=func) if called := self._called(func):
                return _common(self._of_call(node, each, given) for each in called)
            case ast.Name():
                return self._of_name(node, given)
            case ast.Attribute(attr=name, value=value):
                return (self._of(value, given) or NONE) | {name}
        return self._all(ast.iter_child_nodes(node), given)

    def _called(self, func: ast.AST) -> list[ast.AST]:
        return [e for e in (func, *self._scopes.defined(func)) if isinstance(e, FUNCTIONS)]

    def _of_call(
        self, call: ast.Call, called: ast.AST, given: Mapping[ast.AST, Names | None]
    ) -> Names | None:
        places = [*called.args.posonlyargs, *called.args.args]  # type: ignore[attr-defined]
        named = {each.arg: each for each in places}
        passed = [*zip(places, call.args, strict=False)]
        passed += [(named[each.arg], each.value) for each in call.keywords if each.arg in named]
        inside = {place: self._of(value, given) for place, value in passed}
        return self.of_result(called, {**given, **inside})

    def _of_class(self, node: ast.ClassDef, given: Mapping[ast.AST, Names | None]) -> Names:
        """Its bases, and what its methods return or tell `ctx`, which is one thing in all of them."""
        methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
        told = [e for m in methods for e in alive(m.body) if isinstance(e, ast.Expr)]
        results = NONE.union(*(self.of_result(each, given) or NONE for each in methods))
        found = self._all([*node.bases, *told], given) | results
        return found if "saved_tensors" in results else found - {"save_for_backward"}

    def _of_name(self, node: ast.Name, given: Mapping[ast.AST, Names | None]) -> Names | None:
        path, scope = self._scopes.path(node), self._scopes.owner(node)
        if path or scope is None or node in self._open:
            return frozenset(path.split(".")[-1:]) if path else NONE
        self._open.append(node)
        running = [*alive(getattr(scope, "body", []))] if not isinstance(scope, ast.Lambda) else []
        told = [each for each in running if _changes(each, node.id)]
        made = _common(
            self._of_binding(each, given)
            for each in self._last(node, scope)
            if isinstance(each, ast.arg)
            or self._scopes.statement(each) in (running or [self._scopes.statement(each)])
        )
        found = made if made is None and not told else (made or NONE) | self._all(told, given)
        self._open.pop()
        return found

    def _of_binding(self, node: ast.AST, given: Mapping[ast.AST, Names | None]) -> Names | None:
        if isinstance(node, ast.arg):
            return given.get(node, NONE)
        if isinstance(node, ast.ClassDef):
            return self._of_class(node, given)
        if isinstance(node, FUNCTIONS):
            return self.of_result(node, given)
        walrus, statement = self._scopes.parents.get(node), self._scopes.statement(node)
        if isinstance(walrus, ast.NamedExpr):
            return self._of(walrus.value, given)
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=to)], value=ast.Tuple(elts=values)) if (
                node in to and len(to) == len(values)
            ):
                return self._of(values[to.index(node)], given)  # type: ignore[arg-type]
            case ast.Assign(value=value) | ast.For(iter=value):
                return self._of(value, given)
            case ast.AnnAssign(value=ast.expr() as value):
                return self._of(value, given)
            case ast.AugAssign():
                return None
        return NONE

    def _last(self, node: ast.Name, scope: ast.AST) -> list[ast.AST]:
        """Without what was overwritten for certain before the name is read."""
        found = self._scopes.bindings[scope][node.id]
        body, here = getattr(scope, "body", None), self._scopes.statement(node)
        if not isinstance(body, list) or next(self._scopes.around(node)) is not scope:
            return found
        before = [e for e in found if not isinstance(e, ast.arg) and self._line(e) < here.lineno]
        plain = (ast.Assign, ast.AnnAssign, *DEFINED)
        sure = [
            self._line(e)
            for e in before
            if (s := self._scopes.statement(e)) in body and isinstance(s, plain)
        ]
        loops = any(isinstance(each, ast.For | ast.While) for each in self._scopes.above(node))
        if not sure or loops:
            return (
                found
                if loops or not before
                else [e for e in found if e in before or isinstance(e, ast.arg)]
            )
        return [each for each in before if self._line(each) >= max(sure)]

    def _line(self, node: ast.AST) -> int:
        return self._scopes.statement(node).lineno


def _common(found: Iterable[Names | None]) -> Names | None:
    known = [each for each in found if each is not None]
    return reduce(frozenset.intersection, known) if known else None


def _chosen(of: ast.Tuple | ast.List | ast.Dict, at: ast.expr) -> ast.expr | None:
    try:
        key = ast.literal_eval(at)
        if isinstance(of, ast.Dict):
            return {ast.literal_eval(k): v for k, v in zip(of.keys, of.values, strict=True) if k}[
                key
            ]
        return of.elts[key]
    except (ValueError, TypeError, LookupError):
        return None


def _cancels(left: ast.expr, op: ast.operator, right: ast.expr) -> bool:
    """Nothing is left of a value that is multiplied by zero, or taken from itself."""
    if isinstance(op, ast.Mult):
        return any(isinstance(each, ast.Constant) and each.value == 0 for each in (left, right))
    return isinstance(op, ast.Sub) and ast.dump(left) == ast.dump(right)


def _changes(statement: ast.stmt, name: str) -> bool:
    """Whether a statement writes into a value by the name it has."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=of)))):
            return of == name
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=of))]):
            return of == name
        case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=of)) | ast.Name(id=of)):
            return of == name
    return False
