"""What learners asked in vain, before instructors: they join it to an entry, or take it off."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from knowledge.curation.cluster import Cluster, key_of
from knowledge.curation.ownership import owners_of, with_aliases, wording_key
from knowledge.curation.version import Action, EditConflict, Handled, Published, Resolution
from progress.events import Turn
from tutor.curation.desk import Desk, Gone, InstructorsOnly, handled_by
from tutor.curation.open_questions import Open, OpenQuestions

WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AsksAlready:
    """Nothing was added, for the wording asks for an entry already: this one, or another."""

    slug: str


class UnansweredList:
    """The list, and what instructors do with it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = OpenQuestions()
        self._one_at_a_time = asyncio.Lock()

    async def listed(self, turn: Turn) -> Open | InstructorsOnly:
        """What was asked in vain, clustered, the most asked first."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        unmet = await self._desk.progress.unmet(turn.at - WINDOW)
        handled = await self._desk.store.handled()
        library = await self._desk.current()
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._open.clustered, library, unmet, handled)

    async def cluster(self, turn: Turn, key: str) -> Cluster | Gone | InstructorsOnly:
        """The cluster that a button names, by any of its wordings."""
        found = await self.listed(turn)
        if isinstance(found, InstructorsOnly):
            return found
        named = (
            one for one in found.clusters if key in {key_of(each.wording) for each in one.asked}
        )
        return next(named, Gone())

    async def dismiss(self, turn: Turn, key: str) -> Cluster | Gone | InstructorsOnly:
        """Take a cluster off the list."""
        found = await self.cluster(turn, key)
        if isinstance(found, Cluster):
            await self._desk.store.handle(_handled(found, Resolution.DISMISSED, None, turn))
        return found

    async def reopen(self, turn: Turn, key: str) -> Cluster | Gone | InstructorsOnly:
        """Put a cluster on the list again that was taken off it, by whomever."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        done = await self._desk.store.handled()
        dismissed = (each for each in done if each.outcome is Resolution.DISMISSED)
        found = next((each for each in dismissed if key_of(each.wording) == key), None)
        if found is None:
            return Gone()
        await self._desk.store.reopen(found.at)
        return await self.cluster(turn, key)

    async def merge(
        self, turn: Turn, key: str, slug: str
    ) -> Published | EditConflict | AsksAlready | Gone | InstructorsOnly:
        """Let a cluster's wordings ask for an entry that is there.

        Where this person has done so already, it is said once more: their press came twice.
        """
        if await self._desk.allows(turn) and (published := await self._desk.published(turn)):
            return published
        found = await self.cluster(turn, key)
        if isinstance(found, Gone) and await self._has_merged(turn, key, slug):
            return AsksAlready(slug)
        if not isinstance(found, Cluster):
            return found
        held = await self._desk.held(slug)
        if held is None or slug not in self._desk.library.entries:
            return Gone()
        owners = owners_of(self._desk.library.entries.values())
        entry = with_aliases(held.entry, [each.spelled for each in found.asked], owners)
        handled = _handled(found, Resolution.MERGED, slug, turn)
        if entry != held.entry:
            version = held.followed_by(Action.ALIASED, turn, entry)
            return await self._desk.publish(version, handled=handled)
        owner = owners[wording_key(found.title)]
        if owner == slug:
            await self._desk.store.handle(handled)
        return AsksAlready(owner)

    async def _has_merged(self, turn: Turn, key: str, slug: str) -> bool:
        """Whether this person let the wording that a button names ask for an entry."""
        who = turn.sender.telegram_user_id
        done = [each for each in await self._desk.store.handled() if key_of(each.wording) == key]
        wanted = (Resolution.MERGED, slug, who)
        return any((each.outcome, each.slug, each.author_id) == wanted for each in done)


def _handled(cluster: Cluster, outcome: Resolution, slug: str | None, turn: Turn) -> list[Handled]:
    return handled_by(turn, (each.wording for each in cluster.asked), outcome, slug)
