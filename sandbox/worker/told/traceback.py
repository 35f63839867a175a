"""Tracebacks as Python prints them, however deep: what repeats is counted and not looked at."""

import sys
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import Any, Final

from sandbox.worker.told.source import Span, all_steps, own_steps
from sandbox.worker.told.names import suggested

# Python's own number: a line that repeats stands there so often.
_TIMES: Final = 3
# Each takes a moment.
_SUGGESTIONS: Final = 32
# Python prints none of a group's members beyond these, but makes a summary of each in each.
_GROUPS_DEEP: Final = 10
_GROUP_WIDE: Final = 15
# Two in each group in that depth are printed as Python does; more are endless there as well.
_MEMBERS: Final = 4096
# Twice what a recursion of Python's own limit can have.
_FRAMES: Final = 2000
# Past what a class of the snippet's says that its members are.
_members_of: Final = BaseExceptionGroup.__dict__["exceptions"].__get__
_Pair = tuple[BaseException, traceback.TracebackException]


class _Stack(traceback.StackSummary):
    """Frames of which some stand for many; what is to be said of those follows them."""

    def __init__(self) -> None:
        super().__init__()
        self.left_out: dict[int, str] = {}

    def format(self, **how: Any) -> list[str]:
        told = []
        for number, frame in enumerate(self):
            told += [self.format_frame_summary(frame, **how), self.left_out.get(number, "")]
        return [text for text in told if text]


class _Tree:
    """Summaries of an error and all that hangs on it, as Python makes them, of what it prints."""

    def __init__(self) -> None:
        self._seen = set[int]()
        self._members = 0

    def of(self, error: BaseException) -> traceback.TracebackException:
        top = self._alone(error)
        waiting = [(error, top, 0)]
        while waiting:
            each, summary, deep = waiting.pop()
            links = self._link(each, summary)
            waiting += [(linked, made, deep) for linked, made in links]
            members = self._add_members(each, summary, deep)
            waiting += [(member, made, deep + 1) for member, made in members]
        return top

    def _alone(self, error: BaseException) -> traceback.TracebackException:
        """Without what hangs on it, which Python adds only where nobody says what was seen."""
        summary = traceback.TracebackException(
            type(error), error, error.__traceback__, limit=0, compact=True, _seen=self._seen
        )
        summary.__cause__ = summary.__context__ = summary.exceptions = None
        return summary

    def _link(self, error: BaseException, summary: traceback.TracebackException) -> list[_Pair]:
        """What it was raised from or else while that was handled, unless it is told already."""
        cause, context = error.__cause__, error.__context__
        if cause is not None and id(cause) not in self._seen:
            summary.__cause__ = self._alone(cause)
            return [(cause, summary.__cause__)]
        if context is None or error.__suppress_context__ or id(context) in self._seen:
            return []
        summary.__context__ = self._alone(context)
        return [(context, summary.__context__)]

    def _add_members(
        self, error: BaseException, summary: traceback.TracebackException, deep: int
    ) -> list[_Pair]:
        """Too many of them in all: then a group stands there as any other error."""
        if not isinstance(error, BaseExceptionGroup) or self._members > _MEMBERS:
            return []
        members_of = _members_of(error)
        shown = members_of[: _GROUP_WIDE if deep < _GROUPS_DEEP else 0]
        self._members += len(shown)
        members = [(member, self._alone(member)) for member in shown]
        # Python counts those that it leaves out, and looks at none of them.
        left_out: Any = [None] * (len(members_of) - len(shown))
        summary.exceptions = [made for _, made in members] + left_out
        return members


def traceback_of(error: BaseException, *, whole: bool) -> traceback.TracebackException:
    """In time that grows with the depth alone; of the snippet's frames or, `whole`, of all."""
    shown = _Tree().of(error)
    # Not by recursion: a loop can chain more errors than that goes deep.
    found: list[tuple[Any, Any]] = [(error, shown)]
    for number, (each, summary) in enumerate(found):
        summary.stack = _stack(each.__traceback__, whole=whole)
        if number < _SUGGESTIONS and (meant := suggested(each)):
            # Past what a class of the snippet's makes of `+`; from 3.12 on it may stand there.
            words = str.__str__(summary._str).removesuffix(meant)  # noqa: SLF001
            summary._str = str.__add__(words, meant)  # noqa: SLF001
        linked = [(each.__cause__, summary.__cause__), (each.__context__, summary.__context__)]
        if summary.exceptions:
            linked += zip(_members_of(each), summary.exceptions, strict=False)
        found += [pair for pair in linked if pair[1] is not None]
    return shown


def printed_whole(error: BaseException) -> str:
    """What `traceback.print_exception` writes, soon for an endless recursion too."""
    return "".join(traceback_of(error, whole=True).format())


def _last(found: Iterator[TracebackType]) -> Iterable[TracebackType]:
    """As many as the snippet wants to see, which is all unless it says so."""
    limit = getattr(sys, "tracebacklimit", None)
    return deque(found, max(limit, 0)) if isinstance(limit, int) else found


def _stack(trace: TracebackType | None, *, whole: bool) -> _Stack:
    runs = _runs(_last(all_steps(trace) if whole else own_steps(trace)))
    stack = _Stack()
    if len(runs) > _FRAMES:
        between = sum(times for _, times in runs[_FRAMES // 2 : -_FRAMES // 2])
        _add(stack, runs[: _FRAMES // 2])
        stack.left_out[len(stack) - 1] = (
            f"{stack.left_out.get(len(stack) - 1, '')}  [{between} more calls]\n"
        )
        runs = runs[-_FRAMES // 2 :]
    _add(stack, runs)
    return stack


def _runs(found: Iterable[TracebackType]) -> list[tuple[list[TracebackType], int]]:
    """The first few of each line that repeats, and how often it does."""
    runs: list[tuple[list[TracebackType], int]] = []
    kept: list[TracebackType] = []
    last: object = None
    times = 0
    for step in found:
        code = step.tb_frame.f_code
        line = (step.tb_lineno, code.co_name, code.co_filename)
        if line != last:
            last, kept, times = line, [], 0
            runs.append((kept, times))
        times += 1
        if times <= _TIMES:
            kept.append(step)
        runs[-1] = (kept, times)
    return runs


def _add(stack: _Stack, runs: list[tuple[list[TracebackType], int]]) -> None:
    for kept, times in runs:
        stack.extend(map(_summary, kept))
        if (more := times - _TIMES) > 0:
            ending = "s" if more > 1 else ""
            stack.left_out[len(stack) - 1] = (
                f"  [Previous line repeated {more} more time{ending}]\n"
            )


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
