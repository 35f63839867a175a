"""What an operator can mend is told in one line; anything else keeps its traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from unsqueeze.settings import wanted_log_format
from unsqueeze.terminal import harmless, tell


class SetupFault(Exception):
    """Something on this machine is missing or in the way; the message says what to do."""


# What a library raises is none of the operator's, whatever it is called.
PACKAGES = frozenset({"bot", "database", "knowledge", "sandbox", "unsqueeze"})
# By name, so that the command line need not import every package to know its errors.
OPERATOR_ERRORS = frozenset(
    {
        "SettingsError",
        "SetupFault",
        "SandboxError",
        "DatabaseError",
        "KnowledgeError",
        "ModelError",
        "BotError",
    }
)


def is_operators(error: BaseException) -> bool:
    """Whether an error belongs to one of the packages' trees of operator errors.

    Or is the system's: a full disk, a folder that may not be written.
    """
    return isinstance(error, OSError) or any(_is_listed(kind) for kind in type(error).__mro__)


def _is_listed(kind: type) -> bool:
    return kind.__module__.partition(".")[0] in PACKAGES and kind.__name__ in OPERATOR_ERRORS


@contextmanager
def explained() -> Iterator[None]:
    """Turn an operator's error into its sentence and exit code 2."""
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the one place that sorts errors for the shell
        if not (is_operators(error) or _is_misuse(error)):
            raise
        sys.exit(_refuse(error))


def _is_misuse(error: BaseException) -> bool:
    """Whether Typer refuses the command line. It brings a Click of its own, or uses another's."""
    return any(kind.__name__ == "UsageError" for kind in type(error).__mro__)


def _refuse(error: BaseException) -> int:
    sentence = harmless(_sentence(error))
    # Where there is none, Typer has printed the help.
    if sentence:
        tell(f"unsqueeze: {sentence}", "error", log_format=wanted_log_format())
    return 2


def _sentence(error: BaseException) -> str:
    """What the error says; the system's without its number, and with the path it is about."""
    if _is_misuse(error):
        return _of_misuse(error)
    if not isinstance(error, OSError) or error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else error.strerror


def _of_misuse(error: Any) -> str:
    said = str(error.format_message()).strip().rstrip(".")
    return f"{said}; {error.ctx.command_path} --help says what there is" if said else ""
