"""What an error leaves unsaid that only a sandbox gives: where files may lie, and how large.

Said afterwards, so that nothing is asked of a file that opens, and C++ is answered for as well.
"""

import dis
import errno
import os
import re
from types import TracebackType
from typing import Final

from sandbox.limits import FILE_BYTES, MIB
from sandbox.worker.execute import FILENAME

_OWN_FOLDER: Final = (
    "the sandbox opens files in the snippet's own folder only: use a relative path or tempfile"
)
_TOO_LARGE: Final = (
    f"a file has at most {FILE_BYTES // MIB} MiB in the sandbox: "
    "save less, or into memory with io.BytesIO()"
)
_NO_LINKS: Final = "the sandbox makes no links: use shutil.copy, or keep the name in a variable"
_NO_SCREEN: Final = "there is no screen here, and so no windows: draw with matplotlib"
_OUTSIDE: Final = (errno.EROFS, errno.EACCES)
# Torch and numpy name no number, and say it in words of their own, which a snippet's hardly equal.
_FROM_TORCH: Final = r"\[enforce fail at inline_container\.cc:\d+\] \. "
_WORDS: Final = (
    (re.compile(_FROM_TORCH + r"open file failed with strerror: (Read|Permission)"), _OWN_FOLDER),
    (re.compile(_FROM_TORCH + r"unexpected pos \d+ vs \d+"), _TOO_LARGE),
    (re.compile(r"libt(k|cl)\d|No module named '_?tkinter'"), _NO_SCREEN),
    (re.compile(r"\d+ requested and \d+ written"), _TOO_LARGE),
)
_KINDS: Final = (OSError, PermissionError, RuntimeError, ImportError, ModuleNotFoundError)
# Past what a snippet may have put in their place.
_set_words: Final = BaseException.__dict__["args"].__set__
_trace_of: Final = BaseException.__dict__["__traceback__"].__get__
_set_import_words: Final = ImportError.__dict__["msg"].__set__
_set_reason: Final = OSError.__dict__["strerror"].__set__


def _is_outside(path: object) -> bool:
    """Whether a path leads out of the run's folder, as far as the environment tells that still."""
    if not isinstance(path, str | bytes):
        return False
    own = os.environb.get(b"HOME", b"")
    return not os.path.abspath(os.fsencode(path)).startswith(own + b"/")  # noqa: PTH100


def _add_to_number(error: OSError) -> None:
    if error.errno == errno.EFBIG:
        _set_reason(error, f"{error.strerror} ({_TOO_LARGE})")
    elif error.errno in _OUTSIDE and _is_outside(error.filename):
        _set_reason(error, f"{error.strerror} ({_OWN_FOLDER})")
    elif error.errno == errno.EPERM and error.filename2 is not None:
        _set_reason(error, f"{error.strerror} ({_NO_LINKS})")


def _add_to_words(error: BaseException) -> None:
    words = str(error)
    if hint := next((hint for sign, hint in _WORDS if sign.match(words)), None):
        # The first line: what torch says below it is the stack of its C++.
        hinted = f"{words.partition(chr(10))[0]} ({hint})"
        _set_words(error, (hinted,))
        if isinstance(error, ImportError):
            _set_import_words(error, hinted)


def _is_the_snippets_own(error: BaseException) -> bool:
    """Whether a `raise` in the snippet made it, in whose words nobody else has a say."""
    step: TracebackType | None = _trace_of(error)
    if step is None:
        return True
    while step.tb_next is not None:
        step = step.tb_next
    code = step.tb_frame.f_code
    by_hand = dis.opname[code.co_code[step.tb_lasti]] == "RAISE_VARARGS"
    return by_hand and code.co_filename == FILENAME


def add_hint(error: BaseException) -> None:
    """Add what to do here to an error whose own words would send a learner the wrong way."""
    if not any(type(error) is kind for kind in _KINDS) or _is_the_snippets_own(error):
        return
    if isinstance(error, OSError) and error.errno is not None:
        _add_to_number(error)
    else:
        _add_to_words(error)
