"""What whoever teaches a class has to say to all of it."""

from dataclasses import dataclass
from typing import Any

from progress.cohorts.cohort import Cohort
from progress.cohorts.outbox import Delivered
from progress.events import Turn
from progress.stores.cohorts.cohort_store import CohortStore
from progress.stores.cohorts.outbox_store import OutboxStore
from tutor.curation.desk import InstructorsOnly


@dataclass(frozen=True, slots=True)
class Audience:
    """A class that somebody may write to, and who is in it now."""

    cohort: Cohort
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Whoever presses is at another class than the one they wrote to."""

    cohort: Cohort


class Announcements:
    """Puts what is announced in the outbox of the bot that was told it."""

    def __init__(self, cohorts: CohortStore, outbox: OutboxStore) -> None:
        self._cohorts = cohorts
        self._outbox = outbox

    async def audience(self, turn: Turn) -> Audience | InstructorsOnly:
        """Find the class that somebody is at; an assistant speaks for none."""
        taught = await self._cohorts.at(turn.sender.telegram_user_id)
        if taught is None or not taught.role.may_teach:
            return InstructorsOnly()
        members = await self._cohorts.members(taught.cohort.id)
        return Audience(taught.cohort, tuple(each.telegram_user_id for each in members))

    async def give(
        self, turn: Turn, cohort_id: int, ref: str, body: Any
    ) -> Delivered | Elsewhere | InstructorsOnly:
        """Let everybody in a class have it; given again by the same name, nobody has it twice."""
        found = await self.audience(turn)
        if isinstance(found, InstructorsOnly):
            return found
        if found.cohort.id != cohort_id:
            return Elsewhere(found.cohort)
        answered_by, of_class = turn.sender.telegram_user_id, f"{ref}:{cohort_id}"
        to = found.people
        await self._outbox.put(turn.bot_id, of_class, to, body, turn.at, reply_to=answered_by)
        return await self._outbox.delivered(ref)
