"""Vote: whether a page helped. One learner has one vote on a page, and the last one counts."""

from dataclasses import dataclass

from knowledge.entry import Entry
from progress.events import Kind
from progress.store import ProgressStore
from progress.turn import Turn
from tutor.retired import Retired


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
