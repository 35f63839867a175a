"""A snippet's stack ends where the snippet does: what called it is no business of its reader's.

Only what shows stacks is told so; a frame itself knows its caller, whatever Python is told.
"""

import inspect
import sys
import traceback
import warnings
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import Any, Final

# The package `sandbox`.
_HERE: Final = str(Path(__file__).parents[2])
# What Python says of a warning that is meant for the caller of a program.
_NO_CALLER: Final = ("sys", 1)


def is_not_ours(frame: FrameType) -> bool:
    return not frame.f_code.co_filename.startswith(_HERE)


def _from(frame: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    while frame is not None and is_not_ours(frame):
        yield frame, frame.f_lineno
        frame = frame.f_back


def _walk_stack(f: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    return _from(sys._getframe(1) if f is None else f)  # noqa: SLF001


def end_stacks() -> None:
    """In the zygote, for all that lists a stack and for warnings about a caller."""
    outer = inspect.getouterframes
    known: Any = warnings
    formatted = known._formatwarnmsg_impl  # noqa: SLF001

    def getouterframes(frame: Any, context: int = 1) -> list[inspect.FrameInfo]:
        return list(takewhile(lambda each: is_not_ours(each.frame), outer(frame, context)))

    def about(message: Any) -> Any:
        if str(message.filename).startswith(_HERE):
            message.filename, message.lineno = _NO_CALLER
            message.line = ""
        return formatted(message)

    traceback.walk_stack = _walk_stack
    inspect.getouterframes = getouterframes
    known._formatwarnmsg_impl = about  # noqa: SLF001
