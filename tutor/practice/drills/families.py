"""The families of drills, and how hard the next one is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tutor.practice.drills.combining import broadcasts, einsums
from tutor.practice.drills.draw import SEEDS, Draw
from tutor.practice.drills.drill import Place, Sheet, draw_at
from tutor.practice.drills.gradients import gradients
from tutor.practice.drills.running import view_or_copy, which_line
from tutor.practice.drills.shapes import shape_of, strides
from tutor.practice.drills.values import dtypes, prints

EASIEST, HARDEST = 1, 5
_RIGHT_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Family:
    """What is asked; `make` writes the sheet of a draw at a level."""

    title: str
    make: Callable[[Draw, int], Sheet]


FAMILIES: Mapping[str, Family] = {
    "shape-of": Family("what shape comes out", shape_of),
    "does-it-broadcast": Family("which shapes fit", broadcasts),
    "view-or-copy": Family("who shares memory", view_or_copy),
    "einsum": Family("what the letters compute", einsums),
    "which-line-raises": Family("where the error is", which_line),
    "what-prints": Family("values, rounding, masks", prints),
    "dtype-of": Family("what type comes out", dtypes),
    "gradient": Family("what backward leaves", gradients),
    "strides": Family("how memory is walked", strides),
}


def family_of(said: str) -> str | None:
    """The family that somebody means, by its name or by a part that no other has."""
    wanted = "-".join(said.lower().replace("_", " ").replace("-", " ").split()).strip("?!.")
    if wanted in FAMILIES:
        return wanted
    meant = [name for name in FAMILIES if wanted and wanted.removesuffix("s") in name]
    return meant[0] if len(meant) == 1 else None


def sheet_at(place: Place) -> Sheet:
    return FAMILIES[place.family].make(draw_at(place), place.level)


def is_place(place: Place) -> bool:
    """Whether there is a question: a forged button may name any."""
    is_level = EASIEST <= place.level <= HARDEST
    return place.family in FAMILIES and is_level and place.seed < SEEDS


@dataclass(frozen=True, slots=True)
class Course:
    """Where a learner stands in a row of drills; `mixed` where each is of another family."""

    place: Place
    in_a_row: int = 0
    mixed: bool = False


def begun(update_id: int, learner: str, family: str | None, level: int) -> Course:
    """The first drill, the same where its update comes again."""
    draw = Draw("begun", learner, update_id)
    place = Place(family or draw.pick(tuple(FAMILIES)), level, draw.below(SEEDS))
    return Course(place, mixed=family is None)


def after(course: Course, *, right: bool) -> Course:
    """The next drill: harder after two right answers in a row, easier after a wrong one."""
    in_a_row = course.in_a_row + 1 if right else 0
    level = course.place.level if right else course.place.level - 1
    if in_a_row == _RIGHT_IN_A_ROW:
        in_a_row, level = 0, level + 1
    draw = _from(course)
    family = draw.pick(_others(course.place.family)) if course.mixed else course.place.family
    level = min(max(level, EASIEST), HARDEST)
    return replace(course, place=Place(family, level, draw.below(SEEDS)), in_a_row=in_a_row)


def elsewhere(course: Course) -> Course:
    """The next drill of another family, which is then stayed with."""
    draw = _from(course)
    family = draw.pick(_others(course.place.family))
    return Course(Place(family, course.place.level, draw.below(SEEDS)))


def _from(course: Course) -> Draw:
    place = course.place
    return Draw("after", place.family, place.level, place.seed)


def _others(family: str) -> tuple[str, ...]:
    return tuple(each for each in FAMILIES if each != family)
