"""Clear words for what the jail refuses anyway.

Nothing here protects: a snippet can undo it all and then meets the kernel's bare EPERM.
"""

import builtins
import multiprocessing.synchronize
import socket
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

import torch
from matplotlib import pyplot as plt

_ONE_PROCESS: Final = "the sandbox runs one process: no fork, no subprocess, no workers"
_NO_NETWORK: Final = "the sandbox has no network"
_NO_COMPILER: Final = (
    "torch.compile needs a C++ compiler and processes of its own; the sandbox has neither: "
    "call the function as it is (eager mode gives the same numbers)"
)
_NO_KEYBOARD: Final = "nobody can type here: put the value in the code instead of input()"

_REFUSALS: Final[dict[str, str]] = {
    "os.exec": _ONE_PROCESS,
    "os.fork": _ONE_PROCESS,
    "os.forkpty": _ONE_PROCESS,
    "os.posix_spawn": _ONE_PROCESS,
    "os.system": _ONE_PROCESS,
    "pty.spawn": _ONE_PROCESS,
    "subprocess.Popen": _ONE_PROCESS,
    "socket.connect": _NO_NETWORK,
    "socket.getaddrinfo": _NO_NETWORK,
    "socket.gethostbyaddr": _NO_NETWORK,
    "socket.gethostbyname": _NO_NETWORK,
}


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _REFUSALS:
        raise PermissionError(_REFUSALS[event])
    if event == "socket.__new__" and arguments[1] not in (socket.AF_UNIX, -1):
        raise PermissionError(_NO_NETWORK)


def _refusal(error: type[Exception], words: str) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise error(words)

    return refuse


def _show(*_: object, **__: object) -> None:
    """Figures are gathered when the snippet ends."""


def teach() -> None:
    """Put the words in place; only ever called in a spare."""
    sys.addaudithook(_hook)
    builtins.input = _refusal(EOFError, _NO_KEYBOARD)
    torch.compile = _refusal(RuntimeError, _NO_COMPILER)
    semaphore: Any = multiprocessing.synchronize.SemLock
    semaphore.__init__ = _refusal(PermissionError, _ONE_PROCESS)
    plt.show = _show
