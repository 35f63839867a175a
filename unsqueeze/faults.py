"""What an operator can mend is told in one line; anything else keeps its traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from unsqueeze.settings import SettingsError
from unsqueeze.terminal import harmless


class SetupFault(Exception):
    """Something on this machine is missing or in the way; the message says what to do."""


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
    return isinstance(error, OSError) or any(
        kind.__name__ in OPERATOR_ERRORS for kind in type(error).__mro__
    )


@contextmanager
def explained() -> Iterator[None]:
    """Turn an operator's error into its sentence and exit code 2."""
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    except SettingsError as error:
        sys.exit(_refuse(error))
    except Exception as error:  # the one place that sorts errors for the shell
        if not is_operators(error):
            raise
        sys.exit(_refuse(error))


def _refuse(error: BaseException) -> int:
    print(f"unsqueeze: {harmless(str(error))}", file=sys.stderr)
    return 2
