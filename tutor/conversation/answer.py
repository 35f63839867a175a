"""Answer: a message in, what is said to it out. Whatever front end it came from, it comes here."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace

from knowledge.followup import reading
from knowledge.followup.reading import Followup
from knowledge.pages.entry import Entry
from knowledge.search.retrieval import Abstained, Retrieval
from progress.events import Turn
from progress.history import Failed, Offered
from progress.people import Role
from progress.stores.progress_store import ProgressStore
from tutor.conversation.address import titles_in
from tutor.conversation.after_answer import PassedOn, decline
from tutor.conversation.ask import (
    Answer,
    Answered,
    JustCode,
    ReadOff,
    Suggestions,
    Unknown,
    read_off,
    record_chosen,
    settle,
)
from tutor.conversation.before import Past, has_just_run, past
from tutor.conversation.beside_code import (
    about_code,
    answer_beside,
    commented,
    complained_of,
    likely_of_run,
)
from tutor.conversation.code_or_words import Unfenced, is_question
from tutor.conversation.complaint import complaint_in, wants_a_page
from tutor.conversation.error_alone import ErrorAlone
from tutor.conversation.explain import Explained, explain, meaning_of_quoted, raised_in
from tutor.conversation.followup import NOTHING_BEFORE, ChooseFirst, FollowedUp, follow_up
from tutor.conversation.intent import (
    Asks,
    Chats,
    Code,
    Declines,
    OtherLanguage,
    Route,
    Typed,
    choice,
    hangs_on_last,
    intent,
    route,
)
from tutor.conversation.language import InEnglish, in_english, is_foreign
from tutor.conversation.message import NOTHING_SAID, Before, Message
from tutor.conversation.talk import Said, Talk
from tutor.errors.code_around import is_unknown_name
from tutor.library import Library, Shelf
from tutor.run import NotRun, Ran

# What comes back where somebody has asked something.
Reaction = Answer | FollowedUp | InEnglish
Run = Callable[[Turn, str], Awaitable[Ran | NotRun]]
# Told when code begins to run, so that a front end can show that we are at it.
Begins = Callable[[], Awaitable[object]]

# So many learners' last runs are remembered, for what is asked of them right after.
_REMEMBERED = 1000
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Chatted:
    """Small talk; who asks for help is told of what an instructor may do, where they are one."""

    said: Said
    by_instructor: bool


@dataclass(frozen=True, slots=True)
class NoneMeant:
    """The question counts as unanswered."""


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A question beside code was heard, and nothing surely answers it."""

    after_run: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is surely wrong with code, where no page is about it."""

    said: str


Beside = Answered | Suggestions | Explained | AskAgain | Fault


@dataclass(frozen=True, slots=True)
class RanCode:
    """How code ended, and what is said to the words or the comments with it."""

    outcome: Ran | NotRun
    then: Beside | None = None


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Code of another language is not run; what was asked beside it is answered all the same."""

    language: str
    then: Beside | None = None


@dataclass(frozen=True, slots=True)
class RunIt:
    """Code without a fence, to be run if its sender says so; what answers it stands before.

    What is surely wrong with it is its `fault`, where no page is about that.
    """

    found: Answered | Suggestions | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is said; what was found does not count as said."""


Reply = Reaction | Chatted | ReadOff | NoneMeant | RanCode | NotOurs | RunIt | Silence


async def unshown() -> None:
    """Nothing is shown where code begins to run."""


class Conversation:
    """Answers what is said. Turns gather what happened; whoever opened a turn commits it."""

    def __init__(self, shelf: Shelf, store: ProgressStore, run: Run) -> None:
        self._shelf = shelf
        self._store = store
        self._run = run
        self._ran: dict[str, Ran] = {}

    @property
    def _library(self) -> Library:
        return self._shelf.library

    async def answer(self, turn: Turn, message: Message, begins: Begins) -> Reply:
        """Tell what a message is, and answer it so."""
        last = await self._past(turn, message.before) if hangs_on_last(message) else None
        match intent(message, last):
            case Declines(update):
                return await self._decline(turn, update)
            case OtherLanguage(language):
                return NotOurs(language, self.beside(turn, message.beside))
            case Code(code):
                return await self.run(turn, code, message.beside, begins)
            case Typed(code):
                return await self._typed(turn, message, code, begins)
            case Chats(said):
                return await self._chat(turn, message, said)
            case Asks(text):
                return _heard(turn, message, await self.ask(turn, text, message.before))

    async def run(
        self, turn: Turn, code: str, beside: str = "", begins: Begins = unshown
    ) -> RanCode:
        """Run code, and answer what was said with it or in its comments."""
        await begins()
        outcome = await self._run(turn, code)
        if isinstance(outcome, Ran):
            self._remember(turn.learner, outcome)
        then = self.beside(turn, beside, outcome) or self._of(turn, outcome)
        if isinstance(outcome, Ran) and outcome.remark and isinstance(then, Answered | Fault):
            # It is told there.
            outcome = replace(outcome, remark="", about=None)
        return RanCode(outcome, then)

    def beside(
        self, turn: Turn, said: str, outcome: Ran | NotRun | None = None
    ) -> Answered | Suggestions | Explained | AskAgain | None:
        """What is said to the words beside code or a file; `outcome` is how that code ended."""
        if len(said.split()) < _FEWEST_WORDS:
            return None
        found = answer_beside(self._library, turn, said, outcome)
        # Code that could not be run now is sent once more, and its question with it.
        if found or isinstance(outcome, NotRun) or not is_question(said):
            return found
        likely = outcome and likely_of_run(self._library, turn, said, outcome)
        return likely or AskAgain(after_run=outcome is not None)

    async def ask(self, turn: Turn, text: str, before: Before = NOTHING_SAID) -> Reaction:
        """Answer a question, or what follows on the last answer, or say that nothing fits."""
        library = self._library
        match await self._picked(turn, text, before):
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
                return await self._followed_up(turn, asked, found, before)
            case Route.QUOTED_ERROR:
                return explain(library, turn, text, meaning_of_quoted(library, before.error))
            case Route.IN_ENGLISH:
                return in_english(library, text)
            case _:
                return settle(library, turn, text, found)

    async def _followed_up(
        self, turn: Turn, asked: Followup, found: Retrieval, before: Before
    ) -> FollowedUp | Answer:
        """What was run last goes before what was read last."""
        if ran := await self._just_ran(turn, before):
            told = self.beside(turn, asked.text, ran)
            if told and not isinstance(told, AskAgain):
                return told
        return follow_up(self._library, turn, asked, found, await self._past(turn, before))

    async def _picked(self, turn: Turn, text: str, before: Before) -> Entry | ChooseFirst | None:
        """What "1" or "the second" picks, where suggestions stand last."""
        place = choice(text)
        if place is None or not before.alone:
            return None
        last = await self._past(turn, before)
        if not isinstance(last, Offered):
            return None
        entries = self._library.known(last.slugs)
        return entries[place] if place < len(entries) else ChooseFirst(entries)

    def _remember(self, learner: str, ran: Ran) -> None:
        """Without what it printed, drew and left, which may be megabytes."""
        self._ran.pop(learner, None)
        bare = {"stdout": "", "stderr": "", "value": None, "images": (), "tensors": (), "trace": ()}
        self._ran[learner] = replace(ran, result=ran.result.model_copy(update=bare))
        if len(self._ran) > _REMEMBERED:
            del self._ran[next(iter(self._ran))]

    async def _just_ran(self, turn: Turn, before: Before) -> Ran | None:
        """The run that ended well just before a message: there is no error to ask about."""
        ran = self._ran.get(turn.learner)
        if ran is None or ran.result.error or not await has_just_run(self._store, turn, before):
            return None
        return ran

    async def _past(self, turn: Turn, before: Before) -> Past | None:
        return await past(self._store, self._library, turn, before)

    async def _decline(self, turn: Turn, question_update: int) -> Reply:
        declined = await decline(self._store, turn, question_update)
        if isinstance(declined, PassedOn):
            return NoneMeant()
        return Chatted(Talk.FINE, by_instructor=False)

    async def _typed(self, turn: Turn, message: Message, code: Unfenced, begins: Begins) -> Reply:
        """Run what its sender runs anyway; else ask first whether to."""
        runs = code.program and await has_just_run(self._store, turn, message.before)
        if message.was_run or runs:
            return await self.run(turn, code.code, begins=begins)
        if code.whole and not wants_a_page(message.text):
            return RunIt()
        found = about_code(self._library, turn, message.text, program=code.program)
        if not isinstance(found, JustCode):
            return RunIt(found)
        if code.program or message.before.alone:
            return RunIt(fault=found.fault)
        # In a group, code alone is no answer.
        turn.nothing_said()
        return Silence()

    def _of(self, turn: Turn, outcome: Ran | NotRun) -> Answered | Fault | None:
        """What is said to a comment that asks or complains, where the run did not tell."""
        if not isinstance(outcome, Ran) or not complaint_in(outcome.code):
            return None
        if (error := outcome.result.error) and not is_unknown_name(error, outcome.code):
            return None
        match commented(self._library, turn, outcome):
            case JustCode(fault=fault):
                return Fault(fault) if fault else None
            case found:
                return found

    async def _chat(self, turn: Turn, message: Message, said: Said) -> Reply:
        found = self._page(turn, message.text, said)
        if found is not None:
            return found
        if not message.before.alone:
            turn.nothing_said()
            return Silence()
        return Chatted(said, by_instructor=said is Talk.HELP and await self._is_instructor(turn))

    async def _is_instructor(self, turn: Turn) -> bool:
        return await self._store.role(turn.sender.telegram_user_id) is Role.INSTRUCTOR

    def _page(self, turn: Turn, text: str, said: Said) -> Answer | ReadOff | None:
        """The page that has just these words, or that a link's address or an error's name finds."""
        library = self._library
        for words in _wordings(text, said):
            if found := library.worded(words):
                return settle(library, turn, words, found)
        match said:
            case Talk.READS:
                return read_off(library, turn, titles_in(text))
            case ErrorAlone(about=str(about)) if about:
                read = read_off(library, turn, [about])
                return read and ReadOff(said, read.found)
            case _:
                return None


def _wordings(text: str, said: Said) -> Iterator[str]:
    if isinstance(said, Talk | ErrorAlone):
        yield text
    if isinstance(said, ErrorAlone):
        yield said.subject


def _heard(turn: Turn, message: Message, found: Reaction) -> Reaction | Silence:
    """In a group, "I don't know" is said to a question only: who speaks there may just chat."""
    if isinstance(found, Unknown) and not message.before.alone and not is_question(message.text):
        turn.nothing_said()
        return Silence()
    return found
