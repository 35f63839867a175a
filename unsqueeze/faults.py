"""What an operator can mend is told in one line; anything else keeps its traceback."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from database.engine import DatabaseError, Refusal, Unreachable, refusals, sqlite_path
from unsqueeze.settings import Settings, wanted_log_format
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


# Which setting leads to a database that refuses, where it lies, and what its disk says.

# Far more than SQLite needs to open a file and to write some rows.
_SCARCE_KIB: Final = 1_024


@contextmanager
def explained_by_setting(settings: Settings) -> Iterator[None]:
    """Put the setting's name before what the database of learners and events says."""
    name = "DATABASE_URL" if settings.database_url else "DATA_DIR"
    try:
        with refusals():
            yield
    except DatabaseError as error:
        raise SetupFault(f"UNSQUEEZE_{name}: {error}{_about(error, settings)}") from error


def _about(error: DatabaseError, settings: Settings) -> str:
    """What SQLite leaves out: the path, and why the system refused what it wanted."""
    path = sqlite_path(settings.progress_url)
    if path is None or not isinstance(error, Refusal | Unreachable):
        return ""
    why = _fault_of_disk(path.absolute())
    what_to_do = ": restore a backup" if "malformed" in str(error) else ""
    return f" ({path.absolute()}{f': {why}' if why else ''}){what_to_do}"


def _fault_of_disk(path: Path) -> str:
    """To SQLite a full disk is a broken one, and a read-only one a file that can't be opened."""
    try:
        disk = os.statvfs(path.parent)
    except OSError as error:
        return str(error.strerror)
    if disk.f_flag & os.ST_RDONLY:
        return "that disk is read-only"
    if disk.f_blocks and (free := disk.f_bavail * disk.f_frsize >> 10) < _SCARCE_KIB:
        return f"{free} KiB are free there"
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK):
            return f"{place} may not be written by uid {os.geteuid()}"
    return ""


# Standard input, which may be closed and need not be text.


def standard_input() -> BinaryIO:
    """Standard input as bytes: what it holds need not be text."""
    if sys.stdin is None:  # so Python tells that it was closed
        raise SetupFault("expected something on standard input, got one that is closed")
    return sys.stdin.buffer
