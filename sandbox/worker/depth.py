"""How deep a snippet may go: as deep as in plain Python, though our own frames are below it."""

import operator
import sys
from typing import Final, SupportsIndex

_HIGHEST_LIMIT: Final = 2**31 - 1
# Of what asks how deep it is: a function of ours and, where calls of C count, another.
_ASKING: Final = 1 if sys.version_info >= (3, 12) else 2


def here() -> int:
    """As deep as the caller is; Python says it only of a limit that is too low."""
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(1)
    except RecursionError as error:
        return int(str(error).partition(" depth ")[2].partition(":")[0]) - _ASKING
    sys.setrecursionlimit(limit)
    return 0


def leave_out(frames: int) -> None:
    """So many frames are ours: they come on top of a snippet's limit, which is told without."""
    limit, set_limit = sys.getrecursionlimit, sys.setrecursionlimit
    set_limit(limit() + frames)

    def getrecursionlimit() -> int:
        return limit() - frames

    def setrecursionlimit(limit: SupportsIndex, /) -> None:
        wanted = operator.index(limit)
        highest = max(wanted, _HIGHEST_LIMIT)
        set_limit(min(wanted + frames, highest) if wanted > 0 else wanted)

    sys.getrecursionlimit, sys.setrecursionlimit = getrecursionlimit, setrecursionlimit
