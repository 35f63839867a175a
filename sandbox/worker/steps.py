"""The entries of a traceback, and which of them are the snippet's own."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final

from sandbox.snippet import FILENAME

# Past the class of an error, which may refuse it or have its own idea of it.
_TRACE: Final[Any] = BaseException.__dict__["__traceback__"]
trace_of, set_trace = _TRACE.__get__, _TRACE.__set__


def all_steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    """From the outermost to the innermost."""
    while trace is not None:
        yield trace
        trace = trace.tb_next


def is_own(step: TracebackType) -> bool:
    return step.tb_frame.f_code.co_filename == FILENAME


def own_steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    return filter(is_own, all_steps(trace))


def innermost(error: BaseException) -> TracebackType | None:
    trace: TracebackType | None = trace_of(error)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace
