"""The tutor: every use case, with what it needs; what instructors write is `tutor.curation_desk`'s.

A chat answers through these two. What they return, and the entries and results of runs in it, it
reads as data.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.followup import reading
from knowledge.pages.entry import Entry, Section
from knowledge.search.retrieval import Abstained
from progress.events import Kind, Turn
from progress.history import Failed, LastRead, Offered
from progress.people import InviteRejected, Redeemed
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import Runner
from tutor.class_report import ClassReport, class_report
from tutor.conversation.after_answer import (
    Declined,
    FoundExample,
    Instead,
    PageExample,
    Retired,
    VoteOutcome,
    decline,
    decline_last,
    diagram_to_draw,
    example_to_draw,
    example_to_run,
    instead,
    vote,
)
from tutor.conversation.ask import (
    Answer,
    Answered,
    JustCode,
    Suggestions,
    open_entry,
    record_chosen,
    settle,
    sure_page,
    unfolded,
)
from tutor.conversation.before import NOTHING_SAID, Before, has_just_run, past
from tutor.conversation.beside_code import about_code, answer_beside, commented, complained_of
from tutor.conversation.explain import (
    Explained,
    asks_to_mend,
    explain,
    is_about_error,
    meaning_in,
    meaning_of_quoted,
    raised_in,
    section_of,
)
from tutor.conversation.followup import NOTHING_BEFORE, ChooseFirst, FollowedUp, follow_up
from tutor.conversation.intent import ReadOff, Route, choice, chosen, read_off, route
from tutor.conversation.language import InEnglish, in_english, is_foreign
from tutor.curation.desk import InstructorsOnly
from tutor.draw import CodeFailed, Drawing, draw_code
from tutor.library import Library, Shelf
from tutor.progress_card import ProgressCard, progress_card
from tutor.run import NotRun, Ran, execute, note_run, understood
from tutor.timing.blocks import Blocks
from tutor.timing.timing import Timing, time_blocks

# What comes back where somebody has said something.
Reaction = Answer | FollowedUp | InEnglish


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

    async def ask(self, turn: Turn, text: str, before: Before = NOTHING_SAID) -> Reaction:
        """Answer a question, or what follows on the last answer, or say that nothing fits."""
        library = self.library
        match await self._picked(library, turn, text, before):
            case Entry() as entry:
                return record_chosen(library, turn, entry)
            case ChooseFirst() as unclear:
                return unclear
            case None:
                told = complained_of(library, turn, text)
                return told or await self._searched(library, turn, text, before)

    async def _searched(self, library: Library, turn: Turn, text: str, before: Before) -> Reaction:
        asked, found = reading.read(text), library.search(text)
        if choice(text) is not None and not isinstance(found, Abstained):
            # There is nothing to choose from, and what such words find is chance.
            return NOTHING_BEFORE
        if kind := raised_in(text):
            # Its words are the learner's own, whatever page has the same.
            return explain(library, turn, text, Failed(kind, looked_up=True))
        match route(asked, found, foreign=is_foreign(text), quotes_error=bool(before.error)):
            case Route.FOLLOW_UP if asked is not None:
                last = await past(self._store, library, turn, before)
                return follow_up(library, turn, asked, found, last)
            case Route.QUOTED_ERROR:
                return explain(library, turn, text, meaning_of_quoted(library, before.error))
            case Route.IN_ENGLISH:
                return in_english(library, text)
            case _:
                return settle(library, turn, text, found)

    async def _picked(
        self, library: Library, turn: Turn, text: str, before: Before
    ) -> Entry | ChooseFirst | None:
        """What "1" or "the second" picks, where suggestions stand last."""
        place = choice(text)
        if place is None or not before.alone:
            return None
        last = await past(self._store, library, turn, before)
        if not isinstance(last, Offered):
            return None
        entries = library.known(last.slugs)
        return chosen(entries, place) or ChooseFirst(entries)

    def ask_word_for_word(self, turn: Turn, text: str) -> Answer | None:
        """Answer what seems to be small talk where a page is asked for in these very words."""
        found = self.library.worded(text)
        return settle(self.library, turn, text, found) if found else None

    def read_off(self, turn: Turn, titles: Sequence[str]) -> ReadOff | None:
        """Answer what was said in no words of a question: by an address, or by an error's name."""
        return read_off(self.library, turn, titles)

    async def follows_error(self, turn: Turn, text: str, before: Before) -> bool:
        """Whether a message asks of nothing but the error that it quotes, or that came last."""
        asked = reading.read(text)
        if asked is None or not is_about_error(asked):
            return False
        match await past(self._store, self.library, turn, before):
            case LastRead(of_error=of_error):
                return of_error and asks_to_mend(asked)
            case last:
                return isinstance(last, Failed)

    async def failed_with(self, turn: Turn, before: Before) -> str:
        """The type of the error that a message follows on; empty where it follows on none."""
        match await past(self._store, self.library, turn, before):
            case Failed(error=error):
                return error
            case _:
                return ""

    def ask_code(
        self, turn: Turn, text: str, *, program: bool
    ) -> Answered | Suggestions | JustCode:
        """Answer a message that is code and was not said to be run."""
        return about_code(self.library, turn, text, program=program)

    def ask_commented(self, turn: Turn, ran: Ran) -> Answered | JustCode:
        """Answer a comment that asks or complains in code that was run."""
        return commented(self.library, turn, ran)

    def ask_beside(
        self, turn: Turn, text: str, outcome: Ran | NotRun | None
    ) -> Answered | Explained | None:
        """Answer words that came with code, run or not, where that can be done surely."""
        return answer_beside(self.library, turn, text, outcome)

    def choose(
        self, turn: Turn, slug: str, *, beside: bool = False, told_in: Section | None = None
    ) -> Answered | None:
        """Open an entry from a button, which may stand beside an answer or under an error."""
        return open_entry(self.library, turn, slug, beside=beside, told_in=told_in)

    async def none_of_these(self, turn: Turn, before: Before) -> Declined | None:
        """Pass on a question where suggestions stand last, of which none was meant."""
        return await decline_last(self._store, self.library, turn, before)

    async def decline(self, turn: Turn, question_update: int) -> Declined:
        """Pass on a question of which none of the suggestions was meant."""
        return await decline(self._store, turn, question_update)

    def entry(self, slug: str) -> Entry | None:
        """The entry of that slug, without recording that it was looked at."""
        return self.library.entry(slug)

    async def run(self, turn: Turn, code: str) -> Ran | NotRun:
        """Run a learner's own code."""
        return self._noted(turn, await execute(self._runner, code, learner=turn.learner))

    async def is_running_code(self, turn: Turn, before: Before) -> bool:
        """Whether a learner is at it, alone with us: what they did last was to run something."""
        return await has_just_run(self._store, turn, before)

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
        return explained_by

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

    async def stats(self, telegram_user_id: int, now: datetime) -> ClassReport | InstructorsOnly:
        """What an instructor sees of the class; learners are told whom it is for."""
        handled = await self._shelf.handled()
        return await class_report(self._store, self.library, telegram_user_id, now, handled)

    async def redeem(self, turn: Turn, code: str) -> Redeemed | InviteRejected:
        """Take an invite code; single use, and wrong tries are limited."""
        outcome = await self._store.redeem(code, turn.sender.telegram_user_id, turn.at)
        if isinstance(outcome, Redeemed):
            turn.record(Kind.ENROLLED, role=outcome.role)
        return outcome
