"""/drill: a question from a seed, its answer from the sandbox, and what was chosen on record."""

from dataclasses import dataclass
from datetime import timedelta

from progress.events import Event, Kind, Turn
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import Outcome, Runner, RunRequest, Want
from tutor.practice.drills.course import (
    EASIEST,
    HARDEST,
    Course,
    after,
    begun,
    is_place,
    sheet_at,
)
from tutor.practice.drills.drill import Drill, answers_in, drill_of, program
from tutor.run import NotRun, or_not_run

# Whoever comes back within that goes on where they were.
_GOES_ON = timedelta(days=7)
_NOTHING_ELSE = Want(value=False, tensors=False, images=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and where it stands in its row."""

    course: Course
    drill: Drill


@dataclass(frozen=True, slots=True)
class Judged:
    """What was chosen of a question, and what comes next."""

    asked: Asked
    chosen: int
    following: Course

    @property
    def is_right(self) -> bool:
        return self.chosen == self.asked.drill.right


@dataclass(frozen=True, slots=True)
class Changed:
    """The question is no longer the one that the button was made for."""


class Drills:
    """Asks and judges; all that a question needs stands in its course."""

    def __init__(self, runner: Runner, store: ProgressStore) -> None:
        self._runner = runner
        self._store = store

    async def begin(self, turn: Turn, family: str | None) -> Asked | NotRun | Changed:
        """The first of a row, of one family or of any, as hard as they were lately."""
        drilled = [each for each in await self._drilled(turn) if family in (None, each.slug)]
        level = int(drilled[-1].detail.get("level") or EASIEST) if drilled else EASIEST
        level = min(max(level, EASIEST), HARDEST)
        return await self.ask(turn, begun(turn.update_id or 0, turn.learner, family, level))

    async def ask(self, turn: Turn, course: Course) -> Asked | NotRun | Changed:
        """The question of a course, which may be anything: a button may be forged."""
        if not is_place(course.place):
            return Changed()
        sheet = sheet_at(course.place)
        request = RunRequest(code=program(sheet), want=_NOTHING_ELSE)
        result = await or_not_run(self._runner.run(request, learner=turn.learner))
        if isinstance(result, NotRun):
            return result
        answers = answers_in(sheet, result.stdout) if result.outcome is Outcome.OK else None
        if answers is None:
            # A machine under load, which may do better later: the code is ours.
            return NotRun(None)
        return Asked(course, drill_of(course.place, sheet, answers))

    async def answer(
        self, turn: Turn, course: Course, mark: int, chosen: int
    ) -> Judged | NotRun | Changed:
        """Judge what was chosen; a question counts once."""
        asked = await self.ask(turn, course)
        if isinstance(asked, NotRun | Changed):
            return asked
        drill, place = asked.drill, course.place
        if drill.mark != mark or chosen >= len(drill.options):
            return Changed()
        right = chosen == drill.right
        counted = {(each.slug, each.detail.get("seed")) for each in await self._drilled(turn)}
        if (place.family, place.seed) not in counted:
            turn.record(
                Kind.DRILLED,
                slug=place.family,
                right=right,
                level=place.level,
                seed=place.seed,
                mistake=drill.options[chosen].mistake or None,
            )
        return Judged(asked, chosen, after(course, right=right))

    async def _drilled(self, turn: Turn) -> list[Event]:
        lately = await self._store.lately(turn.sender.telegram_user_id, turn.at - _GOES_ON)
        return [each for each in lately if each.kind is Kind.DRILLED]
