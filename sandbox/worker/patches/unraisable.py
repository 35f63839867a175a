"""Errors that nobody can catch, of a `__del__` or a callback, told with the lines they came from.

Python's own hook is in C, which looks for the snippet's text in a file of that name.
"""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from sandbox.worker.attempt import attempt_or
from sandbox.worker.patches.callers import is_not_ours
from sandbox.worker.stack import traceback_of

# Named without their module, as anywhere in Python.
_UNNAMED: Final = ("builtins", "__main__")


def _of_whom(told: Any) -> str:
    """What the first line says: nothing where there is nothing to say."""
    if told.object is None:
        return f"{told.err_msg}:\n" if told.err_msg else ""
    named = attempt_or("<object repr() failed>", lambda: repr(told.object))
    return f"{told.err_msg or 'Exception ignored in'}: {named}\n"


def _home(module: object) -> str:
    """What stands before the name of a class; a snippet may have set any object for it."""
    if not isinstance(module, str):
        return "<unknown>"
    return "" if module in _UNNAMED else f"{module}."


def _of_what(kind: type[BaseException], error: BaseException | None) -> str:
    home = _home(kind.__module__)
    if error is None:
        return f"{home}{kind.__qualname__}\n"
    said = attempt_or("<exception str() failed>", lambda: str(error))
    return f"{home}{kind.__qualname__}: {said}\n"


def _way(error: BaseException | None) -> str:
    """None where no frame raised it: Python then takes the one that is running, which is ours."""
    trace = error.__traceback__ if error is not None else None
    if error is None or trace is None or not is_not_ours(trace.tb_frame):
        return ""
    lines = traceback_of(error, whole=True).stack.format()
    return "".join(["Traceback (most recent call last):\n", *lines])


def _text(told: Any) -> str:
    return _of_whom(told) + _way(told.exc_value) + _of_what(told.exc_type, told.exc_value)


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def with_lines(plain: Callable[[Any], object]) -> Callable[[Any], None]:
    """As the plain hook, to which it is left where there is no memory or no depth for more.

    By hand, since `attempt` may have no depth left to say what it caught. At the very end the plain
    hook has none either; Python would tell that of ours, with our lines.
    """

    @wraps(plain)
    def unraisablehook(unraisable: Any, /) -> None:
        try:
            text = _text(unraisable)
        except BaseException:  # noqa: BLE001
            text = ""
        try:
            _write(text) if text else plain(unraisable)
        except BaseException:  # noqa: BLE001
            return

    return unraisablehook
