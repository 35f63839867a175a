"""What an exception says about a snippet: the place, the words, the tensors on that line."""

import ast
import errno
import linecache
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from types import FrameType, TracebackType
from typing import Any

import torch

from sandbox.limits import MESSAGE_CHARACTERS, OPERANDS
from sandbox.worker.attempt import Raised, attempt
from sandbox.worker.execute import FILENAME, fit


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the snippet; lines from 1, columns from 0, both in characters."""

    line: int | None
    column: int | None
    end_column: int | None
    frame: FrameType | None = None


_NOWHERE = Place(None, None, None)


def is_out_of_memory(error: BaseException) -> bool:
    """Both torch and the kernel say it in their own ways."""
    match error:
        case MemoryError() | OSError(errno=errno.ENOMEM):
            return True
        case RuntimeError():
            words = attempt(lambda: str(error))
            return isinstance(words, str) and "can't allocate memory" in words
        case _:
            return False


def _steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILENAME:
            yield trace
        trace = trace.tb_next


def _characters(line: str, byte_offset: int | None) -> int | None:
    if byte_offset is None:
        return None
    return len(line.encode("utf-8", "surrogatepass")[:byte_offset].decode("utf-8", "replace"))


def _placed(step: TracebackType) -> Place:
    code = step.tb_frame.f_code
    positions = next(islice(code.co_positions(), step.tb_lasti // 2, None), (None,) * 4)
    line, end_line, start, end = positions
    if line is None:
        return Place(step.tb_lineno, None, None, step.tb_frame)
    text = linecache.getline(FILENAME, line).rstrip("\n")
    ends = _characters(text, end) if end_line == line else len(text)
    return Place(line, _characters(text, start), ends, step.tb_frame)


def place(error: BaseException) -> Place:
    """The innermost point inside the snippet."""
    steps = list(_steps(error.__traceback__))
    if steps:
        return _placed(steps[-1])
    if isinstance(error, SyntaxError) and error.filename == FILENAME:
        column = None if not error.offset else error.offset - 1
        same_line = error.end_lineno == error.lineno and error.end_offset
        end = error.end_offset - 1 if same_line and error.end_offset else None
        return Place(error.lineno, column, end if end and end > (column or 0) else None)
    return _NOWHERE


def _names_on(line: int) -> Iterator[str]:
    source = "".join(linecache.getlines(FILENAME))
    names = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return iter(dict.fromkeys(node.id for node in sorted(names, key=lambda node: node.col_offset)))


def operands(where: Place) -> list[dict[str, Any]]:
    """Tensors by name on the failing line. Only looked up, never evaluated."""
    if where.frame is None or where.line is None:
        return []
    seen = {**where.frame.f_globals, **where.frame.f_locals}
    held = ((name, seen.get(name)) for name in _names_on(where.line))
    tensors = [(name, value) for name, value in held if isinstance(value, torch.Tensor)]
    return [
        {
            "expression": name,
            "shape": list(value.shape),
            "dtype": str(value.dtype).removeprefix("torch."),
        }
        for name, value in tensors[:OPERANDS]
    ]


def _words(error: BaseException) -> str:
    said = attempt(lambda: error.msg if isinstance(error, SyntaxError) else str(error))
    text = said if isinstance(said, str) else f"<{type(error).__name__} has no words>"
    return fit(text, MESSAGE_CHARACTERS)


def described(error: BaseException) -> dict[str, Any]:
    """The error as the wire has it."""
    where = attempt(lambda: place(error))
    where = _NOWHERE if isinstance(where, Raised) else where
    found = attempt(lambda: operands(where))
    return {
        "type": fit(type(error).__name__, MESSAGE_CHARACTERS),
        "message": _words(error),
        "line": where.line,
        "column": where.column,
        "end_column": where.end_column,
        "operands": [] if isinstance(found, Raised) else found,
    }


def _only_snippet(shown: traceback.TracebackException) -> None:
    """Leave out the frames of libraries and of this package, in every linked error."""
    kept = [frame for frame in shown.stack if frame.filename == FILENAME]
    shown.stack[:] = kept
    for linked in (shown.__cause__, shown.__context__, *(shown.exceptions or ())):
        if linked is not None:
            _only_snippet(linked)


def printed(error: BaseException) -> str:
    """The traceback as Python prints it, with the snippet's frames only."""
    if isinstance(error, SystemExit):
        return f"{error.code}\n" if not isinstance(error.code, int) else ""
    shown = traceback.TracebackException.from_exception(error, compact=True)
    _only_snippet(shown)
    lines = list(shown.format())
    if not shown.stack and not shown.__cause__ and not shown.__context__:
        lines = [line for line in lines if not line.startswith("Traceback ")]
    return "".join(lines)
