"""What an exception says about a snippet: the place, the words, what that line held."""

import ast
import errno
import linecache
import sys
from dataclasses import dataclass, replace
from typing import Any, Final

import torch

from sandbox.limits import KEPT_OUTPUT_BYTES, MESSAGE_CHARACTERS, TRACED
from sandbox.protocol import CODE_BYTES, FILENAME
from sandbox.worker.execute import fit
from sandbox.worker.reserve import RESERVE
from sandbox.worker.shield import Raised, attempt, attempt_or
from sandbox.worker.told.failing import NOTHING, NOWHERE, Line, Place, broken_part, line_of, place
from sandbox.worker.told.hints import is_by_hand
from sandbox.worker.told.names import suggested
from sandbox.worker.told.source import own_steps, remembered, set_trace, trace_of
from sandbox.worker.told.trace import Seen, SeenLine
from sandbox.worker.told.traceback import traceback_of


@dataclass(frozen=True, slots=True)
class Described:
    """An error and the trace of its line, as the wire has them."""

    error: dict[str, Any]
    trace: list[dict[str, Any]]


_NO_MEMORY: Final = (
    "can't allocate memory",
    "std::bad_alloc",
    "Not enough memory to allocate",
)
# A loop can chain more errors than anybody would wrap by hand.
_EARLIER: Final = 32
# Past what a class of the snippet's makes of these names.
_cause_of: Final = BaseException.__dict__["__cause__"].__get__
_context_of: Final = BaseException.__dict__["__context__"].__get__


def is_out_of_memory(error: BaseException) -> bool:
    """Both torch and the kernel say it in their own ways.

    A snippet may say so too, by a `raise` of its own or in what it calls, but only of what was
    refused or full.
    """
    if attempt(lambda: _says_out_of_memory(error)) is not True:
        return False
    return RESERVE.was_full() or any(_was_refused(each) for each in _with_earlier(error))


def _was_refused(error: BaseException) -> bool:
    says = attempt(lambda: _says_out_of_memory(error))
    return says is True and not is_by_hand(error)


def _with_earlier(error: BaseException) -> list[BaseException]:
    """It and what it was raised from, or while that was handled; the nearest first."""
    found = [error]
    for each in found:
        for earlier in (_cause_of(each), _context_of(each)):
            is_new = earlier is not None and not any(earlier is one for one in found)
            if is_new and len(found) < _EARLIER:
                found.append(earlier)
    return found


def _says_out_of_memory(error: BaseException) -> bool:
    match error:
        # Where a tensor's own object finds no room, its words find none either, and are cut.
        case MemoryError() | OSError(errno=errno.ENOMEM) | torch.OutOfMemoryError():
            return True
        case RuntimeError():
            return any(words in str(error) for words in _NO_MEMORY)
        case SystemError():
            # What Python 3.11 says where a call finds no memory for its frame.
            return str(error) == "error return without exception set"
        case _:
            return False


def _number(value: object, least: int, most: int) -> int | None:
    return value if type(value) is int and least <= value <= most else None


def _in_the_snippet(where: Place) -> Place:
    """A snippet can make errors that point where it has no line, or to what is no number."""
    last = min(len(linecache.getlines(FILENAME)), CODE_BYTES) + 1
    line = _number(where.line, 1, last)
    if line is None and where.line is not None:
        return NOWHERE
    column = _number(where.column, 0, CODE_BYTES)
    end_column = _number(where.end_column, column or 0, CODE_BYTES)
    return replace(where, line=line, column=column, end_column=end_column)


def _type_name(error: BaseException) -> str:
    """Past a metaclass, whose `__name__` may be anything."""
    name: str = type.__dict__["__name__"].__get__(type(error))
    return name


def _bare_words(error: BaseException) -> str:
    """Of a syntax error without the place that `str` adds; with no words at all it says `None`."""
    bare = error.msg if isinstance(error, SyntaxError) else None
    return bare if isinstance(bare, str) else str(error)


def _words(error: BaseException) -> str:
    text = attempt_or(f"<{_type_name(error)} has no words>", lambda: _bare_words(error))
    return fit(str.__add__(text, suggested(error)), MESSAGE_CHARACTERS)


def described(error: BaseException, seen: Seen | None = None) -> Described:
    """The error and its line as the wire has them; `seen` is what a traced run recorded."""
    where = attempt_or(NOWHERE, lambda: _in_the_snippet(place(error)))
    if seen and attempt(lambda: _noting_went_too_deep(error, where)) is True:
        where = replace(where, column=None, end_column=None, span=None)
    line = attempt_or(NOTHING, lambda: _line(error, where, seen))
    told = {
        "type": fit(_type_name(error), MESSAGE_CHARACTERS),
        "message": _words(error),
        "line": where.line,
        "column": where.column,
        "end_column": where.end_column,
        "operands": line.operands,
        "inside": line.inside,
    }
    return Described(told, line.trace)


def _noting_went_too_deep(error: BaseException, where: Place) -> bool:
    """To look at a name takes no call, but to note what it gives does: then nothing here broke."""
    if where.span is None or not isinstance(error, RecursionError):
        return False
    return isinstance(broken_part(remembered(), where.span), ast.Name)


def _line(error: BaseException, where: Place, seen: Seen | None) -> Line:
    if isinstance(seen, SeenLine):
        return seen.line_of(error, where)
    return line_of(where, remembered(), {}, is_leaving=False)


def with_others(line: list[dict[str, Any]], seen: Seen | None) -> list[dict[str, Any]]:
    """The other lines' records too, where every line was wanted."""
    numbers = {part["line"] for part in line}
    others = [part for part in seen.trace() if part["line"] not in numbers] if seen else []
    room = TRACED - min(len(line), TRACED)
    return [*others[:room], *line[-TRACED:]]


def printed(error: BaseException) -> str:
    """The traceback as Python prints it, with the snippet's frames only."""
    if isinstance(error, SystemExit):
        # Not formatted: a tensor of no axes would be shown as its number.
        return f"{error.code!s}\n" if not isinstance(error.code, int) else ""
    shown = traceback_of(error, whole=False)
    if isinstance(error, SyntaxError):
        shown.msg = str(error.msg)
    lines = list(shown.format())
    if not shown.stack and not shown.__cause__ and not shown.__context__:
        lines = [line for line in lines if not line.startswith("Traceback ")]
    return "".join(lines)


# What stderr says of the error that ended a snippet.

# More than is kept, so that the rest is counted; far from a flood, which would be the outcome.
_CHARACTERS: Final = 2 * KEPT_OUTPUT_BYTES
_said: Final[list[str]] = []


def _printed(error: BaseException) -> str:
    text = printed(error)
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…\n"


def _said_by(hook: Any, error: BaseException) -> str:
    """What is left to say once the snippet's own hook has had its turn, as Python says it."""
    whole = trace_of(error)
    trace = next(own_steps(whole), None)
    set_trace(error, trace)
    failed = attempt(lambda: hook(type(error), error, trace))
    set_trace(error, whole)
    if not isinstance(failed, Raised) or isinstance(failed.error, SystemExit):
        return ""
    ours = f"Error in sys.excepthook:\n{_printed(failed.error)}"
    return f"{ours}\nOriginal exception was:\n{_printed(error)}"


def complain(error: BaseException) -> None:
    """Write an error to stderr, by the snippet's own `sys.excepthook` unless it is an exit."""
    hook = sys.excepthook
    own = hook is not sys.__excepthook__ and not isinstance(error, SystemExit)
    text = _said_by(hook, error) if own else _printed(error)
    _said.append(text)
    sys.stderr.write(text)


def has_ended_with(words: str) -> bool:
    """Whether that was the last of what stderr said of the error, so that nobody need repeat it."""
    return any(text.endswith(f"\n{words}\n") for text in _said)
