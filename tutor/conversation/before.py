"""Before: what a message may follow on, read from where it stands in its chat and from the log."""

from datetime import datetime, timedelta

from progress.events import Kind, Turn
from progress.history import Failed, LastRead, Offered
from progress.stores.progress_store import ProgressStore
from tutor.conversation.explain import meaning_of_quoted
from tutor.conversation.message import Before
from tutor.library import Library

# After that long a learner has done something else: better to ask back than to guess.
REMEMBERED = timedelta(minutes=30)

# What is done to a page that is there, while thinking of the next thing.
_BESIDE = frozenset({Kind.HELPFUL, Kind.UNHELPFUL, Kind.UNFOLDED})

# What a message may follow on.
Past = LastRead | Failed | Offered


async def past(store: ProgressStore, library: Library, turn: Turn, before: Before) -> Past | None:
    """Find what a message follows on: the answer or the error that it quotes, else what came last.

    In a group only a quote counts: others write in between, and what somebody read alone is
    nobody's business there. An edited message follows on what came before it was first sent.
    """
    match await _past(store, library, turn, before):
        case Offered(slugs) if not library.known(slugs):
            # All have retired since: there is nothing left to choose from.
            return None
        case found:
            return found


async def has_just_run(store: ProgressStore, turn: Turn, before: Before) -> bool:
    """Whether the last that a learner did lately, alone with us, was to run code."""
    if not before.alone:
        return False
    learner = turn.sender.telegram_user_id
    lately = await store.lately(learner, turn.at - REMEMBERED)
    done = [event.kind for event in lately if event.kind not in _BESIDE]
    return bool(done) and done[-1] is Kind.RAN


async def _past(store: ProgressStore, library: Library, turn: Turn, before: Before) -> Past | None:
    entry = library.titled(before.quoted)
    if entry is not None:
        return LastRead(entry.slug, turn.at)
    if before.error:
        return await _quoted(store, library, turn, before)
    if before.ran or not before.alone:
        return None
    learner, since = turn.sender.telegram_user_id, _since(turn, before)
    pending = await store.since_read(learner, since, before.sent)
    return pending or await store.last_read(learner, since, before.sent)


async def _quoted(store: ProgressStore, library: Library, turn: Turn, before: Before) -> Failed:
    """Look up a quoted error.

    Our answer may have told the error in better words than Python's, which lead to no page. Then
    the latest run stands for it, if of the same type: there, Python's own words were looked up.
    """
    quoted = meaning_of_quoted(library, before.error)
    if quoted.slug is not None or not before.alone:
        return quoted
    learner = turn.sender.telegram_user_id
    match await store.since_read(learner, _since(turn, before), before.sent):
        case Failed(error=error, looked_up=True) as latest if error == quoted.error:
            return latest
        case _:
            return quoted


def _since(turn: Turn, before: Before) -> datetime:
    """From when on what a learner did may be what a message follows on."""
    return (before.sent or turn.at) - REMEMBERED
