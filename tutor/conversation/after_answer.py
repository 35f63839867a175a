"""Instead: an answer did not help, and other entries may be what its question meant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.pages.entry import Entry, Section, diagram_code, entry_code, section_code
from knowledge.search.retrieval import Retrieval
from progress.events import Event, Kind, Turn
from progress.stores.progress_store import ProgressStore
from progress.unanswered import NONE_OF_THESE
from tutor.conversation.before import REMEMBERED
from tutor.library import Library

# Decline: of the entries suggested for a question, none was meant.


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The question counts as unanswered; `again` where it did so before."""

    again: bool


@dataclass(frozen=True, slots=True)
class Forgotten:
    """No such question of this learner's is on record."""


Declined = PassedOn | Forgotten


async def decline(store: ProgressStore, turn: Turn, question_update: int) -> Declined:
    """Record the question of `question_update` for the instructors, like an abstention.

    The event bears that update, so that two presses at once count one question once.
    """
    question = await store.offered_question(
        turn.sender.telegram_user_id, turn.bot_id, question_update
    )
    if question is None:
        return Forgotten()
    if not question.declined:
        turn.record(
            Kind.ABSTAINED,
            text=question.text,
            update_id=question_update,
            reason=NONE_OF_THESE,
            instead_of=question.instead_of,
        )
    return PassedOn(again=question.declined)


OFFERED = 3
# Below that an entry is on the list for want of a better one.
LEAST_SCORE = 0.02
_SHOWING = (Kind.ANSWERED, Kind.CHOSEN)


@dataclass(frozen=True, slots=True)
class Instead:
    """Up to three other entries that may be meant by the question of `question_update`."""

    entries: tuple[Entry, ...]
    question_update: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that a page was the answer to.

    `read` are that page, those that its buttons said may be meant, and those opened since.
    """

    question_update: int
    text: str
    read: frozenset[str]


async def instead(store: ProgressStore, library: Library, turn: Turn, slug: str) -> Instead | None:
    """Find what else the question may mean that `slug` answered; None where there is nothing.

    The suggestion bears the question's update, so that it is made once.
    """
    learner = turn.sender.telegram_user_id
    question = missed(await store.lately(learner, turn.at - REMEMBERED), slug)
    if question is None:
        return None
    found = others(library, library.search(question.text), question.read)
    if not found:
        return None
    turn.record(
        Kind.SUGGESTED,
        slug=found[0].slug,
        text=question.text,
        update_id=question.question_update,
        offered=" ".join(entry.slug for entry in found),
        instead_of=slug,
    )
    return Instead(found, question.question_update)


def missed(events: Sequence[Event], slug: str) -> Missed | None:
    """Find in one learner's log the question that a page answered last.

    None where a button has opened the page since, where it answered a follow-up, whose words alone
    say too little to search for, and where the question has been offered other pages already.
    """
    shown = _since_shown(events, slug)
    if not shown or not _answers_a_question(shown[0]):
        return None
    of_update = {event.kind: event for event in events if event.update_id == shown[0].update_id}
    asked = of_update.get(Kind.ASKED)
    if asked is None or asked.update_id is None or Kind.SUGGESTED in of_update:
        return None
    # What stands below the answer as buttons was seen as well.
    read = frozenset(event.slug for event in shown if event.slug) | shown[0].offered
    return Missed(asked.update_id, asked.text or "", read)


def _since_shown(events: Sequence[Event], slug: str) -> Sequence[Event]:
    """List the pages shown since one was shown last, that one first."""
    showings = [event for event in events if event.kind in _SHOWING]
    places = [place for place, event in enumerate(showings) if event.slug == slug]
    return showings[places[-1] :] if places else []


def _answers_a_question(shown: Event) -> bool:
    return shown.kind is Kind.ANSWERED and not shown.detail.get("follows")


def others(library: Library, found: Retrieval, read: Collection[str]) -> tuple[Entry, ...]:
    """Pick the likeliest entries that have not been read."""
    likely = (one.slug for one in found.candidates if one.score >= LEAST_SCORE)
    return library.known([slug for slug in likely if slug not in read])[:OFFERED]


# Retired: what becomes of a button whose page learners get no more.


@dataclass(frozen=True, slots=True)
class Retired:
    """The page has retired since the button was made."""


# Example: what a button runs or draws of a page; or why there is nothing to.


@dataclass(frozen=True, slots=True)
class PageExample:
    """Code of an entry, as of when it was looked up: it may be run though the entry retires."""

    entry: Entry
    code: str


@dataclass(frozen=True, slots=True)
class NoExample:
    """The entry has nothing to run: it is answered in words, perhaps since a button was made."""


FoundExample = PageExample | NoExample | Retired


def example_to_run(entry: Entry | None, section: Section) -> FoundExample:
    """The example of an entry's section."""
    return _found(entry, section_code(entry, section)) if entry else Retired()


def example_to_draw(entry: Entry | None) -> FoundExample:
    """An entry's diagram, else the example of its short answer."""
    return _found(entry, diagram_code(entry) or entry_code(entry)) if entry else Retired()


def diagram_to_draw(entry: Entry | None) -> PageExample | None:
    """An entry's own diagram, for where nobody pressed a button that promises a picture."""
    code = diagram_code(entry) if entry else None
    return PageExample(entry, code) if entry and code else None


def _found(entry: Entry, code: str) -> PageExample | NoExample:
    return PageExample(entry, code) if code else NoExample()


# Vote: whether a page helped. One learner has one vote on a page, and the last one counts.


@dataclass(frozen=True, slots=True)
class Voted:
    """The vote is on record, by now or since before."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A later vote on the page stands: this one was put off, and counts as nothing."""


VoteOutcome = Voted | Overtaken | Retired


async def vote(
    store: ProgressStore, entry: Entry, turn: Turn, *, helpful: bool
) -> Voted | Overtaken:
    """Note a vote, unless it has been cast; the opposite one takes back what was counted.

    The same vote after the page was shown again says that it did not help with another question:
    that is on record, and counts no more than before.
    """
    kind = Kind.HELPFUL if helpful else Kind.UNHELPFUL
    before = await store.vote(turn.sender.telegram_user_id, entry.slug)
    if before is not None and turn.is_older(before.bot_id, before.update_id, before.at):
        return Overtaken()
    if before is None:
        turn.record(kind, slug=entry.slug, topic=entry.topic)
    elif before.kind is not kind:
        # Under the topic where the former was counted, should the page have moved since.
        day = before.day.isoformat()
        turn.record(kind, slug=entry.slug, topic=before.topic, takes_back=day)
    elif before.shown_since:
        day = before.day.isoformat()
        turn.record(kind, slug=entry.slug, topic=entry.topic, again=day)
    return Voted(entry)
