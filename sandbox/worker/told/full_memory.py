"""What a full memory made Python lose of an error, put back.

Where Python has no memory to note a frame in a MemoryError's traceback, it goes on with another
MemoryError, which knows only the frames further out and has the first as its `__context__`.
"""

import ast
import dis
import linecache
from itertools import dropwhile
from types import FrameType, TracebackType
from typing import Any, Final, NamedTuple

from sandbox.limits import DATA_BYTES, MIB
from sandbox.protocol import FILENAME
from sandbox.worker.told.source import all_steps, set_trace, trace_of

_MIB_IN_ALL: Final = DATA_BYTES // MIB
_TOOK_ALL: Final = f"took more than {_MIB_IN_ALL} MiB of memory"
_WANTED_MORE: Final = f"asked for more memory than there is ({_MIB_IN_ALL} MiB)"
# Calls that raise a MemoryError without having asked for memory: Python's parser says so of what is
# nested too deep, and the last raises whatever it is given.
_ASK_FOR_NONE: Final = frozenset({"eval", "exec", "compile", "parse", "literal_eval", "throw"})
# Where a generator waits it asks for nothing, and raises only what is thrown into it.
_WAIT: Final = frozenset({"YIELD_VALUE", "RESUME", "SEND", "YIELD_FROM"})
# Past what a snippet may have put in their place.
_context: Final[Any] = BaseException.__dict__["__context__"]
_is_alone: Final[Any] = BaseException.__dict__["__suppress_context__"]


class _Step(NamedTuple):
    """An entry of a traceback."""

    frame: FrameType
    instruction: int
    line: int

    @property
    def operation(self) -> str:
        return dis.opname[self.frame.f_code.co_code[self.instruction]]

    @property
    def is_the_snippets(self) -> bool:
        return self.frame.f_code.co_filename == FILENAME


def put_back(error: BaseException, outermost: FrameType | None, *, was_full: bool) -> None:
    """Make one error of all that a full memory gave; `outermost` is the snippet's own frame.

    Words are added only where it is known what they say: `was_full` if the snippet ever held about
    as much as there is.
    """
    if type(error) is not MemoryError:
        return
    known = _steps(error)
    steps = _joined(error, known)
    if outermost and all(step.frame is not outermost for step in steps):
        inner = dropwhile(lambda step: not step.is_the_snippets, steps)
        steps = [*_last_of(outermost), *inner]
    if steps != known:
        _set_steps(error, steps)
    if not error.args and (words := _words_for(steps, was_full=was_full)):
        error.args = (words,)


def _set_steps(error: MemoryError, steps: list[_Step]) -> None:
    trace = None
    for step in reversed(steps):
        trace = TracebackType(trace, *step)
    set_trace(error, trace)


def _words_for(steps: list[_Step], *, was_full: bool) -> str | None:
    """None where Python's own silence is all that is known."""
    if steps and steps[-1].operation == "RAISE_VARARGS":
        return None
    if was_full:
        return _TOOK_ALL
    return _WANTED_MORE if steps and not _asked_for_none(steps[-1]) else None


def _asked_for_none(step: _Step) -> bool:
    """By the name of what is called; a call that can't be read may have been any."""
    if step.operation in _WAIT:
        return True
    if "CALL" not in step.operation:
        return False
    match _expression_at(step):
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _ASK_FOR_NONE
        case _:
            return True


def _expression_at(step: _Step) -> ast.expr | None:
    code = step.frame.f_code
    line, end_line, start, end = list(code.co_positions())[step.instruction // 2]
    if line is None or end_line is None:
        return None
    lines = [linecache.getline(code.co_filename, number) for number in range(line, end_line + 1)]
    lines[-1] = lines[-1].encode()[:end].decode()
    lines[0] = lines[0].encode()[start:].decode()
    try:
        return ast.parse(f"({''.join(lines)})", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _joined(error: MemoryError, known: list[_Step]) -> list[_Step]:
    """From the outermost frame to the innermost; errors in between are no errors of their own."""
    steps = [*known]
    frames = {step.frame for step in steps}
    joined = {id(error)}
    # Another type's may have a `__traceback__` of its own making, which is not asked for.
    while type(inner := _context.__get__(error)) is MemoryError:
        if id(inner) in joined or _is_alone.__get__(error):
            break
        found = _steps(inner)
        # The snippet itself was told of that one, and met with this one then.
        if not frames.isdisjoint(step.frame for step in found):
            break
        joined.add(id(inner))
        frames.update(step.frame for step in found)
        steps += found
        _context.__set__(error, _context.__get__(inner))
    return steps


def _steps(error: MemoryError) -> list[_Step]:
    found = all_steps(trace_of(error))
    return [_Step(step.tb_frame, step.tb_lasti, step.tb_lineno) for step in found]


def _last_of(frame: FrameType) -> list[_Step]:
    """Where a frame ended; not where it only came by on its way out, as in `finally`."""
    step = _Step(frame, frame.f_lasti, frame.f_lineno)
    return [] if step.operation == "RERAISE" else [step]
