"""What Python does at the end of a program, done for a snippet: its process leaves without it."""

import atexit
import gc
import io
import itertools
import logging
import threading
import weakref
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType, NoneType
from typing import Any, Final

import numpy as np
import torch

from sandbox.worker import channel
from sandbox.worker.shield import attempt_or

# What a last wish may need of its program, and so is left.
_NEEDED: Final = (FunctionType, ModuleType, type)
_NAMES_OF: Final = type.__dict__["__dict__"].__get__
_LINE_OF: Final = type.__dict__["__mro__"].__get__
# Found by their ids: a class of the snippet's may have its own idea of what it equals.
_WISHLESS: Final = frozenset(
    id(kind)
    for kind in (
        *(NoneType, bool, int, float, complex, str, bytes, bytearray, range, slice),
        *(tuple, list, dict, set, frozenset, OrderedDict, defaultdict, io.StringIO, io.BytesIO),
        *(FunctionType, BuiltinFunctionType, ModuleType, np.ndarray),
        *(torch.Tensor, torch.nn.Parameter, torch.Size, torch.dtype, torch.device),
    )
)
# In which a generator may wait, however deep.
_ITERATORS: Final = frozenset(
    id(kind)
    for kind in (map, zip, filter, enumerate, *vars(itertools).values())
    if isinstance(kind, type)
)
# An object may hold any number of others, and is mostly what its first ones are.
_LOOKED_AT: Final = 100
# Under names of our own: a snippet may have put something else in their place.
_referents, _first_of = gc.get_referents, itertools.islice
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

    Not of all snippets': to give back their memory is the kernel's, once the answer is out. What
    was printed comes first, as in Python: a file of the snippet's own may close the outputs.
    """
    if not _has_last_wish(names):
        return
    channel.flush()
    for name in [name for name, value in names.items() if not issubclass(type(value), _NEEDED)]:
        del names[name]
    # What holds itself in a circle.
    gc.collect()


def _has_last_wish(names: dict[str, Any]) -> bool:
    """Whether to let go of a name may run code, or write out what a file still keeps.

    For a class that has a `__del__`: its instances may be held anywhere. For an object also of
    what it holds itself.

    Nothing of the snippet's is asked what it is: it might do anything. One loop, since every run
    waits for it.
    """
    for held in names.values():
        # A list of coroutines holds nothing else, so the first speaks for all.
        value = held[0] if type(held) is list and held else held
        kind = type(value)
        if id(kind) in _WISHLESS:
            continue
        if issubclass(kind, type):
            if "__del__" in _NAMES_OF(value):
                return True
        elif _may_wish(kind) or any(_may_wish(type(part)) for part in _parts(value)):
            return True
    return False


def _may_wish(kind: type) -> bool:
    """Python's own have a `__del__` too: generators, coroutines, files."""
    return id(kind) not in _WISHLESS and (
        id(kind) in _ITERATORS or any("__del__" in _NAMES_OF(each) for each in _LINE_OF(kind))
    )


def _parts(value: object) -> Iterator[object]:
    """What it holds, wherever its attributes lie: in it or, as of a layer, in a dictionary."""
    for part in _first_of(_referents(value), _LOOKED_AT):
        if type(part) is dict:
            yield from _first_of(part.values(), _LOOKED_AT)
        yield part
