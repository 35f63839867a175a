"""What Python does at the end of a program, done for a snippet: its process leaves without it."""

import atexit
import gc
import logging
import threading
import weakref
from types import AsyncGeneratorType, CoroutineType, FunctionType, GeneratorType, ModuleType
from typing import Any, Final

from sandbox.worker.attempt import attempt_or

# What a last wish may need of its program, and so is left.
_NEEDED: Final = (FunctionType, ModuleType, type)
_NAMES_OF: Final = type.__dict__["__dict__"].__get__
# Under names of our own: a snippet may have put something else in their place.
_threads, _this_thread = threading.enumerate, threading.current_thread
_join: Final = threading.Thread.join


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
    here = _this_thread()
    return [thread for thread in _threads() if thread is not here and not thread.daemon]


def join_threads() -> None:
    """A thread may still be printing; those of a pool wait for work until they are told."""
    while threads := attempt_or([], _running):
        known: Any = threading
        for farewell in reversed(known._threading_atexits):  # noqa: SLF001
            farewell()
        for thread in threads:
            _join(thread)


def run_exit_functions() -> None:
    """Last registered, first run; an error in one is shown on stderr and ends nothing."""
    atexit._run_exitfuncs()  # noqa: SLF001


def take_down(names: dict[str, Any]) -> None:
    """Let go of a snippet's names where one may have a last wish: it may still print.

    Not of all snippets': to give back their memory is the kernel's, once the answer is out.
    """
    if not _has_last_wish(names):
        return
    for name in [name for name, value in names.items() if not issubclass(type(value), _NEEDED)]:
        del names[name]
    # What holds itself in a circle.
    gc.collect()


def _has_last_wish(names: dict[str, Any]) -> bool:
    """Whether to let go of a name may run code: of a generator or a coroutine, or a `__del__`.

    For a class that has one: its instances may be held anywhere.

    Nothing of the snippet's is asked what it is: it might do anything. One loop, since every run
    waits for it.
    """
    for held in names.values():
        # A list of coroutines holds nothing else, so the first speaks for all.
        value = held[0] if type(held) is list and held else held
        kind = type(value)
        if kind is GeneratorType or kind is CoroutineType or kind is AsyncGeneratorType:
            return True
        if issubclass(kind, type) and "__del__" in _NAMES_OF(value):
            return True
    return False
