"""What the kernel's filter only says that it did (`calls.PRETENDED`), brought nearer to the truth.

Asked of what is not there, or of what is another's, such a call fails as ever: by that `Path.touch`
knows to make its file.
And where a snippet itself names a time of change or a mode, and the file then has another, it is
told once. A touch of a file that is there names none: it changes nothing, and nothing is said.
"""

import errno
import mmap
import os
import stat
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final, Self

from sandbox.protocol import FILENAME
from sandbox.worker.reserve import RESERVE
from sandbox.worker.shield import attempt

_NO_TIMES: Final = "not done: times of files can't be set here; each has that of its last change"
_NO_MODES: Final = "not done: modes of files can't be set here; each keeps the one it was made with"
# Under names of our own: a snippet may have put something else in their place.
_facts: Final = os.stat
_user: Final = os.getuid
_caller: Final = sys._getframe  # noqa: SLF001
# How many frames lie between one who asks here and the snippet's call: of the hook and of ours.
_ABOVE: Final = 3
_told: Final[set[str]] = set()

_Arguments = tuple[Any, ...]
_Named = int | str | bytes | None


def _facts_of(named: _Named, folder: int = -1) -> os.stat_result | OSError:
    try:
        return _facts("." if named is None else named, dir_fd=None if folder == -1 else folder)
    except OSError as error:
        return error


def _again(error: OSError, *named: Any) -> OSError:
    """Without the way it took here, which a traceback would show."""
    return OSError(error.errno, error.strerror, *named)


def _refused(number: int, *named: Any) -> OSError:
    return PermissionError(number, os.strerror(number), *named)


def _is_the_snippets(frame: FrameType | None) -> bool:
    """Whether it asked itself, or by `Path.chmod`: what copies a file has more to do than this."""
    if frame is not None and frame.f_globals.get("__name__") == "pathlib":
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename == FILENAME


def _tell(words: str) -> None:
    """Not where the snippet has an audit hook, which would hear of how we look for the caller."""
    if words not in _told and not RESERVE.has_hook and _is_the_snippets(_caller(_ABOVE)):
        _told.add(words)
        attempt(lambda: sys.stderr.write(f"{words}\n"))


def _is_another_time(times: Any, nanoseconds: Any, found: os.stat_result) -> bool:
    return bool(
        (times and times[1] != found.st_mtime)
        or (nanoseconds and nanoseconds[1] != found.st_mtime_ns)
    )


def _of_anothers_times(found: os.stat_result, *, is_now: bool) -> OSError | None:
    """Who may write a file may touch it; what else is another's, only that one can change."""
    if not is_now:
        return _refused(errno.EPERM)
    return None if found.st_mode & stat.S_IWOTH else _refused(errno.EACCES)


def _utime(arguments: _Arguments) -> OSError | None:
    named, times, nanoseconds, folder = arguments
    found = _facts_of(named, folder)
    if isinstance(found, OSError):
        return _again(found)
    if found.st_uid != _user():
        return _of_anothers_times(found, is_now=times is None and nanoseconds is None)
    # A number of the snippet's own class may raise anything where it is compared.
    if attempt(lambda: _is_another_time(times, nanoseconds, found)) is True:
        _tell(_NO_TIMES)
    return None


def _chmod(arguments: _Arguments) -> OSError | None:
    named, mode, folder = arguments
    found = _facts_of(named, folder)
    if isinstance(found, OSError):
        return _of_path(found, named)
    if found.st_uid != _user():
        return _of_path(_refused(errno.EPERM), named)
    if stat.S_IMODE(found.st_mode) != stat.S_IMODE(mode):
        _tell(_NO_MODES)
    return None


def _asked(arguments: _Arguments) -> OSError | None:
    found = _facts_of(arguments[0])
    return _of_path(found, arguments[0]) if isinstance(found, OSError) else None


def _of_path(error: OSError, named: _Named) -> OSError:
    return _again(error) if isinstance(named, int) else _again(error, named)


# What a call shall fail with, if with anything, by the event that Python tells audit hooks of.
PRETENDED: Final[dict[str, Callable[[_Arguments], OSError | None]]] = {
    "os.utime": _utime,
    "os.chmod": _chmod,
    "os.listxattr": _asked,
    "os.getxattr": _asked,
    "fcntl.flock": _asked,
    "fcntl.lockf": _asked,
}


# Memory that a snippet maps without a file is its own, where Python would share it.
#
# There is nobody to share it with, and the kernel's filter lets nothing be shared that no file
# holds.

_ALL: Final = mmap.PROT_READ | mmap.PROT_WRITE
# What Python asks for; it asks for a private map by ACCESS_COPY already.
_RIGHTS: Final = {mmap.ACCESS_READ: mmap.PROT_READ, mmap.ACCESS_WRITE: _ALL}
_KIND: Final = mmap.MAP_SHARED | mmap.MAP_PRIVATE


class _Map(mmap.mmap):
    """Python's own in all else, and by its name: snippets ask for its type and make more of it."""

    __slots__ = ()

    def __new__(
        cls,
        fileno: int,
        length: int,
        flags: int = mmap.MAP_SHARED,
        prot: int = _ALL,
        access: int = mmap.ACCESS_DEFAULT,
        *offset: int,
        **named: Any,
    ) -> Self:
        if fileno == -1 and flags & _KIND == mmap.MAP_SHARED:
            if access in _RIGHTS and (flags, prot) == (mmap.MAP_SHARED, _ALL):
                prot, access = _RIGHTS[access], mmap.ACCESS_DEFAULT
            if access == mmap.ACCESS_DEFAULT:
                flags = flags & ~_KIND | mmap.MAP_PRIVATE
        return super().__new__(cls, fileno, length, flags, prot, access, *offset, **named)


# The name is what a map and its errors are shown by.
_Map.__name__ = "mmap.mmap"
_Map.__qualname__ = _Map.__module__ = "mmap"
_Map.__doc__ = mmap.mmap.__doc__


def put_in_place() -> None:
    """In a spare: the zygote shares memory with what it forks."""
    known: Any = mmap
    known.mmap = _Map
