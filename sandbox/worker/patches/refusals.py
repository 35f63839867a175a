"""Clear words for what the jail refuses anyway: one sentence each, with what to do instead.

Nothing here protects: a snippet can undo it all and then meets the kernel's bare EPERM.
"""

import asyncio.base_events
import asyncio.unix_events
import errno
import multiprocessing.shared_memory
import multiprocessing.synchronize
import multiprocessing.util
import socket
import socketserver
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final

import PIL.ImageShow
import torch
import torch.distributed
import torch.hub
import torch.multiprocessing
import torch.utils.cpp_extension
import torch.utils.data.dataloader
from matplotlib.figure import Figure
from matplotlib.texmanager import TexManager

from sandbox.paste.commands import NO_INSTALLING
from sandbox.worker.patches import keyboard
from sandbox.worker.patches.pretended import PRETENDED
from sandbox.worker.reserve import RESERVE
from sandbox.worker.told.hints import SAY

_ONE_PROCESS: Final = (
    "the sandbox runs one process and starts no other: call the function as it is, or use "
    "threads (concurrent.futures.ThreadPoolExecutor)"
)
_NOBODY_ELSE: Final = (
    "the sandbox runs one process and has no network, so there is nobody to share the work with: "
    "leave out torch.distributed"
)
_NO_WORKERS: Final = (
    "the sandbox runs one process, so a DataLoader gets no workers: "
    "leave out num_workers or set it to 0"
)
_NO_LOCKS: Final = (
    "the sandbox runs one process: use threads (concurrent.futures.ThreadPoolExecutor) with "
    "threading.Lock and queue.Queue, and plain variables in place of shared ones"
)
_NO_SHARING: Final = (
    "the sandbox runs one process, so there is nobody to share memory with: use the tensor as it is"
)
_NO_SHELL: Final = (
    "the sandbox runs one process, without a shell or other programs: "
    "use Python itself, for example os, pathlib or shutil"
)
_NO_NETWORK: Final = (
    "the sandbox has no network: make the data in the code, for example with torch.randn, "
    "or paste it in"
)
_NO_SERVER: Final = (
    "the sandbox has no network, so nobody could reach a server: "
    "let both ends talk by socket.socketpair() or an asyncio.Queue"
)
_NO_DOWNLOADS: Final = (
    "the sandbox has no network, so no weights or data can be downloaded: "
    "build a small model with torch.nn instead"
)
_NO_COMPILER: Final = (
    "torch.compile needs a C++ compiler and processes of its own; the sandbox has neither: "
    "call the function as it is (eager mode gives the same numbers)"
)
_NO_EXTENSIONS: Final = (
    "an extension needs a C++ compiler and processes of its own; the sandbox has neither: "
    "write the function in Python, with torch's operations"
)
_NO_GPU: Final = (
    "there is no GPU here, only the CPU: use device='cpu', or "
    "torch.device('cuda' if torch.cuda.is_available() else 'cpu')"
)
_NO_MOUSE: Final = "nobody can click or press a key here: put the points in the code"
_NO_WINDOW: Final = "nothing is shown in a window here: use plt.imshow(image), then plt.show()"
_NO_LATEX: Final = (
    "there is no LaTeX here: leave out text.usetex, since matplotlib draws $…$ by itself"
)

# Addresses that no network is asked for.
_AT_HAND: Final = ("data:", "file:")
# What torch.compile does without a compiler: to look at a graph, or only to have asked.
_EAGER: Final = ("eager", "eager_noexcept", "aot_eager")
_INSTALLERS: Final = frozenset({"pip", "pip3", "conda", "mamba", "uv"})
_SHELL: Final = "/bin/sh"

_Arguments = tuple[Any, ...]


class _NotThere(FileNotFoundError, PermissionError):
    """Of a program: scripts that can do without it, as on most machines, ask for the former."""

    # What Python's own would have, and not in its words, which only one with a reason shows.
    errno = errno.ENOENT


# To a learner it is what all else is that the sandbox refuses.
_NotThere.__name__ = _NotThere.__qualname__ = PermissionError.__name__
_NotThere.__module__ = PermissionError.__module__


def _words_of(arguments: Iterable[object]) -> frozenset[str]:
    """Of a command line, be it text, bytes or a list of them."""
    found: set[str] = set()
    for argument in arguments:
        match argument:
            case bytes():
                found |= set(argument.decode("utf-8", "replace").split())
            case str():
                found |= set(argument.split())
            case list() | tuple():
                found |= _words_of(argument)
    return frozenset(found)


def _about_programs(arguments: _Arguments) -> str:
    """What is said where another program would be started."""
    asked = _words_of(arguments)
    if asked & _INSTALLERS:
        return NO_INSTALLING
    return SAY["no_ffmpeg"] if "ffmpeg" in asked else _NO_SHELL


def _of_a_program(arguments: _Arguments) -> PermissionError:
    return PermissionError(_about_programs(arguments))


def _of_a_process(arguments: _Arguments) -> PermissionError:
    """A shell would be there on any machine, and say itself what it does not find."""
    kind = PermissionError if arguments[0] == _SHELL else _NotThere
    return kind(_about_programs(arguments))


def _of_a_request(arguments: _Arguments) -> PermissionError | None:
    is_at_hand = arguments[0].lower().startswith(_AT_HAND)
    return None if is_at_hand else PermissionError(_NO_NETWORK)


def _of_a_socket(arguments: _Arguments) -> PermissionError | None:
    is_fine = arguments[1] in (socket.AF_UNIX, -1)
    return None if is_fine else PermissionError(_NO_NETWORK)


def _of_a_hook(_: _Arguments) -> None:
    RESERVE.has_hook = True


def _refused(words: str) -> Callable[[_Arguments], PermissionError]:
    return lambda _: PermissionError(words)


# What a call shall fail with, if with anything, by the event that Python tells audit hooks of.
_ANSWERS: Final[dict[str, Callable[[_Arguments], OSError | None]]] = {
    **PRETENDED,
    **dict.fromkeys(("os.exec", "os.fork", "os.forkpty"), _refused(_ONE_PROCESS)),
    **dict.fromkeys(("os.posix_spawn", "os.system", "pty.spawn"), _of_a_program),
    "subprocess.Popen": _of_a_process,
    **dict.fromkeys(("socket.connect", "socket.getaddrinfo"), _refused(_NO_NETWORK)),
    **dict.fromkeys(("socket.gethostbyaddr", "socket.gethostbyname"), _refused(_NO_NETWORK)),
    "socket.__new__": _of_a_socket,
    "urllib.Request": _of_a_request,
    "sys.addaudithook": _of_a_hook,
}


def _hook(event: str, arguments: _Arguments) -> None:
    """Of each file that is opened and each name that is compiled, too: one look at a table."""
    if (answer := _ANSWERS.get(event)) is not None and (error := answer(arguments)) is not None:
        raise error


def _needs_no_compiler(named: dict[str, Any]) -> bool:
    backend = named.get("backend")
    return bool(named.get("disable")) or callable(backend) or backend in _EAGER


def _has_socket(named: dict[str, Any]) -> bool:
    return named.get("sock") is not None


def _is_local(named: dict[str, Any]) -> bool:
    return named.get("source") == "local"


def _never(_: dict[str, Any]) -> bool:
    return False


def _refusal(
    plain: Callable[..., Any],
    error: type[Exception],
    words: str,
    is_fine: Callable[[dict[str, Any]], bool] = _never,
) -> Callable[..., Any]:
    @wraps(plain)
    def answer(*arguments: Any, **named: Any) -> Any:
        if not is_fine(named):
            raise error(words)
        return plain(*arguments, **named)

    return answer


def _compile(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Where nothing is to be compiled, without the backend that would be loaded for it."""
    checked = _refusal(plain, RuntimeError, _NO_COMPILER, _needs_no_compiler)
    known: Any = torch._dynamo.eval_frame  # noqa: SLF001

    @wraps(plain)
    def compile(*arguments: Any, **named: Any) -> Any:  # noqa: A001
        if known._stance.stance == "force_eager" and not _needs_no_compiler(named):  # noqa: SLF001
            named = {key: named[key] for key in named.keys() - {"mode", "options"}}
            return plain(*arguments, **{**named, "backend": "eager"})
        return checked(*arguments, **named)

    return compile


_Loader: Any = torch.utils.data.dataloader._MultiProcessingDataLoaderIter  # noqa: SLF001

# What is refused where it is called: the place, its name, the error, the words.
_AT_THE_DOOR: Final[tuple[tuple[Any, str, type[Exception], str], ...]] = (
    # The kinds of error that torch without CUDA raises in their place.
    (torch.cuda, "_lazy_init", AssertionError, _NO_GPU),
    (torch.hub, "load_state_dict_from_url", PermissionError, _NO_DOWNLOADS),
    (torch.hub, "download_url_to_file", PermissionError, _NO_DOWNLOADS),
    (torch.utils.cpp_extension, "load", RuntimeError, _NO_EXTENSIONS),
    (torch.utils.cpp_extension, "load_inline", RuntimeError, _NO_EXTENSIONS),
    (torch.Tensor, "share_memory_", PermissionError, _NO_SHARING),
    (torch.UntypedStorage, "share_memory_", PermissionError, _NO_SHARING),
    (torch.multiprocessing, "spawn", PermissionError, _ONE_PROCESS),
    (torch.distributed, "init_process_group", PermissionError, _NOBODY_ELSE),
    (multiprocessing.synchronize.SemLock, "__init__", PermissionError, _NO_LOCKS),
    (multiprocessing.shared_memory.SharedMemory, "__init__", PermissionError, _NO_SHARING),
    (multiprocessing.util, "spawnv_passfds", PermissionError, _ONE_PROCESS),
    (_Loader, "__init__", PermissionError, _NO_WORKERS),
    # By its socket alone one can't tell a server from a client.
    (socketserver.TCPServer, "__init__", PermissionError, _NO_SERVER),
    (socket, "create_server", PermissionError, _NO_SERVER),
    (Figure, "ginput", EOFError, _NO_MOUSE),
    (Figure, "waitforbuttonpress", EOFError, _NO_MOUSE),
    (PIL.ImageShow, "show", RuntimeError, _NO_WINDOW),
    (TexManager, "__new__", RuntimeError, _NO_LATEX),
)
_Loop, _UnixLoop = asyncio.base_events.BaseEventLoop, asyncio.unix_events.SelectorEventLoop
# And what is fine there.
_UNLESS: Final[tuple[tuple[Any, ...], ...]] = (
    (torch.hub, "load", PermissionError, _NO_DOWNLOADS, _is_local),
    # They would pass over a socket that is refused, and serve nobody.
    (_Loop, "create_server", PermissionError, _NO_SERVER, _has_socket),
    (_UnixLoop, "create_unix_server", PermissionError, _NO_SERVER, _has_socket),
)


def teach() -> None:
    """Put the words in place; only ever for spares, since a zygote could not fork with them."""
    for place, name, *how in (*_AT_THE_DOOR, *_UNLESS):
        setattr(place, name, _refusal(getattr(place, name), *how))
    keyboard.put_in_place()
    torch.compile = _compile(torch.compile)
    # One that was refused has nothing to shut down, which it would say in a traceback of its own.
    _Loader._shutdown = True  # noqa: SLF001
    sys.addaudithook(_hook)
