"""Files that a script finds where it was written, and that no snippet has: what to ask instead."""

import os
from typing import Final

from sandbox.worker.execute import FILENAME

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


def instead_of(path: object) -> str | None:
    """What to say of a file that could not be opened, if it is one of these."""
    if not isinstance(path, str):
        return None
    if os.path.basename(path) == FILENAME:  # noqa: PTH119
        return _NO_TEXT
    if path in _OF_MEMORY:
        return _NO_MEMORY
    return _NO_SYSTEM if path.startswith(_OF_THE_SYSTEM) else None
