"""The line that failed: where it is, which part of it broke, and what its parts held."""

import ast
import builtins
import dis
import linecache
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from types import FrameType, TracebackType
from typing import Any, Final, TypeGuard

from sandbox.limits import EXPRESSION_CHARACTERS, OPERANDS
from sandbox.protocol import FILENAME, characters
from sandbox.worker.execute import fit
from sandbox.worker.shield import attempt_or
from sandbox.worker.told.facts import Facts, facts, traced
from sandbox.worker.told.inner_layer import inner_layer, weights_called
from sandbox.worker.told.source import Source, Span, own_steps, span
from sandbox.worker.told.traceback import span_of

_SIMPLE: Final = (
    *(ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign),
    *(ast.Return, ast.Raise, ast.Assert, ast.Delete),
)
_INNER: Final = ("<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_TRIES: Final = (ast.Try, ast.TryStar)
_NAMED: Final = (ast.Name, ast.Attribute, ast.Subscript)
# So many tensors of a list are told; so many of its items are looked at.
_SHOWN, _LOOKED_AT = 4, 1000

# What a part gave: facts, or a list or tuple itself; nothing is kept of what holds no tensor.
Held = Facts | list[Any] | tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the snippet; lines from 1, columns from 0, both in characters."""

    line: int | None
    column: int | None
    end_column: int | None
    step: TracebackType | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What the failing line held, as the wire has it, and which layer broke inside of it."""

    operands: list[dict[str, Any]]
    trace: list[dict[str, Any]]
    inside: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part and what it gave; `name` is of what the code does not mention, as a weight."""

    node: ast.AST
    held: Facts | None
    name: str | None = None
    broke: bool = False


NOWHERE: Final = Place(None, None, None)
NOTHING: Final = Line([], [])


def place(error: BaseException) -> Place:
    """The innermost point inside the snippet."""
    if steps := list(own_steps(error.__traceback__)):
        return _placed(steps[-1])
    if isinstance(error, SyntaxError) and error.filename == FILENAME:
        column = error.offset - 1 if error.offset else None
        ends_here = error.end_offset if error.end_lineno == error.lineno else None
        end = ends_here - 1 if ends_here else None
        return Place(error.lineno, column, end if end and end > (column or 0) else None)
    return NOWHERE


def _placed(step: TracebackType) -> Place:
    if (where := span_of(step)) is None:
        return Place(step.tb_lineno, None, None, step)
    line, start, end_line, end = where
    text = linecache.getline(FILENAME, line).rstrip("\n")
    end_column = characters(text, end) if end_line == line else len(text)
    return Place(line, characters(text, start), end_column, step, where)


def line_of(where: Place, source: Source, noted: Mapping[Span, Held], *, is_leaving: bool) -> Line:
    """What the failing line held; `noted`, what its parts gave in the order of evaluation.

    `is_leaving`: its error comes from there just now, and no frame has gone on since.
    """
    step = where.step
    if step is None or where.span is None or not (named := broken_part(source, where.span)):
        return NOTHING
    names = _readable(step.tb_frame) if is_leaving else _lasting(source, step, named)
    failed = _Failed(source, step, named, noted)
    by_name = failed.by_name(names)
    parts = failed.parts or ([] if is_leaving else by_name)
    broken = failed.broken
    # What `with` is given may fail where another has ended already, and put other weights back.
    is_early = is_leaving and not any(isinstance(n, ast.withitem) for n in source.above(named))
    if is_early and isinstance(broken, ast.Call):
        parts += [_Part(broken.func, *each) for each in weights_called(step, broken)]
    # A `raise` or an `assert` did what it says: nothing in it broke.
    if isinstance(broken, ast.expr | ast.AugAssign):
        parts.append(_Part(broken, failed.used(names), broke=True))
    inside = attempt_or(None, lambda: inner_layer(step, broken, names)) if broken else None
    return Line(
        _operands(_told(source, [part for part in (*parts, *by_name) if not part.name])),
        _told(source, parts),
        fit(inside, EXPRESSION_CHARACTERS) if inside else None,
    )


def broken_part(source: Source, where: Span) -> ast.AST | None:
    """The part that an instruction's position names.

    Of a chain of methods on several lines a call's position begins at its last dot.
    """
    line, column, *end = where
    ending = [
        node
        for node in source.nodes
        if isinstance(node, ast.expr | ast.stmt)
        and span(node)[2:] == tuple(end)
        and span(node)[:2] <= (line, column)
    ]
    # Of several in the same place the innermost, which comes last.
    return max(reversed(ending), key=span, default=None)


def asked_in(node: Any) -> list[ast.expr]:
    """The parts of a node that it only asks for their truth."""
    match node:
        case ast.If() | ast.While() | ast.Assert() | ast.IfExp():
            return list(_leaves(node.test))
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            tests = (test for generator in node.generators for test in generator.ifs)
            return [leaf for test in tests for leaf in _leaves(test)]
        case ast.match_case(guard=ast.expr() as guard):
            return list(_leaves(guard))
    return []


def _leaves(test: ast.expr) -> Iterator[ast.expr]:
    """What Python asks, one after the other, to decide a test."""
    match test:
        case ast.BoolOp(values=values):
            for value in values:
                yield from _leaves(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _leaves(operand)
        case _:
            yield test


class _Failed:
    """The part of a snippet that an instruction's position names, and what is known around it."""

    def __init__(
        self, source: Source, step: TracebackType, named: ast.AST, noted: Mapping[Span, Held]
    ) -> None:
        self._source = source
        self._code = step.tb_frame.f_code
        # Whether the part gave a value, and only to ask for its truth or its items failed.
        name = dis.opname[self._code.co_code[step.tb_lasti]]
        self._was_used = ("JUMP" in name and "_IF_" in name) or name in ("TO_BOOL", "GET_ITER")
        spans = {span(node): node for node in source.nodes if isinstance(node, ast.expr)}
        known = {spans[at]: value for at, value in noted.items() if at in spans}
        at = list(known)[-1] if known and self._was_used else _asserted(named)
        self.broken = self._used(at, is_sure=bool(known)) if self._was_used else at
        self._nodes = set(ast.walk(self._statement(at)))
        self._noted = {node: value for node, value in known.items() if node in self._nodes}

    def _statement(self, inner: ast.AST) -> ast.AST:
        """What holds all of it, or heads one that others stand in."""
        for outer in (inner, *self._source.above(inner)):
            if isinstance(outer, ast.stmt):
                return outer if isinstance(outer, _SIMPLE) else inner
            inner = outer
        return inner

    def _used(self, at: ast.AST, *, is_sure: bool) -> ast.AST | None:
        """What was asked for its truth; None where it may be one of several.

        Python 3.11 names the last comparison before that, or the whole statement; but it is what
        gave its value last, and in a chain of comparisons no part of the code.
        """
        outer = self._source.parents[at]
        if is_sure:
            return outer if isinstance(outer, ast.Compare) and len(outer.ops) > 1 else at
        own: list[Any] = [at]
        tests = asked_in(at) or own
        for outer in self._source.above(at):
            tests = around if at in (around := asked_in(outer)) else tests
        return tests[0] if len(tests) == 1 else None

    def used(self, names: Mapping[str, Any]) -> Facts | None:
        """What the broken part gave, where only the use of it failed."""
        if not self._was_used:
            return None
        held = next((held for node, held in self._noted.items() if node is self.broken), None)
        name = names.get(self.broken.id) if isinstance(self.broken, ast.Name) else None
        return held if isinstance(held, Facts) else facts(name)

    @property
    def parts(self) -> list[_Part]:
        parts = []
        for node, value in self._noted.items():
            if node is self.broken:
                # Itself, or of the turn before, as all behind it.
                break
            if isinstance(value, Facts):
                parts.append(_Part(node, value))
            elif value is not None and self._is_given(node):
                found = _items(ast.unparse(node), value)
                parts += [_Part(node, held, name) for name, held in found]
        return parts

    def _is_given(self, node: ast.expr) -> bool:
        """Whether what has a name there is what the broken part was given, alone or by a star."""
        outer = self._source.parents[node]
        if isinstance(outer, ast.Starred | ast.keyword):
            outer = self._source.parents[outer]
        return outer is self.broken and isinstance(node, _NAMED)

    def by_name(self, names: Mapping[str, Any]) -> list[_Part]:
        """What is read by its name, also where Python did not come to it."""
        others = set() if self._code.co_name in _INNER else set(self._bound_inside())
        read = (node for node in self._nodes if self._is_read(node) and node.id not in others)
        parts = (_Part(node, facts(names.get(node.id))) for node in sorted(read, key=span))
        return [part for part in parts if part.held]

    def _bound_inside(self) -> Iterator[str]:
        """Names of comprehensions and lambdas, which are others than those around them."""
        for node in self._nodes:
            if isinstance(node, ast.arg):
                yield node.arg
            elif isinstance(node, ast.comprehension):
                yield from (each.id for each in ast.walk(node.target) if isinstance(each, ast.Name))

    def _is_read(self, node: ast.AST) -> TypeGuard[ast.Name]:
        is_changed = isinstance(self._source.parents.get(node), ast.AugAssign)
        return isinstance(node, ast.Name) and (is_changed or isinstance(node.ctx, ast.Load))


def _asserted(named: ast.AST) -> ast.AST:
    """Of a statement what it is about, where only that can have failed."""
    match named:
        case ast.For(iter=inner) | ast.Assert(test=ast.Compare() as inner):
            return inner
    return named


def _items(name: str, box: list[Any] | tuple[Any, ...]) -> list[tuple[str, Facts]]:
    """The tensors in a list or a tuple, each with its name; also in a tuple within one.

    All of a few; of many the first of each shape and dtype, since a call breaks where one differs.
    """
    found = []
    for number, item in enumerate(_first_of(box)):
        inner = _first_of(item) if issubclass(type(item), tuple) else ()
        found += [(f"{name}[{number}]", facts(item))]
        found += [(f"{name}[{number}][{at}]", facts(each)) for at, each in enumerate(inner)]
    known = [(text, held) for text, held in found if held]
    if len(known) <= _SHOWN:
        return known
    kinds: dict[tuple[Any, ...], tuple[str, Facts]] = {}
    for text, held in known:
        kinds.setdefault((held.shape, id(held.dtype)), (text, held))
    return list(kinds.values())[:_SHOWN]


def _first_of(box: list[Any] | tuple[Any, ...]) -> Iterator[Any]:
    """Past what a class of the learner's makes of going through it."""
    kind: Any = list if issubclass(type(box), list) else tuple
    return islice(kind.__iter__(box), _LOOKED_AT)


def _readable(frame: FrameType) -> dict[str, Any]:
    """What the frame's code can read; a local name without a value hides the global one."""
    code = frame.f_code
    own = {*code.co_varnames, *code.co_cellvars, *code.co_freevars}
    around = {name: value for name, value in frame.f_globals.items() if name not in own}
    return {**vars(builtins), **around, **frame.f_locals}


def _lasting(source: Source, step: TracebackType, named: ast.AST) -> dict[str, Any]:
    """What the frame's own names held when the error left it, where they surely hold it still.

    An error may be kept, and raised once more when its frame is long past that.
    """
    frame = step.tb_frame
    around = takewhile(lambda node: not isinstance(node, _FUNCTIONS), source.above(named))
    if frame.f_lasti != step.tb_lasti or any(isinstance(node, _TRIES) for node in around):
        return {}
    by_all = [node.names for node in source.nodes if isinstance(node, ast.Global)]
    shared = {*frame.f_code.co_cellvars, *frame.f_code.co_freevars, *chain(*by_all)}
    return {name: value for name, value in frame.f_locals.items() if name not in shared}


def _operands(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each expression once, with what it held."""
    held = {part["expression"]: part for part in parts if part["shape"] is not None}
    keys = ("expression", "shape", "dtype")
    return [{key: part[key] for key in keys} for part in islice(held.values(), OPERANDS)]


def _told(source: Source, parts: Iterable[_Part]) -> list[dict[str, Any]]:
    return [
        traced(source.spot(part.node, part.name), part.held, broke=part.broke) for part in parts
    ]
