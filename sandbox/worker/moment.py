"""Whether what an error's frames hold now is what they held when it was raised.

A frame goes on after an error in it: through `except` and `finally`, or, where the error is kept
and raised once more, through anything at all.
"""

import ast
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
from sandbox.worker.failing import names_in
from sandbox.worker.passing import Passing, words_in
from sandbox.worker.source import Source
from sandbox.worker.stand_in import is_plain, is_tensor
from sandbox.worker.steady import Steady

_Opcode = Callable[[CodeType, int], tuple[str, int]]

# Of a global these alone: what else it holds may have been put there later.
_LASTING: Final = (ModuleType, FunctionType, BuiltinFunctionType, type)
# A layer's weight gets another dtype in place, by `double`; an array another shape, by `a.shape =`.
_CHANGING: Final = (torch.nn.Parameter, torch.nn.Buffer, np.ndarray)
# Where torch puts other weights into a layer for the time of one call.
_BORROWS: Final = "torch.nn.utils.stateless"
# By these a call makes other tensors than it made before.
_MAKES_OTHERS: Final = frozenset(
    {"set_default_dtype", "set_default_device", "set_default_tensor_type"}
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
    passing = Passing(source, steps, error)
    went_on = [step for step in own if step.tb_frame.f_lasti != step.tb_lasti]
    kept = _kept(steps, opcode)
    if any(_was_gone_on_with(steps[at:]) for at in kept) or not all(
        _is_leaving(step, opcode) and passing.only_told(step) for step in went_on
    ):
        return _UNKNOWN
    if kept:
        return Moment(_lasting_names(frame, source), is_now=False)
    names = names_in(frame)
    if passing.was_let_out():
        return Moment(_still(names, source), is_now=True)
    return Moment(_without_layers(names) if _borrowed(steps) else names, is_now=True)


def _borrowed(steps: list[TracebackType]) -> bool:
    """Whether the failing line ran with weights that its layers have given back by now."""
    homes = [step.tb_frame.f_globals.get("__name__") for step in steps]
    own = [at for at, step in enumerate(steps) if step.tb_frame.f_code.co_filename == FILENAME]
    return _BORROWS in homes[: own[-1]]


def _without_layers(names: dict[str, Any]) -> dict[str, Any]:
    """Nor what may hold some."""
    return {
        name: value
        for name, value in names.items()
        if type(value) in _LASTING or is_plain(type(value))
    }


def _still(names: dict[str, Any], source: Source) -> dict[str, Any]:
    """What no function can have put another value to or changed in place."""
    if not words_in(source.nodes).isdisjoint(_MAKES_OTHERS):
        return {}
    steady = Steady(source, names)
    return {
        name: value
        for name, value in names.items()
        if type(value) in _LASTING or (_keeps_its_shape(value) and steady.is_steady(ast.Name(name)))
    }


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
