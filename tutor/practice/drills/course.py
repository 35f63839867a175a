"""The row of drills: of which family, and how hard the next one is."""

from dataclasses import dataclass, replace

from tutor.practice.drills.draw import SEEDS, Draw
from tutor.practice.drills.drill import Place, Sheet, draw_at
from tutor.practice.drills.templates import families

EASIEST, HARDEST = 1, 5
_RIGHT_IN_A_ROW = 2


def family_of(said: str) -> str | None:
    """The family that somebody means, by its name or by a part that no other has."""
    wanted = "-".join(said.lower().replace("_", " ").replace("-", " ").split()).strip("?!.")
    if wanted in families():
        return wanted
    meant = [name for name in families() if wanted and wanted.removesuffix("s") in name]
    return meant[0] if len(meant) == 1 else None


def sheet_at(place: Place) -> Sheet:
    return families()[place.family].sheet(draw_at(place), place.level)


def is_place(place: Place) -> bool:
    """Whether there is a question: a forged button may name any."""
    is_level = EASIEST <= place.level <= HARDEST
    return place.family in families() and is_level and place.seed < SEEDS


@dataclass(frozen=True, slots=True)
class Course:
    """Where a learner stands in a row of drills; `mixed` where each is of another family."""

    place: Place
    in_a_row: int = 0
    mixed: bool = False


def begun(update_id: int, learner: str, family: str | None, level: int) -> Course:
    """The first drill, the same where its update comes again."""
    draw = Draw("begun", learner, update_id)
    place = Place(family or draw.pick(tuple(families())), level, draw.below(SEEDS))
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
    return tuple(each for each in families() if each != family)
