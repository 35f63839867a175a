"""What an exception says about a snippet: the place, the words, what that line held."""

import ast
import dis
import errno
import linecache
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from types import CodeType, FrameType, TracebackType
from typing import Any, Final

import torch

from sandbox.limits import (
    EXPRESSION_CHARACTERS,
    KEPT_OUTPUT_BYTES,
    MESSAGE_CHARACTERS,
    OPERANDS,
    TRACED,
)
from sandbox.protocol import CODE_BYTES, FILENAME, characters
from sandbox.worker.execute import fit
from sandbox.worker.names.suggestion import suggestion
from sandbox.worker.operands.failing import broken_part, failed_parts
from sandbox.worker.operands.inner_layer import inner_layer
from sandbox.worker.operands.moment import UNKNOWN_MOMENT, moment_of
from sandbox.worker.operands.replay import Part
from sandbox.worker.reserve import RESERVE
from sandbox.worker.shield import Raised, attempt, attempt_or
from sandbox.worker.told.facts import facts, traced
from sandbox.worker.told.hints import is_by_hand
from sandbox.worker.told.source import Source, Span, own_steps, remembered, set_trace, trace_of
from sandbox.worker.told.trace import Seen
from sandbox.worker.told.traceback import span_of, traceback_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the snippet; lines from 1, columns from 0, both in characters.

    `had_value`: what stands there gave a value, and only the use of that failed.
    """

    line: int | None
    column: int | None
    end_column: int | None
    frame: FrameType | None = None
    span: Span | None = None
    had_value: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What the failing line held, and which layer broke inside of it."""

    operands: list[dict[str, Any]]
    trace: list[dict[str, Any]]
    inside: str | None = None


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
_NOWHERE = Place(None, None, None)
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


def _placed(step: TracebackType) -> Place:
    code = step.tb_frame.f_code
    if (span := span_of(step)) is None:
        return Place(step.tb_lineno, None, None, step.tb_frame)
    line, start, end_line, end = span
    text = linecache.getline(FILENAME, line).rstrip("\n")
    end_column = characters(text, end) if end_line == line else len(text)
    column, had_value = characters(text, start), _asked_for_truth(code, step.tb_lasti)
    return Place(line, column, end_column, step.tb_frame, span, had_value)


def _asked_for_truth(code: CodeType, instruction: int) -> bool:
    name = dis.opname[code.co_code[instruction]]
    return ("JUMP" in name and "_IF_" in name) or name == "TO_BOOL"


def place(error: BaseException) -> Place:
    """The innermost point inside the snippet."""
    if steps := list(own_steps(error.__traceback__)):
        return _placed(steps[-1])
    if isinstance(error, SyntaxError) and error.filename == FILENAME:
        column = error.offset - 1 if error.offset else None
        ends_here = error.end_offset if error.end_lineno == error.lineno else None
        end = ends_here - 1 if ends_here else None
        return Place(error.lineno, column, end if end and end > (column or 0) else None)
    return _NOWHERE


def _number(value: object, least: int, most: int) -> int | None:
    return value if type(value) is int and least <= value <= most else None


def _in_the_snippet(where: Place) -> Place:
    """A snippet can make errors that point where it has no line, or to what is no number."""
    last = min(len(linecache.getlines(FILENAME)), CODE_BYTES) + 1
    line = _number(where.line, 1, last)
    if line is None and where.line is not None:
        return _NOWHERE
    column = _number(where.column, 0, CODE_BYTES)
    end_column = _number(where.end_column, column or 0, CODE_BYTES)
    return replace(where, line=line, column=column, end_column=end_column)


def _type_name(error: BaseException) -> str:
    """Past a metaclass, whose `__name__` may be anything."""
    name: str = type.__dict__["__name__"].__get__(type(error))
    return name


def _named_on(source: Source, where: Place, seen: Mapping[str, Any]) -> Iterator[Part]:
    """Tensors by name on the failing line, also where Python did not come to them."""
    if where.line is None:
        return
    names = [node for node in source.nodes if isinstance(node, ast.Name)]
    for node in sorted(names, key=lambda node: node.col_offset):
        if node.lineno <= where.line <= (node.end_lineno or 0):
            yield Part(node, facts(seen.get(node.id)))


def _operands(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each expression once, with what it held."""
    held = {part["expression"]: part for part in parts if part["shape"] is not None}
    keys = ("expression", "shape", "dtype")
    return [{key: part[key] for key in keys} for part in islice(held.values(), OPERANDS)]


def _on_the_wire(source: Source, parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [
        traced(source.spot(part.node, part.name), part.held, broke=part.broke) for part in parts
    ]


def _bare_words(error: BaseException) -> str:
    """Of a syntax error without the place that `str` adds; with no words at all it says `None`."""
    bare = error.msg if isinstance(error, SyntaxError) else None
    return bare if isinstance(bare, str) else str(error)


def _words(error: BaseException) -> str:
    text = attempt_or(f"<{_type_name(error)} has no words>", lambda: _bare_words(error))
    return fit(str.__add__(text, suggestion(error)), MESSAGE_CHARACTERS)


def described(error: BaseException, seen: Seen | None = None) -> Described:
    """The error and its line as the wire has them; `seen` is what a traced run recorded."""
    where = attempt_or(_NOWHERE, lambda: _in_the_snippet(place(error)))
    if seen and attempt(lambda: _noting_went_too_deep(error, where)) is True:
        where = replace(where, column=None, end_column=None, span=None)
    line = attempt_or(Line([], []), lambda: _line(error, where, seen))
    where = _on_what_broke(where, line.trace)
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


def _on_what_broke(where: Place, line: list[dict[str, Any]]) -> Place:
    """Of a part that has no truth its own place: Python 3.11 names what it asked before that."""
    broken = next((part for part in line if part["broke"]), None)
    if broken is None or not where.had_value or broken["line"] != where.line:
        return where
    return replace(where, column=broken["column"], end_column=broken["end_column"])


def _noting_went_too_deep(error: BaseException, where: Place) -> bool:
    """To look at a name takes no call, but to note what it gives does: then nothing here broke."""
    if where.span is None or not isinstance(error, RecursionError):
        return False
    return isinstance(broken_part(remembered(), where.span), ast.Name)


def _line(error: BaseException, where: Place, seen: Seen | None) -> Line:
    if where.frame is None:
        return Line([], [])
    source = remembered()
    frame = where.frame
    then = attempt_or(UNKNOWN_MOMENT, lambda: moment_of(error, frame, source))
    known = seen.in_frame(frame) if seen and then.is_now else {}
    parts = []
    if where.span is not None:
        parts = failed_parts(
            source,
            where.span,
            then.names,
            known,
            had_value=where.had_value,
            look_only=is_out_of_memory(error),
        )
    line = _on_the_wire(source, parts)
    named = _on_the_wire(source, _named_on(source, where, then.names))
    plain = [wire for wire, part in zip(line, parts, strict=True) if part.name is None]
    inside = _inside(error, parts, then.names)
    return Line(_operands([*plain, *named]), line, inside)


def _inside(error: BaseException, parts: Iterable[Part], names: Mapping[str, Any]) -> str | None:
    broken = next((part.node for part in parts if part.broke), None)
    if broken is None:
        return None
    found = attempt_or(None, lambda: inner_layer(error.__traceback__, broken, names))
    return None if found is None else fit(found, EXPRESSION_CHARACTERS)


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
