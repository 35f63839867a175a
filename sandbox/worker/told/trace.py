"""Noting what the parts of a snippet's lines give, while it runs as it would anyway.

Each is handed through a function that gives it back. That function goes by a name that cannot be
written, keeps no tensor alive, and stands in the place of what it wraps, so that tracebacks say
what they would have said.
"""

import ast
import builtins
import linecache
import sys
import warnings
from collections.abc import Callable
from copy import deepcopy
from functools import cached_property
from types import FrameType
from typing import Any, Final, TypeVar, cast

import torch

from sandbox.limits import TRACED
from sandbox.protocol import FILENAME
from sandbox.worker.execute import shows, shows_any
from sandbox.worker.shield import Raised, attempt, attempt_or
from sandbox.worker.told.facts import Facts, facts, is_array, traced
from sandbox.worker.told.failing import NOTHING, Held, Line, Place, asked_in, line_of, place
from sandbox.worker.told.source import Source, Span, remembered, span

T = TypeVar("T")

_SEEN, _FAILED = "<seen>", "<failed>"
_ACTS: Final = (ast.Call, ast.Await, ast.NamedExpr, ast.Yield, ast.YieldFrom)
# Under names of our own: a snippet may have put something else in their place.
_frame, _error = sys._getframe, sys.exception  # noqa: SLF001
_TOO_DEEP: Final = (
    "no line's values are noted: one statement here nests too deep for that; "
    "the code runs as with /run\n"
)
# How much deeper what notes a value goes than the snippet itself.
FRAMES: Final = 5


def _held(value: object) -> Facts | None:
    """Of a tensor or an array; a function that torch records would have our looking in it."""
    is_recorded = is_array(value) and torch._C._get_tracing_state() is not None  # noqa: SLF001
    return None if is_recorded else facts(value)


class Seen:
    """Of each part of every line the last tensor or array that it gave, as facts."""

    # Where one line alone is traced: which.
    line: int | None = None

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._facts: dict[Span, Facts] = {}

    def number(self, where: Span) -> int:
        """What a part is noted under."""
        self._spans.append(where)
        return len(self._spans) - 1

    def note(self, number: int, value: T) -> T:
        """Give the value back, whatever happens."""
        # Torch's compiler reads what the snippet calls, and can't go past a look at frames.
        if not torch.compiler.is_dynamo_compiling():
            by = _frame(1)
            attempt(lambda: self._keep(self._spans[number], value, by))
        return value

    def _keep(self, where: Span, value: object, _by: FrameType) -> None:
        if (held := _held(value)) and (where in self._facts or len(self._facts) < TRACED):
            self._facts.pop(where, None)
            self._facts[where] = held

    def trace(self) -> list[dict[str, Any]]:
        """As the wire has it, in the order of evaluation; in a loop that of the last time."""
        source = remembered()
        nodes = {span(node): node for node in source.nodes if isinstance(node, ast.expr)}
        return [traced(source.spot(nodes[where]), held) for where, held in self._facts.items()]


def _key(frame: FrameType) -> tuple[int, int]:
    """While it lives its own; later only one of the same code may have the same."""
    return id(frame), id(frame.f_code)


class SeenLine(Seen):
    """What the parts of one line gave in each frame, and what is to be said when it fails."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self._by_frame: dict[tuple[int, int], dict[Span, Held]] = {}
        self._failed: tuple[BaseException, Line] | None = None

    @cached_property
    def _source(self) -> Source:
        return remembered()

    def _keep(self, where: Span, value: object, by: FrameType) -> None:
        noted = self._by_frame.setdefault(_key(by), {})
        if where in noted:
            # Its turn has come again, and what stands behind it is of the turn before.
            for old in list(noted)[list(noted).index(where) :]:
                del noted[old]
        is_box = issubclass(type(value), (list, tuple))
        noted[where] = value if is_box else _held(value)  # type: ignore[assignment]

    def fail(self) -> None:
        """An error is leaving the line: looked at now, since its frames may go on after this."""
        error = _error()
        if error is not None and not (self._failed and self._failed[0] is error):
            line = attempt_or(NOTHING, lambda: self._line(place(error), is_leaving=True))
            self._failed = (error, line)

    def line_of(self, error: BaseException, where: Place) -> Line:
        """What the line held when that error came from it; another may have come from it since."""
        if self._failed is None:
            return self._line(where, is_leaving=False)
        return self._failed[1] if self._failed[0] is error else NOTHING

    def _line(self, where: Place, *, is_leaving: bool) -> Line:
        noted = self._by_frame.get(_key(where.step.tb_frame), {}) if where.step else {}
        return line_of(where, self._source, noted, is_leaving=is_leaving)

    def trace(self) -> list[dict[str, Any]]:
        return []


def _put_in_place(seen: Seen) -> None:
    setattr(builtins, _SEEN, seen.note)
    if isinstance(seen, SeenLine):
        setattr(builtins, _FAILED, seen.fail)


def forget() -> None:
    """After a rehearsal, so that a snippet finds nothing of ours among Python's own names."""
    for name in (_SEEN, _FAILED):
        delattr(builtins, name)


def watched(tree: ast.Module, seen: Seen) -> ast.Module | None:
    """A tree of the snippet that tells `seen`; None where that can't be had.

    Another tree, unless all that comes of it may be thrown away.
    """
    if isinstance(seen, SeenLine):
        _put_in_place(seen)
        noted: ast.Module = _Watch(seen).visit(tree)
        return noted
    made = attempt(lambda: _watched(tree, seen))
    if isinstance(made, Raised):
        if isinstance(made.error, RecursionError):
            sys.stderr.write(_TOO_DEEP)
        return None
    _put_in_place(seen)
    return made


def _watched(tree: ast.Module, seen: Seen) -> ast.Module:
    # Deeper than the snippet's own tree, so perhaps too deep; what it warns of is said later.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made: ast.Module = _Watch(seen).visit(_another(tree))
        compile(made, FILENAME, "exec", dont_inherit=True)
    return made


def _another(tree: ast.Module) -> ast.Module:
    """Read from the text once more, which is sooner done than a copy, of which sessions have need.

    What shows a session's values stands in the tree alone.
    """
    if shows_any():
        return deepcopy(tree)
    return ast.parse("".join(linecache.getlines(FILENAME)), FILENAME)


def _call(name: str, *given: ast.expr, at: ast.AST) -> ast.Call:
    call = ast.Call(ast.Name(name, ast.Load()), list(given), [])
    for made in (call, call.func):
        ast.copy_location(made, at)
    return call


def _loading(target: ast.expr) -> ast.expr:
    made: Any = deepcopy(target)
    made.ctx = ast.Load()
    return cast("ast.expr", made)


def _begins_on(statement: Any, line: int) -> bool:
    """Whether the line is one of the statement's own, and not of what stands in its body."""
    first = min(each.lineno for each in (statement, *getattr(statement, "decorator_list", ())))
    body = getattr(statement, "body", None)
    last = max(statement.lineno, body[0].lineno - 1) if body else statement.end_lineno
    return bool(first <= line <= last)


class _Watch(ast.NodeTransformer):
    """Wraps what may be a tensor; leaves alone what Python reads in a special way."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._is_on = seen.line is None
        # Asked for their truth where they stand; Python marks a comparison only if it sees it.
        self._asked: set[ast.AST] = set()

    def visit(self, node: ast.AST) -> Any:
        if self._seen.line is not None and isinstance(node, ast.stmt):
            return self._statement(node, self._seen.line)
        if not self._is_on and isinstance(node, ast.expr):
            return node
        return self._visited(node)

    def _visited(self, node: ast.AST) -> Any:
        if self._seen.line is None:
            self._asked.update(asked_in(node))
        visit = _VISITS.get(type(node), _Watch.generic_visit)
        return visit(self, node)

    def _statement(self, node: ast.stmt, line: int) -> ast.stmt:
        outer, self._is_on = self._is_on, _begins_on(node, line)
        made: ast.stmt = self._visited(node)
        is_on, self._is_on = self._is_on, outer
        if not is_on:
            return made
        handler = ast.ExceptHandler(None, None, [ast.Expr(_call(_FAILED, at=node)), ast.Raise()])
        minded = ast.Try([made], [handler], [], [])
        for new in (minded, handler, *handler.body):
            ast.copy_location(new, node)
        return minded

    def each(self, nodes: list[Any]) -> list[Any]:
        return [self.visit(node) for node in nodes]

    def noted(self, node: ast.expr) -> ast.expr:
        number = ast.copy_location(ast.Constant(self._seen.number(span(node))), node)
        return _call(_SEEN, number, node, at=node)

    def part(self, node: ast.expr) -> ast.expr:
        self.generic_visit(node)
        return self.noted(node)

    def loaded(self, node: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
        """Not where it is bound or deleted."""
        self.generic_visit(node)
        return self.noted(node) if isinstance(node.ctx, ast.Load) else node

    def operation(self, node: ast.BinOp | ast.UnaryOp) -> ast.expr:
        """What Python works out while it compiles stays as it is."""
        parts = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
        if all(isinstance(part, ast.Constant) for part in parts):
            return node
        self.generic_visit(node)
        return node if isinstance(node.op, ast.Not) else self.noted(node)

    def asked(self, node: ast.Compare | ast.IfExp) -> ast.expr:
        """Of a chain Python asks each for its truth, the last too where it jumps on it."""
        self.generic_visit(node)
        is_chain = isinstance(node, ast.Compare) and len(node.ops) > 1
        return node if is_chain or node in self._asked else self.noted(node)

    def call(self, node: ast.Call) -> ast.expr:
        """A callee's name decides how Python calls it, `super` above all."""
        match node.func:
            case ast.Name():
                pass
            case ast.Attribute():
                node.func.value = self.visit(node.func.value)
            case _:
                node.func = self.visit(node.func)
        node.args = self.each(node.args)
        node.keywords = self.each(node.keywords)
        # What shows a session's value gives it back, and stands in its place.
        return node if shows(node) else self.noted(node)

    def augmented(self, node: ast.AugAssign) -> ast.AST:
        """What it begins with is noted, and what a name is left with.

        To look at anything else runs it once more: only where all is thrown away, and no calls.
        """
        if not self._is_on:
            return node
        is_name = isinstance(node.target, ast.Name)
        is_sure = not any(isinstance(each, _ACTS) for each in ast.walk(node.target))
        if not is_name and (self._seen.line is None or not is_sure):
            return self.generic_visit(node)
        began, left = (self.visit(_loading(node.target)) for _ in range(2))
        node.value = self.visit(node.value)
        made = [ast.Expr(began), node, *([ast.Expr(left)] if is_name else [])]
        # Its test is no code.
        both = ast.If(ast.Constant(value=True), made, [])
        return ast.fix_missing_locations(ast.copy_location(both, node))

    def annotated(self, node: ast.AnnAssign) -> ast.AST:
        """An annotation may be read as text."""
        node.target = self.visit(node.target)
        node.value = self.visit(node.value) if node.value else None
        return node

    def definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.args = self.visit(node.args)
        node.body = self.each(node.body)
        return node

    def body(self, node: ast.ExceptHandler | ast.ClassDef) -> ast.AST:
        """The classes in `except` and `class` are no tensors."""
        node.body = self.each(node.body)
        return node

    def case(self, node: ast.match_case) -> ast.AST:
        """A pattern is no expression."""
        node.guard = self.visit(node.guard) if node.guard else None
        node.body = self.each(node.body)
        return node

    def leave(self, node: ast.AST) -> ast.AST:
        return node


_VISITS: Final[dict[type[ast.AST], Callable[[_Watch, Any], ast.AST]]] = {
    ast.AnnAssign: _Watch.annotated,
    ast.arg: _Watch.leave,
    ast.AsyncFunctionDef: _Watch.definition,
    ast.Attribute: _Watch.loaded,
    ast.AugAssign: _Watch.augmented,
    ast.Await: _Watch.part,
    ast.BinOp: _Watch.operation,
    ast.Call: _Watch.call,
    ast.ClassDef: _Watch.body,
    ast.Compare: _Watch.asked,
    ast.ExceptHandler: _Watch.body,
    ast.FunctionDef: _Watch.definition,
    ast.IfExp: _Watch.asked,
    ast.match_case: _Watch.case,
    ast.Name: _Watch.loaded,
    ast.Subscript: _Watch.loaded,
    ast.UnaryOp: _Watch.operation,
}
