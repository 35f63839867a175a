"""Noting what every sub-expression of a snippet gives, while it runs as it would anyway.

Each is handed through a function that gives it back. That function goes by a name that cannot be
written, keeps no value alive, and stands in the place of what it wraps, so that tracebacks say
what they would have said.
"""

import ast
import builtins
import linecache
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from types import FrameType
from typing import Any, Final, TypeVar

import torch

from sandbox.limits import TRACED
from sandbox.protocol import FILENAME
from sandbox.worker.execute import shows, shows_any
from sandbox.worker.operands.target import Step, path_to, reached
from sandbox.worker.operands.truth import asked_in
from sandbox.worker.shield import Raised, attempt, attempt_or
from sandbox.worker.told.facts import Facts, facts, is_array, traced
from sandbox.worker.told.source import Span, remembered, span

T = TypeVar("T")

_NAME: Final = "<seen>"
_LEFT: Final = "<left>"
_FRAME: Final = sys._getframe  # noqa: SLF001
# What a traced run can't be hidden from.
_LOOKERS: Final = frozenset({"cProfile", "dis", "profile"})
_LOOKED_AT: Final = (
    "this run is traced: cProfile counts and dis shows the calls that note the values, too; "
    "/run goes without them\n"
)
_TOO_DEEP: Final = (
    "no line's values are noted: one statement here nests too deep for that; "
    "the code runs as with /run\n"
)
# So often a place that holds no tensor is looked at: a loop may count there.
_IN_VAIN: Final = 100
# How much deeper what notes a value goes than the snippet itself.
FRAMES: Final = 5


class Seen:
    """Of each sub-expression the last tensor or array that it gave, as facts."""

    def __init__(self) -> None:
        self.facts: dict[Span, Facts] = {}
        self._spans: list[Span] = []
        # The frame, since a function that calls itself comes by in between; 0 for no tensor.
        self._noted_by: dict[Span, int] = {}
        self._in_vain: Counter[int] = Counter()

    def number(self, where: Span) -> int:
        """What a sub-expression is noted under."""
        self._spans.append(where)
        return len(self._spans) - 1

    def note(self, number: int, value: T) -> T:
        """Give the value back, whatever happens."""
        # Torch's compiler reads what the snippet calls, and can't go past a look at frames.
        if torch.compiler.is_dynamo_compiling():
            return value
        # A function that torch records would have our looking at it in the recording.
        if is_array(value) and torch._C._get_tracing_state() is None:  # noqa: SLF001
            by = id(_FRAME(1))
            attempt(lambda: self._keep(self._spans[number], value, by))
        else:
            self._noted_by[self._spans[number]] = 0
        return value

    def note_left(self, number: int, owner: object, *steps: Step) -> None:
        """What an augmented assignment left; of no frame, since its target is read before that."""
        if torch.compiler.is_dynamo_compiling() or self._in_vain[number] > _IN_VAIN:
            return
        value = attempt_or(None, lambda: reached(owner, steps))
        if is_array(value) and torch._C._get_tracing_state() is None:  # noqa: SLF001
            attempt(lambda: self._keep(self._spans[number], value, 0))
        else:
            self._in_vain[number] += 1

    def _keep(self, where: Span, value: object, by: int) -> None:
        self._noted_by[where] = by
        known = self.facts.pop(where, None)
        if (known or len(self.facts) < TRACED) and (held := facts(value)):
            self.facts[where] = held

    def in_frame(self, frame: FrameType) -> dict[Span, Facts]:
        """What that very frame noted last; asked while it lives: a later one may get its id."""
        return {
            where: held
            for where, held in self.facts.items()
            if self._noted_by.get(where) == id(frame)
        }

    def trace(self) -> list[dict[str, Any]]:
        """As the wire has it, in the order of evaluation; in a loop that of the last time."""
        source = remembered()
        nodes = {span(node): node for node in source.nodes if isinstance(node, ast.expr)}
        return [traced(source.spot(nodes[where]), held) for where, held in self.facts.items()]


def watched(tree: ast.Module, seen: Seen) -> ast.Module | None:
    """Another tree of the snippet that tells `seen`; None where that can't be had."""
    made = attempt(lambda: _watched(tree, seen))
    if isinstance(made, Raised):
        if isinstance(made.error, RecursionError):
            sys.stderr.write(_TOO_DEEP)
        return None
    setattr(builtins, _NAME, seen.note)
    setattr(builtins, _LEFT, seen.note_left)
    if _LOOKERS & _imported(tree):
        sys.stderr.write(_LOOKED_AT)
    return made


def _imported(tree: ast.Module) -> set[str | None]:
    """Names of modules; of a relative import, which a snippet can't have, whatever it says."""
    nodes = list(ast.walk(tree))
    whole = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    return whole | {node.module for node in nodes if isinstance(node, ast.ImportFrom)}


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


class _Watch(ast.NodeTransformer):
    """Wraps what may be a tensor; leaves alone what Python reads in a special way."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        # Asked for their truth where they stand; Python marks a comparison only if it sees it.
        self._asked: set[ast.AST] = set()

    def visit(self, node: ast.AST) -> Any:
        self._asked.update(asked_in(node))
        return _VISITS.get(type(node), _Watch.generic_visit)(self, node)

    def each(self, nodes: list[Any]) -> list[Any]:
        return [self.visit(node) for node in nodes]

    def noted(self, node: ast.expr) -> ast.expr:
        number = ast.Constant(self._seen.number(span(node)))
        call = ast.Call(ast.Name(_NAME, ast.Load()), [number, node], [])
        for made in (number, call.func, call):
            ast.copy_location(made, node)
        return call

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

    def comparison(self, node: ast.Compare) -> ast.expr:
        """Of a chain Python asks each for its truth, the last too where it jumps on it."""
        self.generic_visit(node)
        return node if len(node.ops) > 1 or node in self._asked else self.noted(node)

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
        """What it leaves is noted behind it; the two stand in an `if` whose test is no code."""
        way = path_to(node.target)
        self.generic_visit(node)
        if way is None:
            return node
        number = ast.Constant(self._seen.number(span(node.target)))
        left = ast.Expr(ast.Call(ast.Name(_LEFT, ast.Load()), [number, *way], []))
        for made in ast.walk(left):
            ast.copy_location(made, node.target)
        both = ast.If(ast.Constant(value=True), [node, left], [])
        ast.copy_location(both.test, node.target)
        return ast.copy_location(both, node)

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
    ast.Compare: _Watch.comparison,
    ast.ExceptHandler: _Watch.body,
    ast.FunctionDef: _Watch.definition,
    ast.match_case: _Watch.case,
    ast.Name: _Watch.loaded,
    ast.Subscript: _Watch.loaded,
    ast.UnaryOp: _Watch.operation,
}
