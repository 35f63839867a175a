"""What an error came through on its way out of a snippet, and whether that changed what is told.

Any name may have got another value that the failing line does not read, as a timer's have.
"""

import ast
import builtins
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Final

from sandbox.worker.operands.failing import broken_part, names_in
from sandbox.worker.operands.stand_in import UNKNOWN
from sandbox.worker.told.source import Source, is_own, span, words_in
from sandbox.worker.told.traceback import span_of

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_READS: Final = (
    *(ast.Expr, ast.If, ast.Pass, ast.keyword, ast.Attribute, ast.Name, ast.Constant),
    *(ast.Subscript, ast.Slice, ast.Starred, ast.Tuple, ast.List, ast.JoinedStr),
    *(ast.FormattedValue, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Assign, ast.Return),
    *(ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop),
)
_TELLS: Final = frozenset(
    {
        *("print", "len", "type", "str", "repr", "format", "join", "list", "tuple", "add_note"),
        *("size", "dim", "numel", "item", "tolist", "print_exc"),
        *("debug", "info", "warning", "error", "exception"),
    }
)
_CLOCKS: Final = frozenset(
    {"time", "time_ns", "perf_counter", "perf_counter_ns", "monotonic", "process_time"}
)
_TIDIES: Final = frozenset(
    {
        *("train", "set_rng_state", "manual_seed", "seed", "close", "flush", "write"),
        *("synchronize", "empty_cache", "collect", "chdir"),
    }
)
_HARMLESS: Final = _TELLS | _CLOCKS | _TIDIES
# Python's own alone: a layer's `float` makes it another.
_RECKONS: Final = frozenset({"abs", "float", "int", "max", "min", "round", "sum"})
# What runs another function by that name.
_RUNS: Final = {"eval": "train"}
_EXITS: Final = frozenset({"__exit__", "__aexit__"})
_MAKERS: Final = frozenset({"contextmanager", "asynccontextmanager"})
# Of libraries, whose end is whatever they were given.
_DO_ANYTHING: Final = frozenset({"ExitStack", "AsyncExitStack", "closing", "aclosing", "mock"})
_MOCK: Final = "unittest.mock"


def _is_decorators(step: TracebackType) -> bool:
    """Of a function whose decorator is a context manager no `with` is to be seen."""
    home, name = step.tb_frame.f_globals.get("__name__"), step.tb_frame.f_code.co_name
    return (home, name) == ("contextlib", "inner")


class WayOut:
    """One error on its way out of the snippet's frames, which `steps` name among all."""

    def __init__(self, source: Source, steps: list[TracebackType], error: BaseException) -> None:
        self._source = source
        self._error = error
        self._parts: dict[tuple[int, int], ast.AST | None] = {}
        self._own = list(filter(is_own, steps))
        self._is_decorated = any(map(_is_decorators, steps))
        self._read = self._read_by(self._part(self._own[-1]))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        self._functions = [node for node in source.nodes if isinstance(node, kinds)]

    def only_told(self, step: TracebackType) -> bool:
        """Whether all that it came through in that frame only says something."""
        broken = self._part(step)
        if broken is None:
            return False
        return all(map(self._only_tells, self._passed(broken, names_in(step.tb_frame))))

    def was_let_out(self) -> bool:
        """Whether the end of some `with` around it may have put other values in place.

        Which of the snippet's own ends it met is not asked: each has to be harmless.
        """
        parts = {self._part(step) for step in self._own}
        if not (self._is_decorated or any(map(self._is_in_a_with, parts))):
            return False
        words = self._source.words
        return (
            not words.isdisjoint(_DO_ANYTHING | _EXITS)
            or self._imports_mock()
            or not all(map(self._only_tells, self._exits()))
        )

    def _imports_mock(self) -> bool:
        imports = (node for node in self._source.nodes if isinstance(node, ast.Import))
        from_mock = (node.module for node in self._source.nodes if isinstance(node, ast.ImportFrom))
        return _MOCK in from_mock or any(each.name == _MOCK for i in imports for each in i.names)

    def _part(self, step: TracebackType) -> ast.AST | None:
        """Looked for once: a recursion comes by the same one a thousand times."""
        place = (id(step.tb_frame.f_code), step.tb_lasti)
        if place not in self._parts:
            where = span_of(step)
            self._parts[place] = broken_part(self._source, where) if where else None
        return self._parts[place]

    def _read_by(self, broken: ast.AST | None) -> frozenset[str]:
        """What the failing line reads, as far as anything of it is told."""
        if broken is None:
            return self._source.words
        statements = (each for each in self._source.above(broken) if isinstance(each, ast.stmt))
        whole = broken if isinstance(broken, ast.stmt) else next(statements, broken)
        first, _, last, _ = span(whole)
        nodes = (node for node in self._source.nodes if isinstance(node, ast.expr))
        return words_in(node for node in nodes if first <= node.lineno <= last)

    def _is_in_a_with(self, broken: ast.AST | None) -> bool:
        if broken is None:
            return True
        inner = broken
        for outer in self._source.above(broken):
            if isinstance(outer, _FUNCTIONS):
                return False
            if isinstance(outer, ast.With | ast.AsyncWith) and inner is not outer.items[0]:
                return True
            inner = outer
        return False

    def _exits(self) -> Iterator[ast.AST]:
        for function in self._functions:
            if function.name in _EXITS:
                yield from function.body
        if not self._source.words.isdisjoint(_MAKERS):
            for node in self._source.nodes:
                if isinstance(node, ast.Yield):
                    yield from self._passed(node, vars(builtins))

    def _passed(self, broken: ast.AST, names: Mapping[str, Any]) -> Iterator[ast.AST]:
        inner = broken
        for outer in self._source.above(broken):
            if isinstance(outer, _FUNCTIONS):
                return
            if isinstance(outer, ast.Try | ast.TryStar) and inner not in outer.finalbody:
                yield from outer.finalbody
                if inner in outer.body:
                    caught = (each for each in outer.handlers if self._may_catch(each, names))
                    yield from (part for each in caught for part in ast.iter_child_nodes(each))
            inner = outer

    def _may_catch(self, handler: ast.ExceptHandler, names: Mapping[str, Any]) -> bool:
        """False where Python's own classes alone stand there, and the error is of none of them."""
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        return any(self._may_name(kind, names) for kind in kinds)

    def _may_name(self, kind: ast.expr | None, names: Mapping[str, Any]) -> bool:
        known = vars(builtins).get(kind.id, UNKNOWN) if isinstance(kind, ast.Name) else UNKNOWN
        is_pythons = isinstance(known, type) and names.get(known.__name__) is known
        return not is_pythons or known in type(self._error).__mro__

    def _only_tells(self, passed: ast.AST) -> bool:
        return all(map(self._changes_nothing, ast.walk(passed)))

    def _changes_nothing(self, node: ast.AST) -> bool:
        match node:
            case ast.Raise(exc=exception):
                return exception is None
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                return True
            case ast.Name(id=name):
                return name not in self._read
            case ast.Attribute():
                return self._is_a_streams(node) or self._is_a_timers(node)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                return self._is_harmless(name, is_method=isinstance(node.func, ast.Attribute))
        is_bound = not isinstance(getattr(node, "ctx", None), ast.Load | None)
        return isinstance(node, _READS) and not (is_bound and isinstance(node, ast.Subscript))

    def _is_harmless(self, name: str, *, is_method: bool) -> bool:
        if self._are_own(name, _RUNS.get(name, name)):
            return False
        if name == "eval":
            # A layer's; Python's does anything.
            return is_method
        return name in _HARMLESS or (name in _RECKONS and not is_method)

    def _are_own(self, *names: str) -> bool:
        """Whether the snippet has a function by one of them."""
        return any(function.name in names for function in self._functions)

    def _is_a_streams(self, node: ast.Attribute) -> bool:
        return ast.unparse(node) in ("sys.stdout", "sys.stderr")

    def _is_a_timers(self, node: ast.Attribute) -> bool:
        """What a plain object keeps of its own; whatever a layer keeps is told of by its call."""
        function = next((f for f in self._source.above(node) if f in self._functions), None)
        home = self._source.parents.get(function) if function else None
        if not isinstance(home, ast.ClassDef) or home.bases or node.attr in self._read:
            return False
        if self._are_own(node.attr, "__setattr__"):
            return False
        return ast.unparse(node.value) == "self"
