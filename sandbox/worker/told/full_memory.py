"""What a full memory made Python lose of an error, put back.

Where Python has no memory to note a frame in a MemoryError's traceback, it goes on with another
MemoryError, which knows only the frames further out and has the first as its `__context__`.
"""

import dis
import linecache
import re
from itertools import dropwhile
from types import FrameType, TracebackType
from typing import Any, Final

from sandbox.limits import DATA_BYTES, MIB
from sandbox.worker.told.source import all_steps, is_own, set_trace, trace_of

_MIB_IN_ALL: Final = DATA_BYTES // MIB
_TOOK_ALL: Final = f"took more than {_MIB_IN_ALL} MiB of memory"
_WANTED_MORE: Final = f"asked for more memory than there is ({_MIB_IN_ALL} MiB)"
# Python's parser raises one of what is nested too deep, without having asked for memory.
_ASKS_FOR_NONE: Final = re.compile(r"\b(?:eval|exec|compile|parse|literal_eval)\s*\(")
# Past what a snippet may have put in their place.
_context: Final[Any] = BaseException.__dict__["__context__"]
_is_alone: Final[Any] = BaseException.__dict__["__suppress_context__"]


def put_back(error: BaseException, outermost: FrameType | None, *, was_full: bool) -> None:
    """Make one error of all that a full memory gave; `outermost` is the snippet's own frame.

    Words are added only where it is known what they say: `was_full` if the snippet ever held about
    as much as there is.
    """
    if type(error) is not MemoryError:
        return
    steps = _joined(error)
    if outermost and all(step.tb_frame is not outermost for step in steps):
        steps = [*_last_of(outermost), *dropwhile(lambda step: not is_own(step), steps)]
    trace = None
    for step in reversed(steps):
        trace = TracebackType(trace, step.tb_frame, step.tb_lasti, step.tb_lineno)
    set_trace(error, trace)
    if not error.args and (words := _words_for(steps, was_full=was_full)):
        error.args = (words,)


def _words_for(steps: list[TracebackType], *, was_full: bool) -> str | None:
    """None where Python's own silence is all that is known."""
    if steps and _operation(steps[-1]) == "RAISE_VARARGS":
        return None
    if was_full or not steps:
        return _TOOK_ALL if was_full else None
    code, number = steps[-1].tb_frame.f_code, steps[-1].tb_lineno
    line = linecache.getline(code.co_filename, number)
    return None if _ASKS_FOR_NONE.search(line) else _WANTED_MORE


def _operation(step: TracebackType) -> str:
    return dis.opname[step.tb_frame.f_code.co_code[step.tb_lasti]]


def _joined(error: MemoryError) -> list[TracebackType]:
    """From the outermost frame to the innermost; errors in between are no errors of their own."""
    steps = list(all_steps(trace_of(error)))
    inner, met = None if _is_alone.__get__(error) else _context.__get__(error), {id(error)}
    # Another type's may have a `__traceback__` of its own making, which is not asked for.
    while type(inner) is MemoryError and id(inner) not in met:
        found = list(all_steps(trace_of(inner)))
        frames = {step.tb_frame for step in steps}
        # The snippet itself was told of that one, and met with this one then.
        if any(step.tb_frame in frames for step in found):
            break
        met.add(id(inner))
        steps += found
        inner = _context.__get__(inner)
        _context.__set__(error, inner)
    return steps


def _last_of(frame: FrameType) -> list[TracebackType]:
    """Where a frame ended; not where it only came by on its way out, as in `finally`."""
    step = TracebackType(None, frame, frame.f_lasti, frame.f_lineno)
    return [] if _operation(step) == "RERAISE" else [step]
