"""Instead: an answer did not help, and other entries may be what its question meant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.matching.retrieval import Retrieval
from progress.events import Event, Kind
from progress.store import ProgressStore
from progress.turn import Turn
from tutor.before import REMEMBERED
from tutor.library import Library

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
