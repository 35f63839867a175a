"""What stderr says of the error that ended a snippet."""

import sys
from typing import Any, Final

from sandbox.limits import KEPT_OUTPUT_BYTES
from sandbox.worker.attempt import Raised, attempt
from sandbox.worker.report import printed
from sandbox.worker.steps import own_steps, set_trace, trace_of

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
