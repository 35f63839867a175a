"""How deep a snippet may go: as deep as in plain Python, though our own frames are below it."""

import builtins
import operator
import sys
from typing import Final, SupportsIndex

# Under names of our own: a snippet finds others in their place.
_limit, _set_limit = sys.getrecursionlimit, sys.setrecursionlimit
_PLAIN_LIMIT: Final = sys.getrecursionlimit()
_HIGHEST_LIMIT: Final = 2**31 - 1
# In a traced run each value goes through a function of this name, deeper by so much.
_NOTING, _NOTING_DEPTH = "<seen>", 5
# Of what asks how deep it is: two functions of ours and, where calls of C count, another.
_ASKING_DEPTH: Final = 2 if sys.version_info >= (3, 12) else 3


def _depth() -> int:
    """As deep as we are here; Python says it only of a limit that is too low."""
    try:
        _set_limit(1)
    except RecursionError as error:
        return int(str(error).partition(" depth ")[2].partition(":")[0])
    return 0


def leave_all_depth_to_it() -> None:
    """What our own frames take of the limit is added to it, and not told: as in plain Python."""
    ours = _depth() - _ASKING_DEPTH + (_NOTING_DEPTH if _NOTING in vars(builtins) else 0)
    _set_limit(_PLAIN_LIMIT + ours)

    def getrecursionlimit() -> int:
        return _limit() - ours

    def setrecursionlimit(limit: SupportsIndex, /) -> None:
        wanted = operator.index(limit)
        highest = max(wanted, _HIGHEST_LIMIT)
        _set_limit(min(wanted + ours, highest) if wanted > 0 else wanted)

    sys.getrecursionlimit, sys.setrecursionlimit = getrecursionlimit, setrecursionlimit
