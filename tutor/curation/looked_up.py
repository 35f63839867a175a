"""What was looked up for the last list, so that the next one goes on from there."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
What = TypeVar("What")


@dataclass(slots=True)
class Effort:
    """What one list may spend on looking up what has changed, and what it came to.

    What is new has to be looked up whatever it takes, and is paid for as well. A list `is_current`
    where it rests on nothing that was found before the change.
    """

    most: int
    spent: int = 0
    on_new: int = 0
    is_current: bool = True

    @property
    def is_overspent(self) -> bool:
        """Claim that so much was new that what else there is had better wait."""
        return self.on_new > self.most


class LookedUp(Generic[Key, What]):
    """Looks things up once, and forgets what no list asked for last time.

    What was found before a change stands where a list's effort is spent: a later list goes on.
    """

    def __init__(self) -> None:
        self._effort = Effort(0)
        self._version = 0
        self._before: dict[Key, tuple[What, int]] = {}
        self._found: dict[Key, tuple[What, int]] = {}

    def begin(self, effort: Effort, *, is_changed: bool = False) -> None:
        """Go on to the next list; `is_changed` where something else may be found from now on."""
        self._effort, self._before, self._found = effort, self._found, {}
        self._version += is_changed

    def find(self, key: Key, look_up: Callable[[], What], *, cost: int = 1) -> What:
        """What was found for the key, looked up where that is not known as of now."""
        known = self._found.get(key) or self._before.get(key)
        is_former = known is not None and known[1] < self._version
        if known is None or (is_former and self._effort.spent < self._effort.most):
            self._effort.spent += cost
            self._effort.on_new += cost if known is None else 0
            known = look_up(), self._version
        elif is_former:
            self._effort.is_current = False
        self._found[key] = known
        return known[0]
