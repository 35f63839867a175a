"""Which exercise comes next. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.exercises.exercise import Exercise
from progress.practising import Attempts, Tried

EASIEST, HARDEST = 1, 5


class Wish(StrEnum):
    """What somebody asks for who has one exercise before them."""

    ANOTHER = "another"
    EASIER = "easier"
    HARDER = "harder"


@dataclass(frozen=True, slots=True)
class NoneLeft:
    """There is none: no exercise at all, or no easier, harder or other one that was not passed."""

    wish: Wish
    topic: str | None = None


def chosen(
    exercises: Sequence[Exercise],
    attempts: Attempts,
    read: Collection[str],
    *,
    wish: Wish = Wish.ANOTHER,
    topic: str | None = None,
    now_at: Exercise | None = None,
) -> Exercise | NoneLeft:
    """The one that fits best of those that were not passed, given in the order they are taught.

    What was tried before comes after what was not; then those count whose pages were `read`, then
    how near the level is to what went well last. Easier and harder go by the exercise at hand, and
    stay in its topic where they can.
    """
    left = [
        each
        for each in exercises
        if each != now_at
        and topic in (None, each.topic)
        and not _is_passed(attempts.get(each.id))
        and (now_at is None or _is_wished(each.level - now_at.level, wish))
    ]
    level = _level(exercises, attempts)

    def distance(each: Exercise) -> tuple[bool, bool, bool, int]:
        is_unready = not set(each.prerequisites) <= set(read)
        if now_at is None or wish is Wish.ANOTHER:
            return each.id in attempts, is_unready, False, abs(each.level - level)
        is_elsewhere = each.topic != now_at.topic
        return each.id in attempts, False, is_elsewhere, abs(each.level - now_at.level)

    # A stable minimum: among equals, the teaching order decides.
    return min(left, key=distance, default=None) or NoneLeft(wish, topic)


def _is_wished(step: int, wish: Wish) -> bool:
    return {Wish.ANOTHER: True, Wish.EASIER: step < 0, Wish.HARDER: step > 0}[wish]


def _is_passed(tried: Tried | None) -> bool:
    return tried is not None and tried.passed_in is not None


def _level(exercises: Sequence[Exercise], attempts: Attempts) -> int:
    """One more than that of the last where it went at once, one less where it was given up."""
    levels = {each.id: each.level for each in exercises}
    known = [each for each in attempts if each in levels]
    if not known:
        return EASIEST
    last = max(known, key=lambda each: attempts[each].last)
    tried = attempts[last]
    went_at_once = tried.passed_in == 1 and not tried.hints
    step = 1 if went_at_once else -int(tried.gave_up)
    return min(max(levels[last] + step, EASIEST), HARDEST)
