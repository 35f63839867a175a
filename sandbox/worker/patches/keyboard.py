"""Nobody can type: said to whoever asks, unless the snippet put something in stdin's place."""

import builtins
import getpass
import pdb  # noqa: T100
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

_NO_KEYBOARD: Final = "nobody can type here: put the value in the code instead of input()"
_NO_DEBUGGER: Final = "nobody can type here, so a debugger would wait for ever: print what you want"
# What a traced run calls between the snippet's own steps (`trace.Seen.note`).
_OURS: Final = ("sandbox.*", "torch.compiler")
# Under a name of our own: a snippet may have put something else in its place.
_caller: Final = sys._getframe  # noqa: SLF001


def _is_replaced() -> bool:
    """Whether the snippet reads from something of its own, as exercises do that ask for numbers."""
    return sys.stdin is not sys.__stdin__


def _input(plain: Callable[..., str]) -> Callable[..., str]:
    """Who is asked reads the question, as with an input that is at its end."""

    @wraps(plain)
    def input(*asked: object) -> str:  # noqa: A001
        try:
            return plain(*asked)
        except EOFError:
            if _is_replaced():
                raise
            raise EOFError(_NO_KEYBOARD) from None

    return input


def _getpass(plain: Callable[..., str]) -> Callable[..., str]:
    @wraps(plain)
    def getpass(*asked: Any, **named: Any) -> str:
        if not _is_replaced():
            raise EOFError(_NO_KEYBOARD)
        return plain(*asked, **named)

    return getpass


def _set_trace(plain: Callable[..., None]) -> Callable[..., None]:
    """Python's own would begin in the frame that calls it, which is not the snippet's here."""

    @wraps(plain)
    def set_trace(*, header: str | None = None) -> None:
        if not _is_replaced():
            raise EOFError(_NO_DEBUGGER)
        debugger = pdb.Pdb(skip=_OURS)
        if header is not None:
            debugger.message(header)
        debugger.set_trace(_caller(1))

    return set_trace


def put_in_place() -> None:
    """`breakpoint()` is answered as well: it calls `pdb.set_trace`."""
    builtins.input = _input(builtins.input)
    getpass.getpass = _getpass(getpass.getpass)
    pdb.set_trace = _set_trace(pdb.set_trace)
