"""What an error leaves unsaid that a learner here needs: where files may lie, what there is not.

Said afterwards, so that nothing is asked of a file that opens, and C++ is answered for as well.
"""

import dis
import errno
import os
import re
import sqlite3
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from sandbox.limits import DISK_BYTES, FILE_BYTES, MIB, THREADS
from sandbox.protocol import FILENAME
from sandbox.worker.told.source import innermost, is_own

_OWN_FOLDER: Final = (
    "the sandbox opens files in the snippet's own folder only: use a relative path or tempfile"
)
_TOO_LARGE: Final = (
    f"a file has at most {FILE_BYTES // MIB} MiB in the sandbox: "
    "save less, or into memory with io.BytesIO()"
)
_NO_SPACE: Final = (
    f"a snippet's files have at most {DISK_BYTES // MIB} MiB in all in the sandbox: "
    "remove some, or save into memory with io.BytesIO()"
)
_NO_SPACE_FOR_ANYBODY: Final = (
    "the disk of the machine that runs this is full: "
    "save into memory with io.BytesIO(), or try again later"
)
_LARGE_DATABASE: Final = (
    f"a file has at most {FILE_BYTES // MIB} MiB in the sandbox: "
    "keep less, or all in memory with sqlite3.connect(':memory:')"
)
_NO_LINKS: Final = "the sandbox makes no links: use shutil.copy, or keep the name in a variable"
# Files that a script finds where it was written, and that no snippet has: what to ask instead.
_NO_TEXT: Final = (
    "the snippet is in no file: its text is inspect.getsource(sys.modules['__main__'])"
)
_NO_SYSTEM: Final = "the system's files are out of reach here: os and platform tell some of it"
_NO_MEMORY: Final = (
    "/proc is out of reach here: "
    "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss is the peak in KiB"
)
_OF_THE_SYSTEM: Final = ("/proc/", "/sys/", "/etc/")
_OF_MEMORY: Final = frozenset({"/proc/self/status", "/proc/self/statm", "/proc/self/smaps"})
_NOT_ALLOWED: Final = "not allowed in the sandbox: leave it out"
_NO_LIMITS: Final = "the sandbox sets the limits: leave the line out"
_NO_MORE_THREADS: Final = (
    f"at most {THREADS} threads run at once in the sandbox, and each takes memory: "
    "join() some before you start more"
)
_NO_SCREEN: Final = "there is no screen here, and so no windows: draw with matplotlib"
NO_FFMPEG: Final = (
    "there is no ffmpeg here, so no video: an animation can be saved as a .gif, "
    "with writer='pillow'"
)
_NO_NOTEBOOK: Final = (
    "it belongs to notebooks: here print(…) shows a value, and plt.show() the figures"
)
# Who has one of that name in mind that is no notebook's shall not be told otherwise.
_NO_DISPLAY: Final = "a notebook's is not here: print(…) shows a value, and plt.show() the figures"
_NO_BOOLS: Final = "this loss takes floats, also as targets: .float() makes them of bools"
# Which of our folders a module lies in is no business of its reader's.
_NOT_IN: Final = re.compile(r"(cannot import name '[^']+' from .*) \((?:/.*|unknown location)\)$")
_OUTSIDE: Final = (errno.EROFS, errno.EACCES)
_MISSING: Final = (errno.ENOENT, errno.EACCES)
# Torch and numpy name no number, and say it in words of their own, which a snippet's hardly equal.
_FROM_TORCH: Final = r"\[enforce fail at inline_container\.cc:\d+\] \. "
_WORDS: Final = (
    (re.compile(_FROM_TORCH + r"open file failed with strerror: (Read|Permission)"), _OWN_FOLDER),
    (re.compile(_FROM_TORCH + r"unexpected pos \d+ vs \d+"), _TOO_LARGE),
    (re.compile(r"libt(k|cl)\d|No module named '_?tkinter'"), _NO_SCREEN),
    (re.compile(r"\d+ requested and \d+ written"), _TOO_LARGE),
    (re.compile(r"not allowed to raise maximum limit$"), _NO_LIMITS),
    (re.compile(r"can't start new thread$"), _NO_MORE_THREADS),
    (re.compile(r"unknown file extension: \.(mp4|m4v|mov|avi|mkv|webm)$"), NO_FFMPEG),
    (re.compile(r"Requested MovieWriter \(ffmpeg(_file)?\) not available"), NO_FFMPEG),
    (re.compile(r"No module named '(IPython|matplotlib_inline|ipywidgets)\b"), _NO_NOTEBOOK),
    (re.compile(r"name 'display' is not defined$"), _NO_DISPLAY),
)
# What torch says behind it is about an operator that the learner never wrote.
_OF_BOOLS: Final = re.compile(r"Subtraction, the `-` operator, with [^.]*not supported")
_LOSSES: Final = ("binary_cross_entropy_with_logits", "l1_loss")
_KINDS: Final = (
    *(OSError, PermissionError, RuntimeError, ImportError, ModuleNotFoundError),
    *(FileNotFoundError, ValueError, NameError, sqlite3.OperationalError),
)


@dataclass(slots=True)
class _Disk:
    """What a run's folder is on; the machine's may be full of what others wrote."""

    is_own: bool = False


DISK: Final = _Disk()
# Past what a snippet may have put in their place.
_set_words: Final = BaseException.__dict__["args"].__set__
_set_import_words: Final = ImportError.__dict__["msg"].__set__
_set_reason: Final = OSError.__dict__["strerror"].__set__


def _is_outside(path: object) -> bool:
    """Whether a path leads out of the run's folder, as far as the environment tells that still."""
    if not isinstance(path, str | bytes):
        return False
    own = os.environb.get(b"HOME", b"")
    return not os.path.abspath(os.fsencode(path)).startswith(own + b"/")  # noqa: PTH100


def _is_disk_full() -> bool:
    left = os.statvfs(os.environb.get(b"HOME", b""))
    return left.f_bavail * left.f_frsize < MIB


def _no_space() -> str:
    return _NO_SPACE if DISK.is_own else _NO_SPACE_FOR_ANYBODY


def _of_files(hint: str) -> str:
    """Where no more was written than there is space for, it may be either that was too little."""
    return _no_space() if hint == _TOO_LARGE and _is_disk_full() else hint


def _instead_of(path: object) -> str | None:
    """What to say of a file that could not be opened, if it is one that no snippet has."""
    if not isinstance(path, str):
        return None
    if os.path.basename(path) == FILENAME:  # noqa: PTH119
        return _NO_TEXT
    if path in _OF_MEMORY:
        return _NO_MEMORY
    return _NO_SYSTEM if path.startswith(_OF_THE_SYSTEM) else None


def _add_to_number(error: OSError) -> None:
    if error.errno == errno.EFBIG:
        _set_reason(error, f"{error.strerror} ({_TOO_LARGE})")
    elif error.errno == errno.ENOSPC:
        _set_reason(error, f"{error.strerror} ({_no_space()})")
    elif error.errno in _MISSING and (words := _instead_of(error.filename)):
        _set_reason(error, f"{error.strerror} ({words})")
    elif error.errno in _OUTSIDE and _is_outside(error.filename):
        _set_reason(error, f"{error.strerror} ({_OWN_FOLDER})")
    elif error.errno == errno.EPERM and not is_by_hand(error):
        words = _NOT_ALLOWED if error.filename2 is None else _NO_LINKS
        _set_reason(error, f"{error.strerror} ({words})")


def _add_to_words(error: BaseException) -> None:
    words = str(error)
    if isinstance(error, ImportError) and (found := _NOT_IN.match(words)):
        _set_words(error, (found[1],))
        _set_import_words(error, found[1])
    if (of_bools := _OF_BOOLS.match(words)) and _is_of_a_loss(error):
        _set_words(error, (f"{of_bools.group()} ({_NO_BOOLS})",))
    if hint := next((hint for sign, hint in _WORDS if sign.match(words)), None):
        # The first line: what torch says below it is the stack of its C++.
        hinted = f"{words.partition(chr(10))[0]} ({_of_files(hint)})"
        _set_words(error, (hinted,))
        if isinstance(error, ImportError):
            _set_import_words(error, hinted)


def _add_to_database(error: sqlite3.OperationalError) -> None:
    """Of a full disk it says so itself: what it may not write is beyond a file's end."""
    if getattr(error, "sqlite_errorname", None) == "SQLITE_IOERR_WRITE":
        _set_words(error, (f"{error} ({_LARGE_DATABASE})",))


def _is_of_a_loss(error: BaseException) -> bool:
    """Whether it was in one of torch's losses that the bools met an operator."""
    step = innermost(error)
    if step is None:
        return False
    home = step.tb_frame.f_globals.get("__name__")
    return home == "torch.nn.functional" and step.tb_frame.f_code.co_name in _LOSSES


def _raises(step: TracebackType) -> bool:
    return dis.opname[step.tb_frame.f_code.co_code[step.tb_lasti]] == "RAISE_VARARGS"


def is_by_hand(error: BaseException) -> bool:
    """Whether some `raise` made it, and not a call that the kernel said no to."""
    step = innermost(error)
    return step is None or _raises(step)


def _is_the_snippets_own(error: BaseException) -> bool:
    """Whether a `raise` in the snippet made it, in whose words nobody else has a say."""
    step = innermost(error)
    return step is None or (_raises(step) and is_own(step))


def add_hint(error: BaseException) -> None:
    """Add what to do here to an error whose own words would send a learner the wrong way."""
    if not any(type(error) is kind for kind in _KINDS) or _is_the_snippets_own(error):
        return
    if isinstance(error, OSError) and error.errno is not None:
        _add_to_number(error)
    elif isinstance(error, sqlite3.OperationalError):
        _add_to_database(error)
    else:
        _add_to_words(error)
