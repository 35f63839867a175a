"""What an error leaves unsaid that a learner here needs: where files may lie, what there is not.

Said afterwards, so that nothing is asked of a file that opens, and C++ is answered for as well.
"""

import dis
import errno
import os
import re
import sqlite3
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from sandbox.limits import DISK_BYTES, FILE_BYTES, MIB, THREADS
from sandbox.protocol import FILENAME
from sandbox.worker.told.source import innermost, is_own

# Read before any snippet runs.
_DATA: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
SAY: Final[dict[str, str]] = {
    name: words.format(file=FILE_BYTES // MIB, disk=DISK_BYTES // MIB, threads=THREADS)
    for name, words in _DATA["say"].items()
}
_SIGNS: Final = [(re.compile(sign), name) for sign, name in _DATA["signs"].items()]
_OF_THE_SYSTEM: Final = ("/proc/", "/sys/", "/etc/")
_OF_MEMORY: Final = frozenset({"/proc/self/status", "/proc/self/statm", "/proc/self/smaps"})
# Which of our folders a module lies in is no business of its reader's.
_NOT_IN: Final = re.compile(r"(cannot import name '[^']+' from .*) \((?:/.*|unknown location)\)$")
# What torch says behind it is about an operator that the learner never wrote.
_OF_BOOLS: Final = re.compile(r"Subtraction, the `-` operator, with [^.]*not supported")
_LOSSES: Final = ("binary_cross_entropy_with_logits", "l1_loss")
_KINDS: Final = (
    *(OSError, PermissionError, RuntimeError, ImportError, ModuleNotFoundError),
    *(FileNotFoundError, ValueError, NameError, sqlite3.OperationalError),
)
# Past what a snippet may have put in their place.
_set_words: Final = BaseException.__dict__["args"].__set__
_set_import_words: Final = ImportError.__dict__["msg"].__set__
_set_reason: Final = OSError.__dict__["strerror"].__set__


@dataclass(slots=True)
class _Disk:
    """What a run's folder is on; the machine's may be full of what others wrote."""

    is_own: bool = False


DISK: Final = _Disk()


def add_hint(error: BaseException) -> None:
    """Add what to do here to an error whose own words would send a learner the wrong way."""
    if not any(type(error) is kind for kind in _KINDS) or _is_the_snippets_own(error):
        return
    if isinstance(error, OSError) and error.errno is not None:
        if name := _of_number(error):
            _set_reason(error, f"{error.strerror} ({SAY[name]})")
    elif isinstance(error, sqlite3.OperationalError):
        # Of a full disk it says so itself: what it may not write is beyond a file's end.
        if getattr(error, "sqlite_errorname", None) == "SQLITE_IOERR_WRITE":
            _set_words(error, (f"{error} ({SAY['large_database']})",))
    elif (hinted := _hinted(error, str(error))) is not None:
        _set_words(error, (hinted,))
        if isinstance(error, ImportError):
            _set_import_words(error, hinted)


def is_by_hand(error: BaseException) -> bool:
    """Whether some `raise` made it, and not a call that the kernel said no to."""
    step = innermost(error)
    return step is None or _raises(step)


def _is_the_snippets_own(error: BaseException) -> bool:
    """Whether a `raise` in the snippet made it, in whose words nobody else has a say."""
    step = innermost(error)
    return step is None or (_raises(step) and is_own(step))


def _raises(step: TracebackType) -> bool:
    return dis.opname[step.tb_frame.f_code.co_code[step.tb_lasti]] == "RAISE_VARARGS"


def _of_number(error: OSError) -> str | None:
    match error.errno:
        case errno.EFBIG:
            return "too_large"
        case errno.ENOSPC:
            return _no_space()
        case errno.ENOENT | errno.EACCES if name := _instead_of(error.filename):
            return name
        case errno.EROFS | errno.EACCES if _is_outside(error.filename):
            return "own_folder"
        case errno.EPERM if not is_by_hand(error):
            return "not_allowed" if error.filename2 is None else "no_links"
    return None


def _no_space() -> str:
    return "no_space" if DISK.is_own else "no_space_for_anybody"


def _instead_of(path: object) -> str | None:
    """What to say of a file that could not be opened, if it is one that no snippet has."""
    if not isinstance(path, str):
        return None
    if os.path.basename(path) == FILENAME:  # noqa: PTH119
        return "no_text"
    if path in _OF_MEMORY:
        return "no_memory"
    return "no_system" if path.startswith(_OF_THE_SYSTEM) else None


def _is_outside(path: object) -> bool:
    """Whether a path leads out of the run's folder, as far as the environment tells that still."""
    if not isinstance(path, str | bytes):
        return False
    own = os.environb.get(b"HOME", b"")
    return not os.path.abspath(os.fsencode(path)).startswith(own + b"/")  # noqa: PTH100


def _hinted(error: BaseException, words: str) -> str | None:
    if isinstance(error, ImportError) and (found := _NOT_IN.match(words)):
        return found[1]
    if (of_bools := _OF_BOOLS.match(words)) and _is_of_a_loss(error):
        return f"{of_bools.group()} ({SAY['no_bools']})"
    name = next((name for sign, name in _SIGNS if sign.match(words)), None)
    # Where no more was written than there is space for, it may be either that was too little.
    if name == "too_large" and _is_disk_full():
        name = _no_space()
    # The first line: what torch says below it is the stack of its C++.
    return f"{words.partition(chr(10))[0]} ({SAY[name]})" if name else None


def _is_disk_full() -> bool:
    left = os.statvfs(os.environb.get(b"HOME", b""))
    return left.f_bavail * left.f_frsize < MIB


def _is_of_a_loss(error: BaseException) -> bool:
    """Whether it was in one of torch's losses that the bools met an operator."""
    step = innermost(error)
    if step is None:
        return False
    home = step.tb_frame.f_globals.get("__name__")
    return home == "torch.nn.functional" and step.tb_frame.f_code.co_name in _LOSSES
