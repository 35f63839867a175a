"""Tracebacks of the snippet's frames alone, however deep, with the names that were meant."""

import sys
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import Any, Final

from sandbox.worker.told.names import suggested
from sandbox.worker.told.source import Span, all_steps, own_steps

# Each takes a moment.
_SUGGESTIONS: Final = 32
# As many frames are told of each end of a recursion without one: twice what Python's own limit has.
_FRAMES: Final = 1000
# Past what a class of the snippet's says that its members are.
_members_of: Final = BaseExceptionGroup.__dict__["exceptions"].__get__


class _Stack(traceback.StackSummary):
    def format_frame_summary(self, frame_summary: traceback.FrameSummary, **how: Any) -> str:
        """A frame in no file stands for all that are left out."""
        if not frame_summary.filename:
            return f"  [{frame_summary.name}]\n"
        return super().format_frame_summary(frame_summary, **how)


def traceback_of(error: BaseException, *, whole: bool) -> traceback.TracebackException:
    """Of the snippet's frames or, `whole`, of all."""
    shown = traceback.TracebackException(
        type(error), error, error.__traceback__, limit=0, compact=True
    )
    # Not by recursion: a loop can chain more errors than that goes deep.
    found: list[tuple[Any, Any]] = [(error, shown)]
    for number, (each, summary) in enumerate(found):
        summary.stack = _stack(each.__traceback__, whole=whole)
        if number < _SUGGESTIONS and (meant := suggested(each)):
            # From 3.12 on Python's own may stand there.
            words, _, _ = str.partition(summary._str, ". Did you mean: ")  # noqa: SLF001
            summary._str = words + meant  # noqa: SLF001
        linked = [(each.__cause__, summary.__cause__), (each.__context__, summary.__context__)]
        if summary.exceptions:
            linked += zip(_members_of(each), summary.exceptions, strict=False)
        found += [pair for pair in linked if pair[1] is not None]
    return shown


def printed_whole(error: BaseException) -> str:
    """What `traceback.print_exception` writes."""
    return "".join(traceback_of(error, whole=True).format())


def _last(found: Iterator[TracebackType]) -> Iterable[TracebackType]:
    """As many as the snippet wants to see, which is all unless it says so."""
    limit = getattr(sys, "tracebacklimit", None)
    return deque(found, max(limit, 0)) if isinstance(limit, int) else found


def _stack(trace: TracebackType | None, *, whole: bool) -> _Stack:
    steps = list(_last(all_steps(trace) if whole else own_steps(trace)))
    if (more := len(steps) - 2 * _FRAMES) <= 0:
        return _Stack(map(_summary, steps))
    between = traceback.FrameSummary("", 0, f"{more} more calls", lookup_line=False)
    ends = (map(_summary, steps[:_FRAMES]), map(_summary, steps[-_FRAMES:]))
    return _Stack([*ends[0], between, *ends[1]])


def _position(step: TracebackType) -> tuple[int | None, int | None, int | None, int | None]:
    """First and last line, first and last column, in bytes."""
    positions = step.tb_frame.f_code.co_positions()
    return next(islice(positions, step.tb_lasti // 2, None), (None,) * 4)


def span_of(step: TracebackType) -> Span | None:
    line, end_line, start, end = _position(step)
    if line is None or end_line is None or start is None or end is None:
        return None
    return (line, start, end_line, end)


def _summary(step: TracebackType) -> traceback.FrameSummary:
    _, end_line, start, end = _position(step)
    code = step.tb_frame.f_code
    # From 3.13 on it reads a call on several lines in the code.
    more: dict[str, Any] = {"_code": code} if sys.version_info >= (3, 13) else {}
    return traceback.FrameSummary(
        code.co_filename,
        step.tb_lineno,
        code.co_name,
        lookup_line=False,
        end_lineno=end_line,
        colno=start,
        end_colno=end,
        **more,
    )
