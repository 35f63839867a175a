"""What was looked up for the last list of questions: a list is asked for at every tap."""

from collections.abc import Callable, Hashable, Mapping
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
    def is_spent(self) -> bool:
        return self.spent >= self.most

    @property
    def is_overspent(self) -> bool:
        """Claim that so much was new that what else there is had better wait."""
        return self.on_new > self.most


@dataclass(frozen=True, slots=True)
class _Found(Generic[What]):
    """A finding; `is_former` where the source has changed since."""

    what: What
    is_former: bool = False


class LookedUp(Generic[Key, What]):
    """Looks things up once, and forgets what no list asked for last time.

    What was found before a change stands where a list's effort is spent: a later list goes on.
    """

    def __init__(
        self,
        effort: Effort,
        before: Mapping[Key, _Found[What]] | None = None,
        *,
        is_changed: bool = False,
    ) -> None:
        self._effort = effort
        self._before = before or {}
        self._is_changed = is_changed
        self._found: dict[Key, _Found[What]] = {}

    def find(self, key: Key, look_up: Callable[[], What], *, cost: int = 1) -> What:
        """What was found for the key, looked up where that is not known as of now."""
        found = self._found.get(key) or self._known(key) or self._anew(key, look_up, cost)
        self._found[key] = found
        self._effort.is_current &= not found.is_former
        return found.what

    def following(self, effort: Effort, *, is_changed: bool) -> "LookedUp[Key, What]":
        """The same for the next list; `is_changed` where its source may find something else."""
        return LookedUp(effort, self._found, is_changed=is_changed)

    def _known(self, key: Key) -> _Found[What] | None:
        before = self._before.get(key)
        if before is None or not (before.is_former or self._is_changed):
            return before
        return _Found(before.what, is_former=True) if self._effort.is_spent else None

    def _anew(self, key: Key, look_up: Callable[[], What], cost: int) -> _Found[What]:
        self._effort.spent += cost
        self._effort.on_new += 0 if key in self._before else cost
        return _Found(look_up())
