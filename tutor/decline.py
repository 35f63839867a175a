"""Decline: of the entries suggested for a question, none was meant."""

from dataclasses import dataclass

from progress.events import Kind
from progress.history import Offered
from progress.store import ProgressStore
from progress.turn import Turn
from progress.unmet import NONE_OF_THESE
from tutor.before import Before, past
from tutor.library import Library


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The question counts as unanswered; `again` where it did so before."""

    again: bool


@dataclass(frozen=True, slots=True)
class Forgotten:
    """No such question of this learner's is on record."""


Declined = PassedOn | Forgotten


async def decline_last(
    store: ProgressStore, library: Library, turn: Turn, before: Before
) -> Declined | None:
    """Pass on the question whose suggestions stand last; None where none do."""
    match await past(store, library, turn, before) if before.alone else None:
        case Offered(question_update=int(question_update)):
            return await decline(store, turn, question_update)
        case _:
            return None


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
