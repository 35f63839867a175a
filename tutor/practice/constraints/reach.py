"""What the result of a submission surely comes from."""

import ast
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Final

from tutor.practice.constraints.scopes import DEFINED, FUNCTIONS, Scopes

Names = frozenset[str]
Given = Mapping[ast.AST, Names | None]
NONE: Final[Names] = frozenset()
_MOST_STEPS: Final = 20_000  # written to be slow, code is not read to its end
_ENDS: Final = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_PLAIN: Final = (ast.Assign, ast.AnnAssign, *DEFINED)
_ASKS: Final = (ast.Is, ast.IsNot, ast.In, ast.NotIn)


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
    own result depends on, that of a library's function on what it is called on or its first
    argument; nothing depends on what was overwritten, nor on a value's shape alone.
    None stands for what never comes to a result, so that it takes nothing from a choice.
    """

    def __init__(self, scopes: Scopes, metadata: Names, beside: Names) -> None:
        self._scopes, self._metadata, self._beside = scopes, metadata, beside
        self._open: list[ast.AST] = []
        self._steps = _MOST_STEPS

    def of_result(self, node: ast.AST, given: Given = MappingProxyType({})) -> Names | None:
        """Those of what a function returns, whose parameters are `given`."""
        if node in self._open:
            return None
        self._open.append(node)
        if isinstance(node, ast.Lambda):
            returned = [node.body]
        else:
            running = alive(getattr(node, "body", []))
            returned = [e.value for e in running if isinstance(e, ast.Return) and e.value]
        found = _common(self._of(each, given) for each in returned)
        self._open.pop()
        return found

    def _all(self, nodes: Iterable[ast.AST], given: Given) -> Names:
        return NONE.union(*(self._of(each, given) or NONE for each in nodes))

    def _of(self, node: ast.AST, given: Given) -> Names | None:
        self._steps -= 1
        if self._steps < 0 or self._is_empty(node):
            return NONE
        match node:
            case ast.Name():
                return self._of_name(node, given)
            case ast.Attribute(attr=name, value=value):
                return self._all([value], given) | {name}
            case ast.Call():
                return self._of_any_call(node, given)
            case _ if choices := _choices(node):
                return _common(self._of(each, given) for each in choices)
        return self._all(_parts_of(node, all_of_it=self._is_in_a_class), given)

    @property
    def _is_in_a_class(self) -> bool:
        """A method of autograd's is loosely read: its gradient is tested, its class asked for."""
        return any(isinstance(each, ast.ClassDef) for each in self._open)

    def _of_any_call(self, call: ast.Call, given: Given) -> Names | None:
        if called := self._called(call.func):
            return _common(self._of_call(call, each, given) for each in called)
        in_a_class = self._is_in_a_class
        parts = ast.iter_child_nodes(call)
        return self._all(parts, given) if in_a_class else self._of_library(call, given)

    def _of_library(self, call: ast.Call, given: Given) -> Names | None:
        taken = [*call.args, *(each.value for each in call.keywords)]
        path = self._scopes.path(call.func)
        if path.rpartition(".")[2] in self._beside:
            return _common(self._of(each, given) for each in taken)
        is_method = isinstance(call.func, ast.Attribute) and not path
        return self._all([call.func, *([] if is_method else taken[:1])], given)

    def _is_empty(self, node: ast.AST) -> bool:
        """Whether an expression has nothing of the values that stand in it."""
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                return _cancels(left, op, right)
            case ast.Compare(ops=ops):
                return any(isinstance(each, _ASKS) for each in ops)
            case ast.Attribute(attr=name):
                return name in self._metadata
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                return name in self._metadata
        return isinstance(node, ast.Lambda)

    def _called(self, func: ast.AST) -> list[ast.AST]:
        return [e for e in (func, *self._scopes.defined(func)) if isinstance(e, FUNCTIONS)]

    def _of_call(self, call: ast.Call, called: ast.AST, given: Given) -> Names | None:
        places = [*called.args.posonlyargs, *called.args.args]  # type: ignore[attr-defined]
        named = {each.arg: each for each in places}
        passed = [*zip(places, call.args, strict=False)]
        passed += [(named[each.arg], each.value) for each in call.keywords if each.arg in named]
        inside = {place: self._of(value, given) for place, value in passed}
        return self.of_result(called, {**given, **inside})

    def _of_class(self, node: ast.ClassDef, given: Given) -> Names:
        """Its bases, and what all its methods share; of autograd's, what is saved and read."""
        methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
        found = self._all(node.bases, given)
        if "Function" not in found:
            return found | (_common(self.of_result(e, given) for e in methods.values()) or NONE)
        self._open.append(node)
        saving = [methods[each] for each in ("forward", "setup_context") if each in methods]
        told = [e for m in saving for e in alive(m.body) if isinstance(e, ast.Expr)]
        read = self.of_result(methods.get("backward", node), given) or NONE
        found |= self._all(told, given) if "saved_tensors" in read else NONE
        self._open.pop()
        return found

    def _of_name(self, node: ast.Name, given: Given) -> Names | None:
        path, scope = self._scopes.path(node), self._scopes.owner(node)
        if path or scope is None or node in self._open:
            return frozenset(path.split(".")[-1:]) if path else NONE
        self._open.append(node)
        running = [*alive(getattr(scope, "body", []))] if not isinstance(scope, ast.Lambda) else []
        told = [e for e in running if self._is_in_a_class and _changes(e, node.id)]
        made = _common(
            self._of_binding(each, given)
            for each in self._last(node, scope)
            if isinstance(each, ast.arg)
            or self._scopes.statement(each) in (running or [self._scopes.statement(each)])
        )
        found = made if made is None and not told else (made or NONE) | self._all(told, given)
        self._open.pop()
        return found

    def _of_definition(self, node: ast.AST, given: Given) -> Names | None:
        if isinstance(node, ast.ClassDef):
            return self._of_class(node, given)
        return self.of_result(node, given)

    def _of_binding(self, node: ast.AST, given: Given) -> Names | None:
        if isinstance(node, ast.arg):
            return given.get(node, NONE)
        if isinstance(node, DEFINED):
            return self._of_definition(node, given)
        walrus = self._scopes.parents.get(node)
        match walrus if isinstance(walrus, ast.NamedExpr) else self._scopes.statement(node):
            case ast.AugAssign():
                return None
            case ast.Assign(targets=[ast.Tuple(elts=to)], value=ast.Tuple(elts=values)) if (
                node in to and len(to) == len(values)
            ):
                return self._of(values[to.index(node)], given)
            case (
                ast.Assign(value=value)
                | ast.For(iter=value)
                | ast.NamedExpr(value=value)
                | ast.AnnAssign(value=ast.expr() as value)
            ):
                return self._of(value, given)
        return NONE

    def _last(self, node: ast.Name, scope: ast.AST) -> list[ast.AST]:
        """Without what was overwritten for certain before the name is read."""
        found = self._scopes.bindings[scope][node.id]
        body, here = getattr(scope, "body", None), self._scopes.statement(node)
        loops = any(isinstance(each, ast.For | ast.While) for each in self._scopes.above(node))
        if not isinstance(body, list) or next(self._scopes.around(node)) is not scope or loops:
            return found
        before = [e for e in found if isinstance(e, ast.arg) or self._at(e) < self._at(here)]
        stated = [(self._at(each), self._scopes.statement(each)) for each in before]
        sure = [at for at, each in stated if each in body and isinstance(each, _PLAIN)]
        return [each for each in before if self._at(each) >= max(sure)] if sure else before

    def _at(self, node: ast.AST) -> tuple[int, int]:
        statement = self._scopes.statement(node)
        return statement.lineno, statement.col_offset


def _common(found: Iterable[Names | None]) -> Names | None:
    known = [each for each in found if each is not None]
    return reduce(frozenset.intersection, known) if known else None


def _choices(node: ast.AST) -> list[ast.expr]:
    """Of what stands side by side, any may be the one that is taken."""
    match node:
        case ast.IfExp(test=test, body=body, orelse=orelse):
            known = constant(test)
            return [body] * (known is not False) + [orelse] * (known is not True)
        case ast.Tuple(elts=values) | ast.List(elts=values) | ast.Set(elts=values):
            return [each for each in values if not isinstance(each, ast.Constant)]
        case ast.Dict(values=values) | ast.BoolOp(values=values):
            return [each for each in values if not isinstance(each, ast.Constant)]
    return []


def _parts_of(node: ast.AST, *, all_of_it: bool) -> list[ast.AST]:
    """Of what is looked up where it is written down, the one that is taken."""
    held: dict[Hashable, ast.expr]
    match node:
        case ast.Subscript(value=ast.Tuple(elts=values) | ast.List(elts=values), slice=at):
            places = range(-len(values), len(values))
            held = dict(zip(places, [*values, *values], strict=True))
        case ast.Subscript(value=ast.Dict(keys=keys, values=values), slice=at):
            held = {_literal(k): v for k, v in zip(keys, values, strict=True)}
        case ast.Subscript(value=value) if not all_of_it:
            return [value]
        case _:
            return [*ast.iter_child_nodes(node)]
    taken = held.get(_literal(at))
    return [taken or node.value]


def _literal(node: ast.AST | None) -> Hashable:
    try:
        value: Hashable = ast.literal_eval(node) if isinstance(node, ast.expr) else None
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, int | str) else None


def _cancels(left: ast.expr, op: ast.operator, right: ast.expr) -> bool:
    """Nothing is left of a value that is multiplied by zero, or taken from itself."""
    if isinstance(op, ast.Mult):
        return any(isinstance(each, ast.Constant) and each.value == 0 for each in (left, right))
    return isinstance(op, ast.Sub) and ast.dump(left) == ast.dump(right)


def _changes(statement: ast.stmt, name: str) -> bool:
    """Whether a statement writes into a value by the name it has."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr=method))):
            return of == name and method.endswith("_")
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=of))]):
            return of == name
        case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=of)) | ast.Name(id=of)):
            return of == name
    return False
