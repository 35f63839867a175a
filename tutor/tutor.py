"""The tutor: every use case, with what it needs. Front ends talk to this and nothing below."""

from datetime import datetime

from knowledge.entry import Entry
from knowledge.example import diagram_code, entry_code
from knowledge.matching import followup
from knowledge.matching.retrieval import Matched
from progress.events import Kind
from progress.invites import InviteRejected, Redeemed
from progress.store import ProgressStore
from progress.turn import Turn
from sandbox.protocol import Runner
from tutor.ask import Answer, Answered, open_entry, settle
from tutor.blocks import Blocks
from tutor.card import ProgressCard, progress_card
from tutor.decline import Declined, decline
from tutor.draw import Drawing, draw_code
from tutor.followup import NOTHING_SAID, Before, FollowedUp, follow_up, last_read
from tutor.instead import Instead, instead
from tutor.library import Library
from tutor.run import NoExample, NotRun, Ran, run_code
from tutor.shelf import Shelf
from tutor.stats import ClassReport, InstructorsOnly, class_report
from tutor.timing import Timing, time_blocks


class Tutor:
    """Asks, runs, tracks. Turns gather what happened; whoever opened a turn commits it."""

    def __init__(self, library: Library | Shelf, runner: Runner, store: ProgressStore) -> None:
        self._shelf = library if isinstance(library, Shelf) else Shelf(library)
        self._runner = runner
        self._store = store

    @property
    def library(self) -> Library:
        """The library as of the last look; what is taken from it once stays whole."""
        return self._shelf.library

    async def refresh(self) -> None:
        """Take in what instructors changed, so that nothing outdated is shown from here on."""
        await self._shelf.refresh()

    async def ask(
        self, turn: Turn, text: str, before: Before = NOTHING_SAID
    ) -> Answer | FollowedUp:
        """Answer a question, or what follows on the last answer, or say that nothing fits."""
        library = self.library
        asked, found = followup.read(text), library.search(text)
        if asked is None or (asked.gives_way and isinstance(found, Matched)):
            return settle(library, turn, text, found)
        last = await last_read(self._store, library, turn, before)
        return follow_up(library, turn, asked, found, last)

    def choose(self, turn: Turn, slug: str, *, beside: bool = False) -> Answered | None:
        """Open an entry from a button, which may stand beside an answer."""
        return open_entry(self.library, turn, slug, beside=beside)

    async def decline(self, turn: Turn, asked: int) -> Declined:
        """Pass on a question of which none of the suggestions was meant."""
        return await decline(self._store, turn, asked)

    def entry(self, slug: str) -> Entry | None:
        """The entry of that slug, without recording that it was looked at."""
        return self.library.entry(slug)

    async def run(self, turn: Turn, code: str) -> Ran | NotRun:
        """Run a learner's own code."""
        return await run_code(self._runner, turn, code)

    async def trace(self, turn: Turn, code: str) -> Ran | NotRun:
        """Run a learner's own code and note what every part of every line holds."""
        return await run_code(self._runner, turn, code, every_line=True)

    async def run_example(self, turn: Turn, slug: str) -> Ran | NotRun | NoExample | None:
        """Run an entry's example; None where the entry has retired since."""
        entry = self.library.entry(slug)
        if entry is None:
            return None
        if not entry.has_example:
            return NoExample()
        code = entry_code(entry)
        return await run_code(self._runner, turn, code, slug=slug, topic=entry.topic)

    async def time(self, turn: Turn, blocks: Blocks) -> Timing:
        """Time a learner's block, or compare two."""
        return await time_blocks(self._runner, turn, blocks)

    async def draw(self, turn: Turn, code: str) -> Drawing:
        """Draw the last expression of a learner's code."""
        return await draw_code(self._runner, turn, code)

    async def draw_example(self, turn: Turn, slug: str) -> Drawing | NoExample | None:
        """Draw an entry's diagram, else its example; None where the entry has retired since."""
        entry = self.library.entry(slug)
        if entry is None:
            return None
        code = diagram_code(entry) or entry_code(entry)
        if not code:
            return NoExample()
        return await draw_code(self._runner, turn, code, slug=slug, topic=entry.topic)

    def vote(self, turn: Turn, slug: str, *, helpful: bool) -> bool:
        """Note whether an answer helped; False where the entry has retired since."""
        entry = self.library.entry(slug)
        if entry is None:
            return False
        turn.record(Kind.HELPFUL if helpful else Kind.UNHELPFUL, slug=slug, topic=entry.topic)
        return True

    async def instead(self, turn: Turn, slug: str) -> Instead | None:
        """What else a question may mean whose answer did not help; None where there is nothing."""
        return await instead(self._store, self.library, turn, slug)

    async def me(self, telegram_user_id: int, now: datetime) -> ProgressCard:
        """What a learner has touched, how firmly, and what to read next."""
        history = await self._store.learner_history(telegram_user_id)
        return progress_card(history, self.library, now)

    async def stats(self, telegram_user_id: int, now: datetime) -> ClassReport | InstructorsOnly:
        """What an instructor sees of the class; learners are told whom it is for."""
        return await class_report(self._store, self.library, telegram_user_id, now)

    async def redeem(self, turn: Turn, code: str) -> Redeemed | InviteRejected:
        """Take an invite code; single use, and wrong tries are limited."""
        outcome = await self._store.redeem(code, turn.sender.telegram_user_id, turn.at)
        if isinstance(outcome, Redeemed):
            turn.record(Kind.ENROLLED, role=outcome.role)
        return outcome
