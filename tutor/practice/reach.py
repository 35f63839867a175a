"""What the result of a submission comes from, and who calls whom: followed through its code."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tutor.practice.scopes import DEFINED, FUNCTIONS, Scopes

_ENDS: Final = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def recursion(scopes: Scopes) -> tuple[ast.AST, str, str] | None:
    """Where a function comes back to itself, however many others it goes through."""
    calls = {each: [*_mentions(scopes, each)] for each in scopes.nodes if isinstance(each, DEFINED)}
    for start in calls:
        seen, queue = set[ast.AST](), [*calls[start]]
        for where, called in queue:
            if called is start:
                name = getattr(start, "name", "lambda")
                return (
                    where,
                    "no_loops",
                    f"comes back to `{name}`: recursion is a loop too, and this one is to be solved without",
                )
            if called not in seen:
                seen.add(called)
                queue.extend(calls.get(called, ()))
    return None


def _mentions(scopes: Scopes, definition: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What is named in a definition; an instance called is its class's `forward` or `__call__`."""
    methods = [
        m
        for c in scopes.nodes
        if isinstance(c, ast.ClassDef)
        for m in c.body
        if isinstance(m, ast.FunctionDef)
    ]
    stored = {
        n.attr
        for n in scopes.nodes
        if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
    }
    for node in ast.walk(definition):
        if isinstance(node, ast.Name):
            yield from (
                (node, each)
                for each in scopes.defined(node)
                if each is not definition or node is not each
            )
        if isinstance(node, ast.Attribute):
            yield from (
                (node, each) for each in methods if each.name == node.attr and not scopes.path(node)
            )
        if isinstance(node, ast.Call) and _is_an_instance(scopes, node.func, stored):
            yield from ((node, each) for each in methods if each.name in {"forward", "__call__"})


def _is_an_instance(scopes: Scopes, node: ast.AST, stored: set[str]) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in stored and not scopes.path(node)
    return isinstance(node, ast.Name) and bool(scopes.owner(node)) and not scopes.defined(node)


def alive(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that may run, those inside of others too; not the bodies of definitions."""
    for each in body:
        yield each
        if not isinstance(each, DEFINED):
            for part in _parts(each):
                yield from alive(part)
        if isinstance(each, _ENDS) or _always_ends(each):
            return


def _parts(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    known = _constant(getattr(node, "test", None))
    is_empty = isinstance(node, ast.For) and _constant(node.iter) is False
    if known is not False and not is_empty:
        yield getattr(node, "body", [])
    if known is not True or isinstance(node, ast.While):
        yield getattr(node, "orelse", [])
    yield getattr(node, "finalbody", [])
    for each in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield each.body


def _always_ends(node: ast.stmt) -> bool:
    if not isinstance(node, ast.If | ast.With):
        return False
    known = _constant(getattr(node, "test", None))
    ends = [
        any(isinstance(e, _ENDS) or _always_ends(e) for e in part)
        for part in (node.body, getattr(node, "orelse", []))
    ]
    return (
        ends[0]
        if known is True or isinstance(node, ast.With)
        else ends[1]
        if known is False
        else all(ends)
    )


def _constant(node: ast.AST | None) -> bool | None:
    """Whether a test comes out the same each time, and how."""
    match node:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Tuple(elts=elts) | ast.List(elts=elts):
            return bool(elts)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _constant(operand)
            return None if inner is None else not inner
        case ast.Compare(left=ast.Constant(value=a), ops=[op], comparators=[ast.Constant(value=b)]):
            return (a == b) is isinstance(op, ast.Eq)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=0)]):
            return False
    return None


def unused(
    scopes: Scopes, definition: ast.AST, wanted: Iterable[str], metadata: frozenset[str]
) -> str | None:
    """The first of these names on which not every result depends."""
    ways = [way for each in _results(definition) for way in _ways(each)]
    reached = [_Sources(scopes, metadata).of(way) for way in ways or [definition]]
    return next((each for each in wanted if not all(each in names for names in reached)), None)


def _results(definition: ast.AST) -> Iterator[ast.expr]:
    if isinstance(definition, ast.Lambda):
        yield definition.body
    for each in (
        alive(getattr(definition, "body", [])) if isinstance(definition, ast.FunctionDef) else ()
    ):
        if isinstance(each, ast.Return) and each.value:
            yield each.value


def _ways(node: ast.expr) -> Iterator[ast.expr]:
    """A choice has two results."""
    if isinstance(node, ast.IfExp):
        known = _constant(node.test)
        if known is not False:
            yield from _ways(node.body)
        if known is not True:
            yield from _ways(node.orelse)
    else:
        yield node


class _Sources:
    """All that one value depends on, as names; a helper's argument counts where its parameter does."""

    def __init__(self, scopes: Scopes, metadata: frozenset[str]) -> None:
        self._scopes, self._metadata = scopes, metadata
        self._names: set[str] = set()
        self._seen: set[ast.AST] = set()
        self._parameters: set[ast.AST] = set()
        self._calls: list[tuple[ast.Call, ast.AST]] = []

    def of(self, node: ast.AST) -> set[str]:
        self._read(node)
        before = -1
        while before != len(self._seen):
            before = len(self._seen)
            for call, called in [*self._calls]:
                self._arguments(call, called)
        if "saved_tensors" not in self._names:
            self._names.discard("save_for_backward")
        return self._names

    def _read(self, node: ast.AST | None) -> None:
        if node is None or node in self._seen:
            return
        self._seen.add(node)
        match node:
            case ast.BinOp(left=left, op=op, right=right) if _cancels(left, op, right):
                return
            case ast.Attribute(attr=name) if name in self._metadata:
                return
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if (
                name in self._metadata
            ):
                return
            case ast.IfExp():
                for way in _ways(node):
                    self._read(way)
                return
            case ast.BoolOp(op=op, values=values):
                for each in values:
                    self._read(each)
                    if _constant(each) is isinstance(op, ast.Or):
                        return
                return
            case ast.Subscript(
                value=ast.Tuple(elts=elts) | ast.List(elts=elts), slice=ast.Constant(value=int(at))
            ):
                self._read(elts[at] if -len(elts) <= at < len(elts) else None)
                return
            case ast.Call(func=func) if called := [
                each for each in [func, *self._scopes.defined(func)] if isinstance(each, FUNCTIONS)
            ]:
                self._calls += [(node, each) for each in called]
                for each in called:
                    self._define(each)
                return
            case ast.Name():
                self._name(node)
            case ast.Attribute(attr=name):
                self._names.add(name)
        if isinstance(node, DEFINED):
            self._define(node)
            return
        for child in ast.iter_child_nodes(node):
            self._read(child)

    def _define(self, node: ast.AST) -> None:
        if isinstance(node, ast.ClassDef):
            for each in node.bases:
                self._read(each)
            for each in node.body:
                self._define(each) if isinstance(each, ast.FunctionDef) else self._read(each)
        for result in _results(node):
            self._read(result)
        if isinstance(node, ast.FunctionDef):
            # `ctx` is one thing in all methods of a class.
            for each in alive(node.body):
                if (
                    isinstance(each, ast.Expr)
                    and isinstance(each.value, ast.Call)
                    and self._is_method(node)
                ):
                    self._read(each)

    def _is_method(self, node: ast.AST) -> bool:
        return isinstance(self._scopes.parents.get(node), ast.ClassDef)

    def _name(self, node: ast.Name) -> None:
        path = self._scopes.path(node)
        self._names.update(path.split(".")[-1:] if path else ())
        scope = self._scopes.owner(node)
        if scope is None:
            return
        running = (
            {*alive(getattr(scope, "body", []))} if not isinstance(scope, ast.Lambda) else None
        )
        for each in self._last(node, self._scopes.meant(node)):
            statement = self._statement(each)
            if isinstance(each, ast.arg):
                self._parameters.add(each)
                if self._is_method(scope):
                    continue
            elif isinstance(each, DEFINED):
                self._read(each)
            elif running is None or statement in running:
                self._read(self._given(each, statement))
        for statement in running or ():
            if _changes(statement, node.id):
                self._read(statement)

    def _given(self, node: ast.AST, statement: ast.stmt) -> ast.AST | None:
        """The part of a statement that gives a name its value."""
        walrus = self._scopes.parents.get(node)
        if isinstance(walrus, ast.NamedExpr):
            return walrus.value
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if (
                node in names and len(names) == len(values)
            ):
                return values[names.index(node)]  # type: ignore[arg-type]
            case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.AnnAssign(value=value):
                return value
            case ast.For(iter=value):
                return value
            case ast.With(items=items):
                return ast.Tuple([each.context_expr for each in items], ast.Load())
        return statement if isinstance(statement, ast.Expr) else None

    def _last(self, node: ast.Name, found: list[ast.AST]) -> list[ast.AST]:
        """Without what was overwritten for certain before the name is read."""
        scope = self._scopes.owner(node)
        body = getattr(scope, "body", None)
        here = self._statement(node)
        if not isinstance(body, list) or scope not in [*self._scopes.around(node)][:1]:
            return found
        sure = [
            e
            for e in found
            if (s := self._statement(e)) in body
            and isinstance(s, ast.Assign)
            and s.end_lineno < here.lineno
        ]  # type: ignore[operator]
        top = next((each for each in body if here is each or here in [*ast.walk(each)]), None)
        if not sure or top is None or isinstance(top, ast.For | ast.While):
            return found
        last = max(sure, key=lambda each: each.lineno)  # type: ignore[attr-defined]
        return [
            each
            for each in found
            if getattr(each, "lineno", 0) >= last.lineno
            and self._statement(each) is not here
            or each is last
        ]  # type: ignore[attr-defined]

    def _statement(self, node: ast.AST) -> ast.stmt:
        return (
            node
            if isinstance(node, ast.stmt)
            else next(e for e in self._scopes.above(node) if isinstance(e, ast.stmt))
        )

    def _arguments(self, call: ast.Call, called: ast.AST) -> None:
        places = [*called.args.posonlyargs, *called.args.args]  # type: ignore[attr-defined]
        for place, each in zip(places, call.args, strict=False):
            if place in self._parameters:
                self._read(each)
        for keyword in call.keywords:
            if any(each.arg == keyword.arg and each in self._parameters for each in places):
                self._read(keyword.value)


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
        case ast.Assign(
            targets=[ast.Subscript(value=ast.Name(id=of)) | ast.Attribute(value=ast.Name(id=of))]
        ):
            return of == name
        case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=of)) | ast.Name(id=of)):
            return of == name
    return False
