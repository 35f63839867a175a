"""What an error leaves unsaid that only a sandbox gives: where files may lie, and how large.

Said afterwards, so that nothing is asked of a file that opens, and C++ is answered for as well.
"""

import errno
import os
import re
from typing import Final

from sandbox.limits import FILE_BYTES, MIB

_OWN_FOLDER: Final = (
    "the sandbox opens files in the snippet's own folder only: use a relative path or tempfile"
)
_TOO_LARGE: Final = (
    f"a file has at most {FILE_BYTES // MIB} MiB in the sandbox: "
    "save less, or into memory with io.BytesIO()"
)
_OUTSIDE: Final = (errno.EROFS, errno.EACCES)
# Torch and numpy name no number, and say it in words of their own, which a snippet's hardly equal.
_FROM_TORCH: Final = r"\[enforce fail at inline_container\.cc:\d+\] \. "
_WORDS: Final = (
    (re.compile(_FROM_TORCH + r"open file failed with strerror: (Read|Permission)"), _OWN_FOLDER),
    (re.compile(_FROM_TORCH + r"unexpected pos \d+ vs \d+"), _TOO_LARGE),
    (re.compile(r"\d+ requested and \d+ written"), _TOO_LARGE),
)
_KINDS: Final = (OSError, PermissionError, RuntimeError)
# Past what a snippet may have put in their place.
_set_words: Final = BaseException.__dict__["args"].__set__
_set_reason: Final = OSError.__dict__["strerror"].__set__


def _is_outside(path: object) -> bool:
    """Of the run's folder, as far as its environment still says where that is."""
    if not isinstance(path, str | bytes):
        return False
    own = os.environb.get(b"HOME", b"")
    return not os.path.abspath(os.fsencode(path)).startswith(own + b"/")  # noqa: PTH100


def _add_to_number(error: OSError) -> None:
    if error.errno == errno.EFBIG:
        _set_reason(error, f"{error.strerror} ({_TOO_LARGE})")
    elif error.errno in _OUTSIDE and _is_outside(error.filename):
        _set_reason(error, f"{error.strerror} ({_OWN_FOLDER})")


def _add_to_words(error: BaseException) -> None:
    words = str(error)
    if hint := next((hint for sign, hint in _WORDS if sign.match(words)), None):
        # The first line: what torch says below it is the stack of its C++.
        _set_words(error, (f"{words.partition(chr(10))[0]} ({hint})",))


def add_hint(error: BaseException) -> None:
    """Where Python's and torch's own words would send a learner the wrong way."""
    if not any(type(error) is kind for kind in _KINDS):
        return
    if isinstance(error, OSError) and error.errno is not None:
        _add_to_number(error)
    else:
        _add_to_words(error)
