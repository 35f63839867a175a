"""Other ways for what a snippet may do, where the usual way would fail here: each put in its place.

No words go with them, unlike with what `refusals` refuses.
"""

import ctypes.util
import inspect
import multiprocessing.heap
import multiprocessing.pool
import os
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import takewhile
from multiprocessing.context import BaseContext
from pathlib import Path
from types import FrameType
from typing import Any, Final

import matplotlib as mpl
import torch.autograd.profiler
import tqdm.notebook  # type: ignore[import-untyped]
from matplotlib import pyplot as plt
from matplotlib import rcsetup
from matplotlib.backends import BackendFilter, backend_registry

from sandbox.worker.reserve import RESERVE, for_threads
from sandbox.worker.shield import Raised, attempt, attempt_or
from sandbox.worker.told.figures import show
from sandbox.worker.told.full_memory import put_back
from sandbox.worker.told.traceback import printed_whole, traceback_of

# A snippet's stack ends where the snippet does: what called it is no business of its reader's.
#
# Only what shows stacks is told so; a frame itself knows its caller, whatever Python is told.

# The package `sandbox`.
_HERE: Final = str(Path(__file__).parents[2])
# What Python says of a warning that is meant for the caller of a program.
_NO_CALLER: Final = ("sys", 1)


def is_not_ours(frame: FrameType) -> bool:
    return not frame.f_code.co_filename.startswith(_HERE)


def _from(frame: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    while frame is not None and is_not_ours(frame):
        yield frame, frame.f_lineno
        frame = frame.f_back


def _walk_stack(f: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    return _from(sys._getframe(1) if f is None else f)  # noqa: SLF001


def end_stacks() -> None:
    """In the zygote, for all that lists a stack and for warnings about a caller."""
    outer = inspect.getouterframes
    known: Any = warnings
    formatted = known._formatwarnmsg_impl  # noqa: SLF001

    def getouterframes(frame: Any, context: int = 1) -> list[inspect.FrameInfo]:
        return list(takewhile(lambda each: is_not_ours(each.frame), outer(frame, context)))

    def about(message: Any) -> Any:
        if str(message.filename).startswith(_HERE):
            message.filename, message.lineno = _NO_CALLER
            message.line = ""
        return formatted(message)

    traceback.walk_stack = _walk_stack
    inspect.getouterframes = getouterframes
    known._formatwarnmsg_impl = about  # noqa: SLF001


# Errors that nobody can catch, of a `__del__` or a callback, told with the lines they came from.
#
# Python's own hook is in C, which looks for the snippet's text in a file of that name.

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
