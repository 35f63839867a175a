"""A class with two instructors and a learner, on real stores, for every test of curation."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from knowledge.curation.draft import edition
from knowledge.curation.stores.curation_store import CurationStore
from progress.cohorts.cohort import OPEN
from progress.events import Kind, Sender, Turn
from progress.people import Role
from progress.stores.progress_store import ProgressStore
from tests.fakes.library import ENTRIES, library
from tests.fakes.python_runner import PythonRunner
from tutor.curation_desk import Curation
from tutor.library import Library, Shelf
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LENA, INES, OMAR, UMA = 1001, 1002, 1003, 1004
NAMES = {LENA: "Lena", INES: "Ines", OMAR: "Omar", UMA: "Uma"}
QUESTION = "Why does a slice of a list copy it?"
ANSWER = "Because a slice makes a **new** list."
CODE = "a = [1, 2]\nb = a[:]\nb.append(3)\na"


@dataclass
class Classroom:
    """All parts of one bot, with a small library and a runner of plain Python."""

    progress: ProgressStore
    store: CurationStore
    shelf: Shelf
    runner: PythonRunner
    tutor: Tutor
    curation: Curation
    now: datetime = NOON
    updates: int = 100

    def turn(self, user: int) -> Turn:
        """The next thing that somebody does, a minute later."""
        self.now += timedelta(minutes=1)
        self.updates += 1
        return Turn(Sender(user, NAMES[user]), self.now, self.updates)

    async def parted(self) -> None:
        """Omar teaches another class from here on, and Uma is in it."""
        other = await self.progress.cohorts.create("Another", OMAR, self.now)
        await self.progress.cohorts.dismiss(OPEN, OMAR, self.now.date())
        await self.progress.cohorts.join(other.id, UMA, self.now.date())

    async def ask(self, text: str, user: int = LENA, times: int = 1) -> None:
        for _ in range(times):
            turn = self.turn(user)
            await self.tutor.conversation.ask(turn, text)
            await self.progress.commit(turn)

    async def choose(self, slug: str, user: int = LENA) -> None:
        turn = self.turn(user)
        self.tutor.choose(turn, slug)
        await self.progress.commit(turn)

    async def vote_down(self, slug: str, user: int = LENA) -> None:
        turn = self.turn(user)
        turn.record(Kind.UNHELPFUL, slug=slug)
        await self.progress.commit(turn)

    async def write(self, *texts: str, user: int = INES):
        """Send messages into a draft; the last one's outcome."""
        outcomes = [await self.curation.drafts.write(self.turn(user), text) for text in texts]
        return outcomes[-1]

    async def seen(self, draft_id: int) -> int:
        """The edition of a draft that whoever looks at it now has before them."""
        draft = await self.store.draft(draft_id)
        return edition(draft) if draft else 0

    async def publish(self, draft_id: int, user: int = INES):
        """Somebody publishes a draft as they see it."""
        seen = await self.seen(draft_id)
        return await self.curation.publishing.publish(self.turn(user), draft_id, seen)

    async def drafted(self, user: int = INES) -> int:
        """The number of a new draft that is ready."""
        await self.curation.drafts.start(self.turn(user))
        preview = await self.write(QUESTION, ANSWER, CODE, user=user)
        return preview.draft.id


async def classroom(
    progress: ProgressStore, store: CurationStore, content: Library | None = None
) -> Classroom:
    shelf, runner = Shelf(content or _small(), store), PythonRunner()
    for user in (INES, OMAR):
        code = await progress.create_invite(Role.INSTRUCTOR, NOON + timedelta(days=7), NOON)
        await progress.redeem(code, user, NOON)
    return Classroom(
        progress,
        store,
        shelf,
        runner,
        Tutor(shelf, runner, progress),
        Curation(shelf, runner, progress, store),
    )


def _small() -> Library:
    # As in the real content, every page fits a message.
    fitting = (each.model_copy(update={"more": None}) if each.more else each for each in ENTRIES)
    return library(tuple(fitting))
