"""What Python does at the end of a program, done for a snippet: its process leaves without it."""

import atexit
import logging
import threading
import weakref
from typing import Any


def forget_ours() -> None:
    """In the zygote: what its libraries want to do at exit is no business of a snippet."""
    atexit._clear()  # noqa: SLF001
    known: Any = logging
    known._handlerList.clear()  # noqa: SLF001
    finalize: Any = weakref.finalize
    for pending in finalize._registry:  # noqa: SLF001
        pending.atexit = False
    finalize._registered_with_atexit = False  # noqa: SLF001
    atexit.register(logging.shutdown)


def _running() -> list[threading.Thread]:
    here = threading.current_thread()
    return [thread for thread in threading.enumerate() if thread is not here and not thread.daemon]


def join_threads() -> None:
    """A thread may still be printing; those of a pool wait for work until they are told."""
    while threads := _running():
        known: Any = threading
        for farewell in reversed(known._threading_atexits):  # noqa: SLF001
            farewell()
        for thread in threads:
            thread.join()


def run_exit_functions() -> None:
    """Last registered, first run; an error in one is shown on stderr and ends nothing."""
    atexit._run_exitfuncs()  # noqa: SLF001
