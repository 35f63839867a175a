"""Whether what an error's frames hold now is what they held when it was raised.

A frame goes on after an error in it: through `except` and `finally`, or, where the error is kept
and raised once more, through anything at all.
"""

import ast
import builtins
import dis
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import (
    BuiltinFunctionType,
    CodeType,
    FrameType,
    FunctionType,
    ModuleType,
    TracebackType,
)
from typing import Any, Final

import numpy as np
import torch

from sandbox.worker.execute import FILENAME
from sandbox.worker.failing import broken_part, names_in
from sandbox.worker.source import Source
from sandbox.worker.stack import span_of
from sandbox.worker.stand_in import UNKNOWN, is_plain, is_tensor
from sandbox.worker.steady import Steady

_Opcode = Callable[[CodeType, int], tuple[str, int]]

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
# Of a global these alone: what else it holds may have been put there later.
_LASTING: Final = (ModuleType, FunctionType, BuiltinFunctionType, type)
# A layer's weight gets another dtype in place, by `double`; an array another shape, by `a.shape =`.
_CHANGING: Final = (torch.nn.Parameter, torch.nn.Buffer, np.ndarray)
_READS: Final = (
    *(ast.Expr, ast.If, ast.Pass, ast.Call, ast.keyword, ast.Attribute, ast.Name, ast.Constant),
    *(ast.Subscript, ast.Slice, ast.Starred, ast.Tuple, ast.List, ast.JoinedStr),
    *(ast.FormattedValue, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp),
    *(ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop),
)
_TELLS: Final = frozenset(
    {
        *("print", "len", "type", "str", "repr", "format", "join", "list", "tuple", "add_note"),
        *("size", "dim", "numel", "item", "tolist", "print_exc"),
        *("debug", "info", "warning", "error", "exception"),
    }
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What names stood for in the failing frame; `is_now`: what else was seen there still holds."""

    names: dict[str, Any]
    is_now: bool


_UNKNOWN: Final = Moment({}, is_now=False)


def moment_of(error: BaseException, frame: FrameType, source: Source) -> Moment:
    """What is known of the failing frame: nothing where its names may hold other values by now."""
    steps = list(_all_steps(error.__traceback__))
    own = [step for step in steps if step.tb_frame.f_code.co_filename == FILENAME]
    if not own or len({id(step.tb_frame) for step in own}) < len(own):
        return _UNKNOWN
    opcode = _reader()
    went_on = [step for step in own if step.tb_frame.f_lasti != step.tb_lasti]
    kept = _kept(steps, opcode)
    if any(_was_gone_on_with(steps[at:]) for at in kept) or not all(
        _is_leaving(step, opcode) and _only_told(step, source, error) for step in went_on
    ):
        return _UNKNOWN
    if kept:
        return Moment(_lasting_names(frame, source), is_now=False)
    return Moment(names_in(frame), is_now=True)


def _was_gone_on_with(steps: list[TracebackType]) -> bool:
    """Whether a snippet raised it by hand or did anything in the frames below since.

    A pool of threads keeps an error for whoever asks for the result: there a frame just ended.
    """
    below = [step for step in steps[1:] if step.tb_frame.f_code.co_filename == FILENAME]
    return (
        steps[0].tb_frame.f_code.co_filename == FILENAME
        or not below
        or any(step.tb_frame.f_lasti != step.tb_lasti for step in below)
    )


def _lasting_names(frame: FrameType, source: Source) -> dict[str, Any]:
    """Without what others could have put another value to since, or could have changed in place."""
    names = names_in(frame)
    lasting = {name: value for name, value in names.items() if type(value) in _LASTING}
    if frame.f_locals is frame.f_globals:
        return lasting
    code = frame.f_code
    own = frame.f_locals.keys() - {*code.co_cellvars, *code.co_freevars}
    steady = Steady(source, names)
    return lasting | {
        name: names[name]
        for name in own
        if _keeps_its_shape(names[name]) and steady.is_steady(ast.Name(name))
    }


def _keeps_its_shape(value: Any) -> bool:
    """Of lists, objects and layers the items and attributes are everybody's."""
    kind = type(value)
    return is_plain(kind) and kind not in _CHANGING and not (is_tensor(value) and vars(value))


def _all_steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _reader() -> _Opcode:
    """Each code object makes its bytes anew when asked, and a recursion asks a thousand times."""
    known: dict[int, bytes] = {}

    def opcode(code: CodeType, at: int) -> tuple[str, int]:
        if (made := known.get(id(code))) is None:
            made = known[id(code)] = code.co_code
        return dis.opname[made[at]], made[at + 1]

    return opcode


def _kept(steps: list[TracebackType], opcode: _Opcode) -> list[int]:
    """Where it was raised by hand, with a past; a library that does so at once is there twice."""
    by_hand: dict[tuple[int, int], bool] = {}
    found = []
    for number, step in enumerate(steps[:-1]):
        code, at = step.tb_frame.f_code, step.tb_lasti
        if (place := (id(code), at)) not in by_hand:
            by_hand[place] = opcode(code, at)[0] == "RAISE_VARARGS"
        if by_hand[place]:
            found.append(number)
    frames = [step.tb_frame for step in steps] if found else []
    return [number for number in found if frames.count(frames[number]) == 1]


def _is_leaving(step: TracebackType, opcode: _Opcode) -> bool:
    """On its way out with an error: with nothing to catch it, by `finally` or by a bare `raise`."""
    name, argument = opcode(step.tb_frame.f_code, step.tb_frame.f_lasti)
    return name in ("RERAISE", "CLEANUP_THROW") or (name == "RAISE_VARARGS" and argument == 0)


def _only_told(step: TracebackType, source: Source, error: BaseException) -> bool:
    """Whether all that it came through on its way out only says something."""
    where = span_of(step)
    broken = broken_part(source, where) if where else None
    if broken is None:
        return False
    names = names_in(step.tb_frame)
    passed = [each for each in _passed(source, broken, names, error) if not _only_tells(each)]
    return not passed


def _passed(
    source: Source, broken: ast.AST, names: dict[str, Any], error: BaseException
) -> Iterator[ast.AST]:
    inner = broken
    for outer in source.above(broken):
        if isinstance(outer, _FUNCTIONS):
            return
        if isinstance(outer, ast.Try | ast.TryStar) and inner not in outer.finalbody:
            yield from outer.finalbody
            if inner in outer.body:
                handlers = (each for each in outer.handlers if _may_catch(each, names, error))
                yield from (part for each in handlers for part in ast.iter_child_nodes(each))
        inner = outer


def _may_catch(handler: ast.ExceptHandler, names: dict[str, Any], error: BaseException) -> bool:
    """False where Python's own classes alone stand there, and the error is of none of them."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(_may_name(kind, names, error) for kind in kinds)


def _may_name(kind: ast.expr | None, names: dict[str, Any], error: BaseException) -> bool:
    known = vars(builtins).get(kind.id, UNKNOWN) if isinstance(kind, ast.Name) else UNKNOWN
    is_pythons = isinstance(known, type) and names.get(known.__name__) is known
    return not is_pythons or known in type(error).__mro__


def _only_tells(passed: ast.AST) -> bool:
    return all(map(_changes_nothing, ast.walk(passed)))


def _changes_nothing(node: ast.AST) -> bool:
    match node:
        case ast.Raise(exc=exception):
            return exception is None
        case ast.Store() | ast.Del():
            return False
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _TELLS
        case ast.Call():
            return False
    return isinstance(node, _READS)
