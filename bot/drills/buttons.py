"""What a drill's button says: all that its question is made from, so that nothing else is kept."""

from dataclasses import dataclass

from bot.buttons.codec import Codec
from tutor.practice.drills.course import Course
from tutor.practice.drills.drill import Place

VERSION = "d"
"""No data of `bot.buttons.learners` or `bot.buttons.curation` begins like that."""


@dataclass(frozen=True, slots=True)
class NextDrill:
    """Ask this question."""

    family: str
    level: int
    seed: int
    in_a_row: int
    mixed: bool

    @property
    def course(self) -> Course:
        return Course(Place(self.family, self.level, self.seed), self.in_a_row, self.mixed)


@dataclass(frozen=True, slots=True)
class AnswerDrill(NextDrill):
    """Choose an option of a question; `mark` tells whether it is still the same."""

    mark: int
    chosen: int


@dataclass(frozen=True, slots=True)
class StopDrills:
    """Enough for now."""


DrillPress = NextDrill | AnswerDrill | StopDrills

CODEC = Codec[DrillPress](VERSION, {"n": NextDrill, "a": AnswerDrill, "s": StopDrills})
pack = CODEC.pack
unpack = CODEC.unpack


def asking(course: Course) -> NextDrill:
    place = course.place
    return NextDrill(place.family, place.level, place.seed, course.in_a_row, course.mixed)


def choosing(course: Course, mark: int, chosen: int) -> AnswerDrill:
    place = course.place
    at = (place.family, place.level, place.seed, course.in_a_row, course.mixed)
    return AnswerDrill(*at, mark, chosen)
