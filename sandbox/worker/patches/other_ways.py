"""Other ways for what a snippet may do, where the usual way would fail here: each put in its place.

No words go with them, unlike with what `refusals` refuses.
"""

import ctypes.util
import multiprocessing.heap
import multiprocessing.pool
import os
import sys
import threading
from collections.abc import Callable, Iterable
from functools import wraps
from multiprocessing.context import BaseContext
from typing import Any, Final

import matplotlib as mpl
import torch.autograd.profiler
import tqdm.notebook  # type: ignore[import-untyped]
from matplotlib import pyplot as plt
from matplotlib import rcsetup
from matplotlib.backends import BackendFilter, backend_registry

from sandbox.worker.attempt import Raised, attempt
from sandbox.worker.figures import show
from sandbox.worker.full_memory import put_back
from sandbox.worker.patches.callers import end_stacks
from sandbox.worker.patches.unraisable import with_lines
from sandbox.worker.reserve import RESERVE, for_threads
from sandbox.worker.stack import printed_whole

# A terminal's to do, at the beginning of many a script; nothing here has to.
_CLEARS: Final = ("clear", "cls", "cls||clear", "clear||cls")
# Under which the libraries of C and its compiler are loaded.
_VERSIONS: Final = ("6", "2", "1", "0")
# All that matplotlib itself says need a window, a browser or a notebook.
_IN_WINDOWS: Final = frozenset(backend_registry.list_builtin(BackendFilter.INTERACTIVE))


def _tell_of_a_thread(died: threading.ExceptHookArgs) -> None:
    """As Python does, whose own hook is in C and can't quote a snippet's lines."""
    if died.exc_type is SystemExit:
        return
    if died.exc_value is not None:
        put_back(died.exc_value, None, was_full=RESERVE.was_full())
    name = died.thread.name if died.thread else threading.get_ident()
    print(f"Exception in thread {name}:", file=sys.stderr)  # noqa: T201
    if died.exc_value is not None:
        sys.stderr.write(printed_whole(died.exc_value))


def _truncate(path: int | str | bytes | os.PathLike[Any], length: int) -> None:
    """By opening it: older kernels' Landlock does not judge truncation by a path."""
    if isinstance(path, int):
        os.ftruncate(path, length)
        return
    with open(path, "r+b") as file:  # noqa: PTH123
        file.truncate(length)


def _in_silence(work: Callable[..., Any]) -> Callable[..., Any]:
    """Torch's profiler says in C++, past its own log, that it may not look at /proc."""

    @wraps(work)
    def answer(*arguments: Any, **named: Any) -> Any:
        kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 2)
        try:
            return work(*arguments, **named)
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nothing)

    return answer


def _system(plain: Callable[[Any], int]) -> Callable[[Any], int]:
    @wraps(plain)
    def system(command: Any) -> int:
        is_clear = isinstance(command, str) and "".join(command.split()) in _CLEARS
        return 0 if is_clear else plain(command)

    system.__module__ = "os"  # where a pickle finds this one
    return system


def _find_library(plain: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Among those that are loaded: the usual way asks programs, and others could not be opened."""

    def is_loaded(name: str) -> bool:
        return not isinstance(attempt(lambda: ctypes.CDLL(name, os.RTLD_NOLOAD)), Raised)

    @wraps(plain)
    def find_library(name: str) -> str | None:
        names = (f"lib{name}.so.{version}" for version in _VERSIONS)
        return next(filter(is_loaded, names), None)

    return find_library


def _switch_backend(plain: Callable[[Any], None]) -> Callable[[Any], None]:
    """One that opens windows, as the head of many a script asks for, draws pictures here."""

    @wraps(plain)
    def switch_backend(newbackend: Any) -> None:
        if isinstance(newbackend, str) and newbackend.lower() in _IN_WINDOWS:
            return
        # "auto" would try those with windows, one after the other, by this function.
        is_any = newbackend is rcsetup._auto_backend_sentinel  # noqa: SLF001
        plain("agg" if is_any else newbackend)

    return switch_backend


class _TextBar(tqdm.tqdm):  # type: ignore[misc]
    """A notebook's bar, which may be as wide as a part of its page, in a script's letters."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        named.pop("display", None)
        if isinstance(named.get("ncols"), str):
            del named["ncols"]
        super().__init__(*arguments, **named)


def _text_range(*bounds: int, **named: Any) -> _TextBar:
    return _TextBar(range(*bounds), **named)


def _draw_bars_as_text() -> None:
    """A notebook's bars need its widgets; without those, they are a script's, as of `tqdm.auto`."""
    bars: Any = tqdm.notebook
    bars.tqdm = bars.tqdm_notebook = _TextBar
    bars.trange = bars.tnrange = _text_range


class _InOneProcess(BaseContext):
    """What a pool of threads needs of multiprocessing, without a semaphore of the system's."""

    def Lock(self) -> Any:  # noqa: N802
        return threading.Lock()


def _thread_pool(
    pool: multiprocessing.pool.ThreadPool,
    processes: int | None = None,
    initializer: Callable[..., object] | None = None,
    initargs: Iterable[Any] = (),
) -> None:
    make: Any = multiprocessing.pool.Pool.__init__
    make(pool, processes, initializer, initargs, context=_InOneProcess())


def put_in_place() -> None:
    """In the zygote, for all spares, once it needs none of the usual ways itself any more."""
    profiler: Any = torch.autograd.profiler
    profiler._disable_profiler = _in_silence(profiler._disable_profiler)  # noqa: SLF001
    programs: Any = os
    programs.system = _system(os.system)
    os.truncate = _truncate
    # Asked anew: what the zygote was told is a folder of the service's.
    drawing: Any = mpl
    drawing.get_configdir = drawing.get_configdir.__wrapped__
    drawing.get_cachedir = drawing.get_cachedir.__wrapped__
    plt.show = show
    plt.switch_backend = _switch_backend(plt.switch_backend)
    _draw_bars_as_text()
    pool: Any = multiprocessing.pool.ThreadPool
    pool.__init__ = _thread_pool
    heap: Any = multiprocessing.heap.Arena
    # Then memory for others lies in the run's own folder, where alone it may.
    heap._dir_candidates = []  # noqa: SLF001
    end_stacks()
    threads: Any = threading
    threads._make_invoke_excepthook = for_threads(threads._make_invoke_excepthook)  # noqa: SLF001
    threading.excepthook = threading.__excepthook__ = _tell_of_a_thread
    errors: Any = sys
    errors.unraisablehook = errors.__unraisablehook__ = with_lines(sys.unraisablehook)
    libraries: Any = ctypes.util
    libraries.find_library = _find_library(ctypes.util.find_library)
