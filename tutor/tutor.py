"""The tutor: every use case, with what it needs. Front ends talk to this and nothing below."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial

from knowledge.entry import Entry
from knowledge.example import Section, diagram_code, entry_code, section_code
from knowledge.matching import followup
from knowledge.matching.followup import Followup
from progress.events import Kind
from progress.history import Offered
from progress.invites import InviteRejected, Redeemed
from progress.store import ProgressStore
from progress.turn import Turn
from sandbox.protocol import Runner
from tutor.ask import (
    Answer,
    Answered,
    JustCode,
    Suggestions,
    about_code,
    open_entry,
    opened,
    settle,
)
from tutor.before import NOTHING_SAID, Before, past
from tutor.blocks import Blocks
from tutor.card import ProgressCard, progress_card
from tutor.choice import choice, chosen
from tutor.decline import Declined, decline
from tutor.draw import Drawing, draw_code
from tutor.explain import Explained, explain, explained, is_about_error, looked_up, with_page
from tutor.followup import ChooseFirst, FollowedUp, follow_up
from tutor.instead import Instead, instead
from tutor.language import InEnglish, in_english, is_foreign
from tutor.library import Library
from tutor.route import Picked, Route, is_sure, route
from tutor.run import NoExample, NotRun, Ran, run_code
from tutor.shelf import Shelf
from tutor.stats import ClassReport, InstructorsOnly, class_report
from tutor.timing import Timing, time_blocks
from tutor.unfolded import unfolded
from tutor.vote import vote

# What comes back where somebody has said something.
Said = Answer | FollowedUp | InEnglish


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

    async def ask(self, turn: Turn, text: str, before: Before = NOTHING_SAID) -> Said:
        """Answer a question, or what follows on the last answer, or say that nothing fits."""
        library = self.library
        picked = await self._picked(library, turn, text, before)
        asked, find = followup.read(text), cache(partial(library.search, text))
        foreign, quotes_error = is_foreign(text), bool(before.error)
        match route(picked, asked, find, foreign=foreign, quotes_error=quotes_error):
            case Entry() as entry:
                return opened(library, turn, entry)
            case ChooseFirst() as unclear:
                return unclear
            case Followup() as following:
                last = await past(self._store, library, turn, before)
                return follow_up(library, turn, following, find(), last)
            case Route.QUOTED_ERROR:
                return explain(library, turn, text, looked_up(library, before.error))
            case Route.IN_ENGLISH:
                return in_english(library, text)
            case Route.BY_ITSELF:
                return settle(library, turn, text, find())

    async def _picked(
        self, library: Library, turn: Turn, text: str, before: Before
    ) -> Picked | None:
        """What "1" or "the second" picks, where suggestions stand last."""
        place = choice(text)
        if place is None or not before.alone:
            return None
        last = await past(self._store, library, turn, before)
        if not isinstance(last, Offered):
            return None
        entries = library.known(last.slugs)
        return chosen(entries, place) or ChooseFirst(entries)

    def ask_code(
        self, turn: Turn, text: str, *, program: bool
    ) -> Answered | Suggestions | JustCode:
        """Answer a message that is code and was not said to be run."""
        return about_code(self.library, turn, text, program=program)

    def ask_beside(
        self, turn: Turn, text: str, outcome: Ran | NotRun
    ) -> Answered | Explained | None:
        """Answer words that came with code which has been run, where that can be done surely."""
        library = self.library
        asked, found = followup.read(text), library.search(text)
        if is_sure(asked, found):
            answer = settle(library, turn, text, found)
            return answer if isinstance(answer, Answered) else None
        match outcome:
            case Ran(page=Entry() as page, result=result) if asked and is_about_error(asked):
                error = result.error.type if result.error else ""
                return explained(library, turn, text, page, error)
            case _:
                return None

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
        return self._with_page(turn, await run_code(self._runner, turn, code))

    async def trace(self, turn: Turn, code: str) -> Ran | NotRun:
        """Run a learner's own code and note what every part of every line holds."""
        outcome = await run_code(self._runner, turn, code, every_line=True)
        return self._with_page(turn, outcome)

    def _with_page(self, turn: Turn, outcome: Ran | NotRun) -> Ran | NotRun:
        return with_page(self.library, turn, outcome) if isinstance(outcome, Ran) else outcome

    async def run_example(
        self, turn: Turn, slug: str, section: Section = Section.SHORT
    ) -> Ran | NotRun | NoExample | None:
        """Run an entry's example, or a section's; None where the entry has retired since."""
        entry = self.library.entry(slug)
        if entry is None:
            return None
        code = section_code(entry, section)
        if not code:
            return NoExample()
        return await run_code(self._runner, turn, code, slug=slug, topic=entry.topic)

    async def time(self, turn: Turn, blocks: Blocks) -> Timing:
        """Time a learner's block, or compare two."""
        return await time_blocks(self._runner, turn, blocks)

    async def draw(self, turn: Turn, code: str) -> Drawing:
        """Draw the last expression of a learner's code."""
        drawing = await draw_code(self._runner, turn, code)
        return with_page(self.library, turn, drawing) if isinstance(drawing, Ran) else drawing

    async def draw_example(self, turn: Turn, slug: str) -> Drawing | NoExample | None:
        """Draw an entry's diagram, else its example; None where the entry has retired since."""
        entry = self.library.entry(slug)
        if entry is None:
            return None
        code = diagram_code(entry) or entry_code(entry)
        if not code:
            return NoExample()
        return await draw_code(self._runner, turn, code, slug=slug, topic=entry.topic)

    async def vote(self, turn: Turn, slug: str, *, helpful: bool) -> bool:
        """Note whether an answer helped; False where it has retired, or a later vote stands."""
        entry = self.library.entry(slug)
        if entry is None:
            return False
        return await vote(self._store, entry, turn, helpful=helpful)

    def unfold(self, turn: Turn, slug: str, sections: Sequence[Section]) -> None:
        """Note that a learner has these sections of a page before them."""
        turn.record(Kind.UNFOLDED, slug=slug, shown=unfolded(sections))

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
