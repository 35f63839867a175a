"""What learners asked in vain, and what asks the same: instructors join it to an entry."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from knowledge.curation.cluster import AskedWording, Cluster, clusters, key_of, most_asked
from knowledge.curation.ownership import owners_of, with_aliases, wording_key
from knowledge.curation.version import Action, EditConflict, Handled, Published, Resolution
from knowledge.pages.entry import Entry
from knowledge.search import refusals
from knowledge.search.retrieval import Abstained, Matched, Reason, Retrieval
from knowledge.search.statistics import Remembered, phrasing_vectors
from progress.events import Turn
from progress.unanswered import Sign, Unmet, counted_as
from tutor.conversation.followup import is_covered
from tutor.curation.desk import Desk, Gone, InstructorsOnly, counting, handled_by
from tutor.curation.looked_up import Effort, LookedUp
from tutor.library import Library, Searching

WINDOW = timedelta(days=90)
MOST_WORDINGS = 300
# Searches, 10 ms each, while all instructors wait for the list.
MOST_LOOKED_UP = 200
# Two searches, and a look at the page that takes as long.
A_FOLLOW_UP = 3
# Between these it is seen whether too much had to be looked up.
AT_ONCE = 100
PROPOSALS = 3
# How likely an entry has to be the right one to be proposed; what is chance scores less.
NEAR = 0.2


@dataclass(frozen=True, slots=True)
class Open:
    """The open questions, the most asked first.

    `wordings` is how many may be open in all. `clusters` hold the `MOST_WORDINGS` most asked, fewer
    where much was new; the others have not been looked at, so an entry may answer them by now.
    `is_current` where nothing rests on what was found before entries changed.
    """

    clusters: tuple[Cluster, ...]
    wordings: int
    is_current: bool = True


class OpenQuestions:
    """Clusters, and remembers what the last list encoded and looked up.

    Used by one thread at a time.
    """

    def __init__(self) -> None:
        self._encoder: Remembered | None = None
        self._index: Searching | None = None
        self._searched = LookedUp[str, Retrieval]()
        self._covered = LookedUp[tuple[Entry, str], bool]()

    def clustered(
        self, library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]
    ) -> Open:
        """Cluster what is still open, the most asked first; slow where much is new."""
        encoder = self._encoder = self._encoder or Remembered(library.index.encoder)
        effort, is_changed = Effort(MOST_LOOKED_UP), library.index is not self._index
        self._index = library.index
        self._searched.begin(effort, is_changed=is_changed)
        self._covered.begin(effort, is_changed=is_changed)
        found = self._still_open(library, encoder, _open(library, unmet, handled), effort)
        encoder.forget_unasked()
        return found

    def _still_open(
        self, library: Library, encoder: Remembered, asked: list[AskedWording], effort: Effort
    ) -> Open:
        """Drop what is answered by now; others take its place until none of them is.

        No others do once too much had to be looked up: the next list knows that, and goes on.
        """
        most = AT_ONCE
        while True:
            found = _together(asked[:most], encoder)
            answered = {wording for each in found for wording in self._answered(library, each)}
            asked = [each for each in asked if each.wording not in answered]
            most -= len(answered)
            is_whole = effort.is_overspent or most >= min(len(asked), MOST_WORDINGS)
            if is_whole and not answered:
                placed = tuple(self._placed(library, each) for each in found)
                return Open(placed, len(asked), is_current=effort.is_current)
            most = most if effort.is_overspent else min(most + AT_ONCE, MOST_WORDINGS)

    def _answered(self, library: Library, cluster: Cluster) -> set[str]:
        """Find the wordings that have been answered since, or were no questions.

        A search for a follow-up finds the page that did not cover it, so those are asked again.
        """
        if _is_pressed(cluster):
            return set()
        if cluster.asked[0].follows:
            return {each.wording for each in cluster.asked if self._covers(library, each)}
        is_settled = _is_settled(library, self._search(library, cluster.title))
        return {each.wording for each in cluster.asked} if is_settled else set()

    def _search(self, library: Library, text: str) -> Retrieval:
        return self._searched.find(text, lambda: library.search(text))

    def _covers(self, library: Library, asked: AskedWording) -> bool:
        """Whether what was said after a page would be answered by now."""
        slug, said = asked.follows, asked.said
        page = library.entry(slug)
        return page is not None and self._covered.find(
            (page, said), lambda: is_covered(library, slug, said), cost=A_FOLLOW_UP
        )

    def _placed(self, library: Library, cluster: Cluster) -> Cluster:
        """Propose entries for it, but none that left it open; none at all where one has it already.

        What an entry has word for word can be added to no other; a follow-up goes by what was said.
        """
        found = self._search(library, cluster.asked[0].said or cluster.title).candidates
        near = [one.slug for one in found if one.score >= NEAR]
        owners = owners_of(library.known([*cluster.unhelpful, *(one.slug for one in found)]))
        if cluster.unhelpful and wording_key(cluster.title) in owners:
            return replace(cluster, proposed=())
        # Those did not help more often than they were chosen.
        missed = {slug for slug, n in cluster.unhelpful.items() if n > cluster.chosen.get(slug, 0)}
        left_open = missed | {each.follows for each in cluster.asked}
        known = library.known([*dict.fromkeys((*cluster.chosen, *near))])
        proposed = (each.slug for each in known if each.slug not in left_open)
        return replace(cluster, proposed=tuple(proposed)[:PROPOSALS])


def _together(asked: Sequence[AskedWording], encoder: Remembered) -> tuple[Cluster, ...]:
    """Cluster questions; what follows on the same page by what was said after it alone.

    With the page's question before it, all that was ever said after a page would be near.
    """
    groups = defaultdict[str, list[AskedWording]](list)
    for each in asked:
        groups[each.follows].append(each)
    return most_asked(
        cluster
        for group in groups.values()
        for cluster in clusters(
            group, phrasing_vectors(encoder, [each.said or each.spelled for each in group])
        )
    )


def _open(
    library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]
) -> list[AskedWording]:
    """List what nobody has handled, the most asked first, of those asked as often the latest."""
    done = {each.wording: each.at for each in handled}
    by_wording = defaultdict[str, list[Unmet]](list)
    for each in reversed(tuple(unmet)):
        entry = library.entry(each.slug or "")
        text = each.wording or (entry.question if entry else "")
        wording = counted_as(text)
        is_done = wording in done and each.at <= done[wording]
        if wording and refusals.refusal(text) is None and not is_done:
            by_wording[wording].append(replace(each, wording=text))
    asked = [_asked(wording, group) for wording, group in by_wording.items()]
    return sorted(_unowned(library, asked), key=lambda each: -each.times)


def _unowned(library: Library, asked: Iterable[AskedWording]) -> Iterator[AskedWording]:
    """Leave out what an entry has word for word by now: that is seen without a search."""
    for each in asked:
        if each.follows or _is_pressed(each) or wording_key(each.spelled) not in library.owners:
            yield each


def _is_pressed(asked: AskedWording | Cluster) -> bool:
    return bool(asked.chosen or asked.unhelpful)


def _asked(wording: str, group: Sequence[Unmet]) -> AskedWording:
    [(spelled, _)] = Counter(each.wording for each in group).most_common(1)
    signs = Counter((each.sign, each.slug or "") for each in group)
    following = next((each for each in group if each.follows), group[0])
    return AskedWording(
        wording=wording,
        spelled=spelled,
        abstained=signs[Sign.ABSTAINED, ""],
        declined=signs[Sign.DECLINED, ""],
        chosen={slug: times for (sign, slug), times in signs.items() if sign is Sign.CHOSEN},
        unhelpful={slug: times for (sign, slug), times in signs.items() if sign is Sign.UNHELPFUL},
        again=sum(each.again for each in group),
        follows=following.follows,
        said=following.said,
    )


def _is_settled(library: Library, found: Retrieval) -> bool:
    match found:
        case Matched(slug=slug):
            # It may have been found by a wording that was just taken back.
            return slug not in library.reworded
        case Abstained(reason=reason):
            return reason is not Reason.NOTHING_CLOSE
        case _:
            return False


@dataclass(frozen=True, slots=True)
class AsksAlready:
    """Nothing was added, for the wording asks for an entry already: this one, or another."""

    slug: str


class UnansweredList:
    """The list, and what instructors do with it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = defaultdict[int, OpenQuestions](OpenQuestions)
        self._one_at_a_time = asyncio.Lock()

    async def listed(self, turn: Turn) -> Open | InstructorsOnly:
        """What was asked in vain, clustered, the most asked first."""
        taught = await self._desk.at(turn)
        if taught is None:
            return InstructorsOnly()
        unmet = await self._desk.progress.unmet(turn.at - WINDOW, taught.cohort.id)
        handled = counting(await self._desk.store.handled(), await self._desk.elsewhere(turn))
        library = await self._desk.current()
        async with self._one_at_a_time:
            open_here = self._open[taught.cohort.id]
            return await asyncio.to_thread(open_here.clustered, library, unmet, handled)

    async def cluster(self, turn: Turn, key: str) -> Cluster | Gone | InstructorsOnly:
        """The cluster that a button names, by any of its wordings: to do something with it."""
        found = await self.listed(turn) if await self._desk.allows(turn) else InstructorsOnly()
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
        """Put a cluster on the list again that was taken off it, by whomever of the class."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        done = counting(await self._desk.store.handled(), await self._desk.elsewhere(turn))
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
        spelled = [each.spelled for each in found.asked]
        entry = with_aliases(held.entry, spelled, self._desk.library.owners)
        handled = _handled(found, Resolution.MERGED, slug, turn)
        if entry != held.entry:
            version = held.followed_by(Action.ALIASED, turn, entry)
            return await self._desk.publish(version, handled=handled)
        owner = self._desk.library.owners[wording_key(found.title)]
        if owner == slug:
            await self._desk.store.handle(handled)
        return AsksAlready(owner)

    async def _has_merged(self, turn: Turn, key: str, slug: str) -> bool:
        """Whether this person let the wording that a button names ask for an entry."""
        done = [each for each in await self._desk.store.handled() if key_of(each.wording) == key]
        wanted = (Resolution.MERGED, slug, turn.sender.telegram_user_id)
        return any((each.outcome, each.slug, each.author_id) == wanted for each in done)


def _handled(cluster: Cluster, outcome: Resolution, slug: str | None, turn: Turn) -> list[Handled]:
    return handled_by(turn, (each.wording for each in cluster.asked), outcome, slug)
