"""Whether what an error's frames hold now is what they held when it was raised.

A frame goes on after an error in it: through `except` and `finally`, or, where the error is kept
and raised once more, through anything at all.
"""

import ast
import dis
from collections.abc import Callable, Collection
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

from sandbox.worker.operands.failing import names_in
from sandbox.worker.operands.stand_in import is_plain, is_tensor
from sandbox.worker.operands.steady import Steady
from sandbox.worker.operands.way_out import WayOut
from sandbox.worker.told.source import Source, all_steps, is_own

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


UNKNOWN_MOMENT: Final = Moment({}, is_now=False)


def moment_of(error: BaseException, frame: FrameType, source: Source) -> Moment:
    """What is known of the failing frame: nothing where its names may hold other values by now."""
    steps = list(all_steps(error.__traceback__))
    own = list(filter(is_own, steps))
    if not own or len({id(step.tb_frame) for step in own}) < len(own):
        return UNKNOWN_MOMENT
    opcode = _reader()
    way_out = WayOut(source, steps, error)
    went_on = [step for step in own if step.tb_frame.f_lasti != step.tb_lasti]
    kept = _kept(steps, opcode)
    if any(_was_gone_on_with(steps[at:]) for at in kept) or not all(
        _is_leaving(step, opcode) and way_out.only_told(step) for step in went_on
    ):
        return UNKNOWN_MOMENT
    if kept:
        return Moment(_lasting_names(frame, source), is_now=False)
    names = names_in(frame)
    if way_out.was_let_out():
        makes_others = not source.words.isdisjoint(_MAKES_OTHERS)
        return Moment({} if makes_others else _still(names, source, names), is_now=True)
    return Moment(_without_layers(names) if _borrowed(steps) else names, is_now=True)


def _borrowed(steps: list[TracebackType]) -> bool:
    """Whether the failing line ran with weights that its layers have given back by now."""
    homes = [step.tb_frame.f_globals.get("__name__") for step in steps]
    own = [at for at, step in enumerate(steps) if is_own(step)]
    return _BORROWS in homes[: own[-1]]


def _without_layers(names: dict[str, Any]) -> dict[str, Any]:
    """Nor what may hold some."""
    return {
        name: value
        for name, value in names.items()
        if type(value) in _LASTING or is_plain(type(value))
    }


def _still(names: dict[str, Any], source: Source, own: Collection[str]) -> dict[str, Any]:
    """What no function can have put another value to or changed in place; `own` are its locals."""
    steady = Steady(source, names)
    return {
        name: value
        for name, value in names.items()
        if type(value) in _LASTING
        or (name in own and _keeps_its_shape(value) and steady.is_steady(ast.Name(name)))
    }


def _was_gone_on_with(steps: list[TracebackType]) -> bool:
    """Whether a snippet raised it by hand or did anything in the frames below since.

    A pool of threads keeps an error for whoever asks for the result: there a frame just ended.
    """
    below = list(filter(is_own, steps[1:]))
    return (
        is_own(steps[0])
        or not below
        or any(step.tb_frame.f_lasti != step.tb_lasti for step in below)
    )


def _lasting_names(frame: FrameType, source: Source) -> dict[str, Any]:
    """Without what others could have put another value to since, or could have changed in place."""
    code = frame.f_code
    is_whole = frame.f_locals is frame.f_globals
    own = set() if is_whole else frame.f_locals.keys() - {*code.co_cellvars, *code.co_freevars}
    return _still(names_in(frame), source, own)


def _keeps_its_shape(value: Any) -> bool:
    """Of lists, objects and layers the items and attributes are everybody's."""
    kind = type(value)
    return is_plain(kind) and kind not in _CHANGING and not (is_tensor(value) and vars(value))


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
