"""The tutor: every use case, with what it needs; what instructors write is `tutor.curation_desk`'s.

A chat answers through these two. What they return, and the entries and results of runs in it, it
reads as data.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.exercises.exercise import Exercise
from knowledge.exercises.shelf import shelf as shipped_exercises
from knowledge.pages.entry import Entry, Section
from progress.events import Kind, Turn
from progress.people import InviteRejected, Redeemed
from progress.periods import Period
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import Outcome, Runner
from tutor.class_report import ClassReport, class_report
from tutor.cohorts.classroom import Classroom
from tutor.cohorts.notes import Noted, Notes
from tutor.conversation.after_answer import (
    Declined,
    FoundExample,
    Instead,
    PageExample,
    Retired,
    VoteOutcome,
    decline,
    diagram_to_draw,
    example_to_draw,
    example_to_run,
    instead,
    vote,
)
from tutor.conversation.answer import Begins, Conversation, Reply, unshown
from tutor.conversation.ask import (
    Answered,
    open_entry,
    sure_page,
    unfolded,
)
from tutor.conversation.explain import (
    meaning_in,
    section_of,
)
from tutor.conversation.message import Message
from tutor.curation.desk import InstructorsOnly
from tutor.draw import CodeFailed, Drawing, draw_code
from tutor.errors.silent.found import fault_in
from tutor.library import Library, Shelf
from tutor.practice.drilling import Drills
from tutor.practice.exercises import Faulty, Judged, Practice
from tutor.practice.xray.xray import TooFew, XRay, xray
from tutor.progress_card import ProgressCard, progress_card
from tutor.repair.experiment import Repair, repair_of
from tutor.run import MESSAGE_CHARACTERS, NotRun, Ran, execute, note_run, understood
from tutor.timing import Blocks, Timing, time_blocks
from tutor.views.views import Views

# Nobody asked for a hint, so nobody waits longer for it: the remedy is told in its place.
HINT_SECONDS = 0.3


class Tutor:
    """Asks, runs, tracks. Turns gather what happened; whoever opened a turn commits it."""

    def __init__(
        self,
        library: Library | Shelf,
        runner: Runner,
        store: ProgressStore,
        exercises: Mapping[str, Exercise] | None = None,
    ) -> None:
        self._shelf = library if isinstance(library, Shelf) else Shelf(library)
        self._runner = runner
        self._store = store
        self.drills = Drills(runner, store)
        self.classroom = Classroom(store)
        known = shipped_exercises() if exercises is None else exercises
        self.practice = Practice(runner, store, self._shelf, known)
        self.views = Views(store, self._shelf, known)
        self.conversation = Conversation(self._shelf, store, self.run)
        self.notes = Notes(store, self._shelf)

    @property
    def library(self) -> Library:
        """The library as of the last look; what is taken from it once stays whole."""
        return self._shelf.library

    async def refresh(self) -> None:
        """Take in what instructors changed, so that nothing outdated is shown from here on."""
        await self._shelf.refresh()

    async def answer(
        self, turn: Turn, message: Message, begins: Begins = unshown
    ) -> Reply | Judged | Noted:
        """Answer whatever somebody has said; `begins` is told when code of theirs begins to run.

        What their class was told goes first; what tries the exercise that they have open is judged.
        """
        if noted := await self.notes.answer(turn, message):
            return noted
        judged = await self.practice.attempt(turn, message, begins)
        return judged or await self.conversation.answer(turn, message, begins)

    def choose(
        self, turn: Turn, slug: str, *, beside: bool = False, told_in: Section | None = None
    ) -> Answered | None:
        """Open an entry from a button, which may stand beside an answer or under an error."""
        return open_entry(self.library, turn, slug, beside=beside, told_in=told_in)

    async def decline(self, turn: Turn, question_update: int) -> Declined:
        """Pass on a question of which none of the suggestions was meant."""
        return await decline(self._store, turn, question_update)

    def entry(self, slug: str) -> Entry | None:
        """The entry of that slug, without recording that it was looked at."""
        return self.library.entry(slug)

    async def run(self, turn: Turn, code: str) -> Ran | NotRun:
        """Run a learner's own code."""
        ran = self._noted(turn, await execute(self._runner, code, learner=turn.learner))
        if isinstance(ran, NotRun):
            return ran
        try:
            async with asyncio.timeout(HINT_SECONDS):
                found = await repair_of(self._runner, ran.result, ran.code, learner=turn.learner)
        except TimeoutError:
            return ran
        return replace(ran, hint=found.hint) if found else ran

    async def repair(self, turn: Turn, code: str) -> Repair | None:
        """Find the repair of a learner's code once more: a button keeps nothing."""
        ran = await execute(self._runner, code, learner=turn.learner)
        if isinstance(ran, NotRun):
            return None
        return await repair_of(self._runner, ran.result, ran.code, learner=turn.learner)

    async def trace(self, turn: Turn, code: str) -> Ran | NotRun:
        """Run a learner's own code and note what every part of every line holds."""
        ran = await execute(self._runner, code, learner=turn.learner, every_line=True)
        return self._noted(turn, ran)

    def _noted(self, turn: Turn, ran: Ran | NotRun) -> Ran | NotRun:
        """Note a run of a learner's own code, with the page about the error that it ended in."""
        if isinstance(ran, NotRun):
            return ran
        library, error = self.library, ran.result.error
        # Of a run that was traced whole, the other lines say nothing of the error.
        trace = [part for part in ran.result.trace if error and part.line == error.line]
        means = meaning_in(library, error, trace, ran.code) if error else None
        page = library.entry(means.slug or "") if means else None
        explained_by = replace(ran, page=page, told_in=section_of(means) if means else None)
        note_run(turn, explained_by, means=means)
        return self._remarked(explained_by)

    def _remarked(self, ran: Ran) -> Ran:
        """A run that went well, with what is surely wrong all the same."""
        # Others wait while this reads.
        if ran.result.outcome is not Outcome.OK or len(ran.code) > MESSAGE_CHARACTERS:
            return ran
        left = {each.name: each.shape for each in ran.result.tensors}
        fault = fault_in(ran.code, ran_well=True, left=left)
        if fault is None:
            return ran
        return replace(ran, remark=fault.said, about=self.library.entry(fault.page))

    def example(self, slug: str, section: Section = Section.SHORT) -> FoundExample:
        """What a section of an entry has to be run."""
        return example_to_run(self.library.entry(slug), section)

    def drawable_example(self, slug: str) -> FoundExample:
        """What an entry has to be drawn."""
        return example_to_draw(self.library.entry(slug))

    def diagram_about(self, text: str) -> PageExample | None:
        """The diagram of the page that surely answers words; None where there is none."""
        return diagram_to_draw(sure_page(self.library, text))

    async def run_example(self, turn: Turn, of: PageExample) -> Ran | NotRun:
        """Run code of an entry's; an error in it is what the entry is about."""
        ran = await execute(self._runner, of.code, learner=turn.learner)
        if isinstance(ran, Ran):
            note_run(turn, ran, slug=of.entry.slug, topic=of.entry.topic)
        return ran

    async def time(self, turn: Turn, blocks: Blocks) -> Timing:
        """Time a learner's block, or compare two."""
        return await time_blocks(self._runner, turn, blocks)

    async def draw(self, turn: Turn, code: str) -> Drawing:
        """Draw the last expression of a learner's code."""
        drawing = await draw_code(self._runner, turn, understood(code))
        return await self.run(turn, code) if isinstance(drawing, CodeFailed) else drawing

    async def draw_example(self, turn: Turn, of: PageExample) -> Drawing:
        """Draw what an entry has to be drawn."""
        slug, topic = of.entry.slug, of.entry.topic
        drawing = await draw_code(self._runner, turn, of.code, slug=slug, topic=topic)
        return await self.run_example(turn, of) if isinstance(drawing, CodeFailed) else drawing

    async def vote(self, turn: Turn, slug: str, *, helpful: bool) -> VoteOutcome:
        """Note whether an answer helped."""
        entry = self.library.entry(slug)
        if entry is None:
            return Retired()
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

    async def stats(
        self, telegram_user_id: int, now: datetime, period: Period | None = None
    ) -> ClassReport | InstructorsOnly:
        """What an instructor sees of the class; learners are told whom it is for."""
        handled = await self._shelf.handled()
        return await class_report(
            self._store, self.library, telegram_user_id, now, handled, period=period
        )

    async def xray(
        self, telegram_user_id: int, name: str
    ) -> XRay | TooFew | Faulty | NotRun | InstructorsOnly:
        """What many of the class that somebody teaches did alike at an exercise."""
        taught = await self._store.cohorts.at(telegram_user_id)
        if taught is None or not taught.role.may_teach:
            return InstructorsOnly()
        sent = await self._store.views.submissions(taught.cohort.id, name)
        exercise = self.practice.exercises.get(name)
        return await xray(self._runner, exercise, sent) if exercise else TooFew()

    async def redeem(self, turn: Turn, code: str) -> Redeemed | InviteRejected:
        """Take an invite code; single use, and wrong tries are limited."""
        outcome = await self._store.redeem(code, turn.sender.telegram_user_id, turn.at)
        if isinstance(outcome, Redeemed):
            turn.record(Kind.ENROLLED, role=outcome.role)
        return outcome
