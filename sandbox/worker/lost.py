"""What a full memory made Python lose of an error, put back.

Where Python has no memory to note a frame in a MemoryError's traceback, it goes on with another
MemoryError, which knows only the frames further out and has the first as its `__context__`.
"""

import dis
from itertools import dropwhile
from types import FrameType, TracebackType
from typing import Final, NamedTuple

from sandbox.limits import MIB, Limits
from sandbox.worker.execute import FILENAME

_TOO_MUCH: Final = f"took more than {Limits().data_bytes // MIB} MiB of memory"
# Past what a snippet may have put in their place.
_set_trace: Final = BaseException.__dict__["__traceback__"].__set__
_set_context: Final = BaseException.__dict__["__context__"].__set__


class _Step(NamedTuple):
    """An entry of a traceback."""

    frame: FrameType
    instruction: int
    line: int

    @property
    def operation(self) -> str:
        return dis.opname[self.frame.f_code.co_code[self.instruction]]


def put_back(error: BaseException, outermost: FrameType | None) -> None:
    """Make one error of all that a full memory gave; `outermost` is the snippet's own frame."""
    if type(error) is not MemoryError:
        return
    steps = list(dropwhile(_is_not_the_snippets, _joined(error)))
    if outermost and all(step.frame is not outermost for step in steps):
        steps = [*_last_of(outermost), *steps]
    trace = None
    for step in reversed(steps):
        trace = TracebackType(trace, *step)
    _set_trace(error, trace)
    if not error.args and not (steps and steps[-1].operation == "RAISE_VARARGS"):
        error.args = (_TOO_MUCH,)


def _joined(error: MemoryError) -> list[_Step]:
    """From the outermost frame to the innermost; errors in between are no errors of their own."""
    steps = _steps(error)
    frames = {step.frame for step in steps}
    joined = {id(error)}
    while (inner := error.__context__) is not None:
        found = _steps(inner)
        if type(inner) is not MemoryError or id(inner) in joined or error.__suppress_context__:
            break
        # The snippet itself was told of that one, and met with this one then.
        if not frames.isdisjoint(step.frame for step in found):
            break
        joined.add(id(inner))
        frames.update(step.frame for step in found)
        steps += found
        _set_context(error, inner.__context__)
    return steps


def _steps(error: BaseException) -> list[_Step]:
    steps, trace = [], error.__traceback__
    while trace is not None:
        steps.append(_Step(trace.tb_frame, trace.tb_lasti, trace.tb_lineno))
        trace = trace.tb_next
    return steps


def _is_not_the_snippets(step: _Step) -> bool:
    return step.frame.f_code.co_filename != FILENAME


def _last_of(frame: FrameType) -> list[_Step]:
    """Where a frame ended; not where it only came by on its way out, as in `finally`."""
    step = _Step(frame, frame.f_lasti, frame.f_lineno)
    return [] if step.operation == "RERAISE" else [step]
