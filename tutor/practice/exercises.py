"""/practice: an exercise that fits, what is tried at it, and help with it; all of it on record."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.exercises.exercise import Exercise
from progress.events import Kind, Turn
from progress.practising import GAVE_UP, OpenExercise, Tried
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import Runner
from tutor.conversation.message import Message
from tutor.library import Shelf
from tutor.picture.scene.marks import Scene
from tutor.practice.attempt import code_in, is_attempt
from tutor.practice.choose import NoneLeft, Wish, chosen
from tutor.practice.grading.grade import Grader
from tutor.practice.grading.picture import may_be_drawn, pictured
from tutor.practice.grading.trial import Broken
from tutor.practice.grading.verdict import Verdict
from tutor.practice.naming import meant, near, slug
from tutor.run import NotRun, or_not_run, understood


@dataclass(frozen=True, slots=True)
class Shown:
    """An exercise that is open now, with the hints that were read; `again` where it was before."""

    exercise: Exercise
    hints: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called so: what is `near`, and the titles of topics with how many they have."""

    said: str
    near: tuple[Exercise, ...]
    topics: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Gone:
    """The exercise was there, and is no more."""


@dataclass(frozen=True, slots=True)
class Faulty:
    """The exercise's own code is broken, which is for operators to read."""

    reason: str


@dataclass(frozen=True, slots=True)
class Graded:
    """An attempt and its verdict; `hints` were read before it."""

    exercise: Exercise
    verdict: Verdict
    code: str
    tries: int
    hints: int


@dataclass(frozen=True, slots=True)
class Hinted:
    """Hint `number` of an exercise, counted from 1."""

    exercise: Exercise
    number: int


@dataclass(frozen=True, slots=True)
class NoMoreHints:
    """All of them were read."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The solution, which may be seen by whoever has passed or given up."""

    exercise: Exercise


@dataclass(frozen=True, slots=True)
class NotYet:
    """The solution is for those who have passed or given up."""


Judged = Graded | Gone | Faulty | NotRun


class Practice:
    """Opens exercises and judges what is sent while one is open."""

    def __init__(
        self,
        runner: Runner,
        store: ProgressStore,
        shelf: Shelf,
        exercises: Mapping[str, Exercise],
    ) -> None:
        self._grader = Grader(runner)
        self._store = store
        self._shelf = shelf
        self.exercises = exercises

    def about(self, page: str) -> list[Exercise]:
        """The exercises that a page helps with."""
        return [each for each in self.exercises.values() if page in each.pages]

    def all(self) -> Unknown:
        """The topics that have exercises."""
        return Unknown("", (), self._topics())

    def linked(self, said: str) -> str:
        """What a link names that goes on with these words; nothing where they name nothing."""
        name = slug(said)
        match meant(name, self.exercises, self._topics()):
            case Exercise(id=found) | str(found):
                return found
        return name if self.about(name) else ""

    def open(self, turn: Turn, name: str) -> Shown | Gone:
        """Open an exercise by its id."""
        exercise = self.exercises.get(name)
        return self._open(turn, exercise) if exercise else Gone()

    async def begin(self, turn: Turn, said: str = "") -> Shown | NoneLeft | Unknown:
        """Open what is named, or one of a topic or for a page; else the open one or what fits."""
        if not said.strip():
            return await self._goes_on(turn) or await self._chosen(turn)
        name, topics = slug(said), self._topics()
        match meant(name, self.exercises, topics):
            case Exercise() as exercise:
                return self._open(turn, exercise)
            case str(topic):
                return await self._chosen(turn, topic=topic)
        if of := self.about(name):
            return await self._chosen(turn, of=of)
        return Unknown(said, near(name, self.exercises, topics), topics)

    async def page(self, turn: Turn, page: str) -> Shown | NoneLeft:
        """Open an exercise that a page helps with."""
        return await self._chosen(turn, of=self.about(page))

    async def following(self, turn: Turn, exercise: str, wish: Wish) -> Shown | NoneLeft:
        """Open another, an easier or a harder one than that, which may be gone."""
        return await self._chosen(turn, wish=wish, now_at=self.exercises.get(exercise))

    async def attempt(
        self, turn: Turn, message: Message, begins: Callable[[], Awaitable[object]]
    ) -> Judged | None:
        """Judge a message that tries the open exercise, or tried one before it was edited."""
        code = code_in(message)
        if code is None:
            return None
        at = await self._store.open_exercise(turn.sender.telegram_user_id)
        wanted = message.attempted or (at.exercise if at else None)
        exercise = self.exercises.get(wanted or "")
        if wanted is None or not is_attempt(code, exercise.name if exercise else ""):
            return None
        if exercise is None:
            await self.stop(turn, wanted)
            return Gone()
        await begins()
        return await self._graded(turn, exercise, code, at)

    async def hint(self, turn: Turn, name: str) -> Hinted | NoMoreHints | Gone:
        """Tell the next hint, of an exercise that this opens where it was not."""
        exercise = self.exercises.get(name)
        if exercise is None:
            return Gone()
        at = await self._at(turn, name) or OpenExercise(name, turn.at)
        if at.hints >= len(exercise.hints):
            return NoMoreHints()
        turn.exercises.append(replace(at, hints=at.hints + 1))
        return Hinted(exercise, at.hints + 1)

    async def give_up(self, turn: Turn, name: str) -> Solved | Gone:
        """Show the solution; a pass after that does not count."""
        exercise, at = self.exercises.get(name), await self._at(turn, name)
        if exercise is None:
            return Gone()
        tried = await self._tried(turn, name)
        if tried is None or not tried.is_settled:
            hints = max(at.hints if at else 0, tried.hints if tried else 0)
            turn.record(
                Kind.ATTEMPTED,
                slug=exercise.id,
                topic=exercise.topic,
                outcome=GAVE_UP,
                passed=False,
                hints=hints,
                tries=tried.tries if tried else 0,
            )
        if at:
            turn.exercises.append(replace(at, seen=True))
        return Solved(exercise)

    async def solution(self, turn: Turn, name: str) -> Solved | NotYet | Gone:
        exercise, tried = self.exercises.get(name), await self._tried(turn, name)
        if exercise is None:
            return Gone()
        return Solved(exercise) if tried and tried.is_settled else NotYet()

    async def drawn(
        self, turn: Turn, name: str, code: str
    ) -> Scene | Gone | Faulty | NotRun | None:
        """Where code differs; None where it no longer does, or that can't be drawn."""
        exercise = self.exercises.get(name)
        if exercise is None:
            return Gone()
        found = await self._verdict(turn, exercise, understood(code))
        if isinstance(found, Faulty | NotRun):
            return found
        shown = found.counterexample
        if shown is None or not may_be_drawn(shown):
            return None
        return pictured(shown, exercise.parameters, found.feedback)

    async def stop(self, turn: Turn, name: str) -> None:
        """Close that exercise; an old button leaves another open."""
        if await self._at(turn, name):
            turn.exercises.append(None)

    async def _graded(
        self, turn: Turn, exercise: Exercise, code: str, at: OpenExercise | None
    ) -> Graded | Faulty | NotRun:
        source = understood(code)
        verdict = await self._verdict(turn, exercise, source)
        if isinstance(verdict, Faulty | NotRun):
            return verdict
        tried = await self._tried(turn, exercise.id)
        is_open = at is not None and at.exercise == exercise.id
        read = at.hints if at and is_open else 0
        hints = max(read, tried.hints if tried else 0)
        tries = (tried.tries if tried else 0) + (not verdict.is_unfit)
        settled = bool(tried and tried.is_settled)
        turn.record(
            Kind.ATTEMPTED,
            slug=exercise.id,
            topic=exercise.topic,
            outcome=verdict.outcome,
            passed=verdict.passed,
            hints=hints,
            tries=tries,
            mistake=verdict.mistake,
            settled=settled or None,
            unfit=verdict.is_unfit or None,
        )
        turn.submissions += [] if verdict.is_unfit else [(exercise.id, source)]
        if verdict.passed and is_open:
            turn.exercises.append(None)
        return Graded(exercise, verdict, source, tries, read)

    async def _verdict(self, turn: Turn, of: Exercise, source: str) -> Verdict | Faulty | NotRun:
        try:
            return await or_not_run(self._grader.grade(of, source, learner=turn.learner))
        except Broken as broken:
            return Faulty(str(broken))

    async def _goes_on(self, turn: Turn) -> Shown | None:
        at = await self._store.open_exercise(turn.sender.telegram_user_id)
        exercise = self.exercises.get(at.exercise) if at and not at.seen else None
        return Shown(exercise, at.hints, again=True) if at and exercise else None

    async def _chosen(
        self,
        turn: Turn,
        *,
        of: Sequence[Exercise] | None = None,
        wish: Wish = Wish.ANOTHER,
        topic: str | None = None,
        now_at: Exercise | None = None,
    ) -> Shown | NoneLeft:
        history = await self._store.learner_history(turn.sender.telegram_user_id)
        exercises = [*self.exercises.values()] if of is None else of
        found = chosen(
            exercises, history.attempts, history.seen, wish=wish, topic=topic, now_at=now_at
        )
        return found if isinstance(found, NoneLeft) else self._open(turn, found)

    def _open(self, turn: Turn, exercise: Exercise) -> Shown:
        turn.exercises.append(OpenExercise(exercise.id, turn.at))
        self._grader.begin_preparing(exercise)
        return Shown(exercise)

    def _topics(self) -> dict[str, tuple[str, int]]:
        """The topics that have exercises, in teaching order."""
        topics = [each.topic for each in self.exercises.values()]
        title = self._shelf.library.title
        return {each: (title(each), topics.count(each)) for each in dict.fromkeys(topics)}

    async def _at(self, turn: Turn, name: str) -> OpenExercise | None:
        at = await self._store.open_exercise(turn.sender.telegram_user_id)
        return at if at and at.exercise == name else None

    async def _tried(self, turn: Turn, name: str) -> Tried | None:
        return (await self._store.attempts(turn.sender.telegram_user_id)).get(name)
