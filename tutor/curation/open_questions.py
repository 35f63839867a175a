"""Which questions are still open, together with those that ask the same, and where they belong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from knowledge.curation.cluster import AskedWording, Cluster, clusters, most_asked
from knowledge.curation.ownership import owners_of, wording_key
from knowledge.curation.version import Handled
from knowledge.pages.entry import Entry
from knowledge.search import refusals
from knowledge.search.retrieval import Abstained, Matched, Reason, Retrieval
from knowledge.search.statistics import Encoding, Remembered, phrasing_vectors
from progress.unanswered import Sign, Unmet, counted_as
from tutor.conversation.followup import is_covered
from tutor.library import Library, Searching

# What was looked up for the last list of questions: a list is asked for at every tap.

Key = TypeVar("Key", bound=Hashable)
What = TypeVar("What")


@dataclass(slots=True)
class Effort:
    """What one list may spend on looking up what has changed, and what it came to.

    What is new has to be looked up whatever it takes, and is paid for as well. A list `is_current`
    where it rests on nothing that was found before the change.
    """

    most: int
    spent: int = 0
    on_new: int = 0
    is_current: bool = True

    @property
    def is_spent(self) -> bool:
        return self.spent >= self.most

    @property
    def is_overspent(self) -> bool:
        """Claim that so much was new that what else there is had better wait."""
        return self.on_new > self.most


@dataclass(frozen=True, slots=True)
class _Found(Generic[What]):
    """A finding; `is_former` where the source has changed since."""

    what: What
    is_former: bool = False


class LookedUp(Generic[Key, What]):
    """Looks things up once, and forgets what no list asked for last time.

    What was found before a change stands where a list's effort is spent: a later list goes on.
    """

    def __init__(
        self,
        effort: Effort,
        before: Mapping[Key, _Found[What]] | None = None,
        *,
        is_changed: bool = False,
    ) -> None:
        self._effort = effort
        self._before = before or {}
        self._is_changed = is_changed
        self._found: dict[Key, _Found[What]] = {}

    def find(self, key: Key, look_up: Callable[[], What], *, cost: int = 1) -> What:
        """What was found for the key, looked up where that is not known as of now."""
        found = self._found.get(key) or self._known(key) or self._anew(key, look_up, cost)
        self._found[key] = found
        self._effort.is_current &= not found.is_former
        return found.what

    def following(self, effort: Effort, *, is_changed: bool) -> "LookedUp[Key, What]":
        """The same for the next list; `is_changed` where its source may find something else."""
        return LookedUp(effort, self._found, is_changed=is_changed)

    def _known(self, key: Key) -> _Found[What] | None:
        before = self._before.get(key)
        if before is None or not (before.is_former or self._is_changed):
            return before
        return _Found(before.what, is_former=True) if self._effort.is_spent else None

    def _anew(self, key: Key, look_up: Callable[[], What], cost: int) -> _Found[What]:
        self._effort.spent += cost
        self._effort.on_new += 0 if key in self._before else cost
        return _Found(look_up())


# Whether what was said after a page would be answered by now.
Covers = Callable[[str, str], bool]

MOST_WORDINGS = 300
# Searches, 10 ms each, while all instructors wait for the list.
MOST_LOOKED_UP = 200
# Two searches, and a look at the page that takes as long.
A_FOLLOW_UP = 3
# Between these it is seen whether too much had to be looked up.
AT_ONCE = 100
PROPOSALS = 3


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


class _RememberedSearch:
    """Searches an index for what is not known from the last list."""

    def __init__(self, index: Searching, known: LookedUp[str, Retrieval]) -> None:
        self._index = index
        self._known = known

    @property
    def encoder(self) -> Encoding:
        return self._index.encoder

    def search(self, text: str) -> Retrieval:
        return self._known.find(text, lambda: self._index.search(text))

    def owner(self, text: str) -> str | None:
        return self._index.owner(text)

    def rarity(self, word: str) -> float:
        return self._index.rarity(word)


class OpenQuestions:
    """Clusters, and remembers what the last list encoded and looked up.

    Used by one thread at a time.
    """

    def __init__(self) -> None:
        self._encoder: Remembered | None = None
        self._index: Searching | None = None
        self._searched = LookedUp[str, Retrieval](Effort(0))
        self._covered = LookedUp[tuple[Entry, str], bool](Effort(0))

    def clustered(
        self, library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]
    ) -> Open:
        """Cluster what is still open, the most asked first; slow where much is new."""
        encoder = self._encoder = self._encoder or Remembered(library.index.encoder)
        effort = self._next_list(library.index)
        searching = replace(library, index=_RememberedSearch(library.index, self._searched))
        covers = partial(_covers, library, self._covered)
        found = _still_open(searching, encoder, covers, _open(library, unmet, handled), effort)
        encoder.forget_unasked()
        return found

    def _next_list(self, index: Searching) -> Effort:
        """Keep what was looked up for the last list; by another index it is no longer certain."""
        effort, is_changed = Effort(MOST_LOOKED_UP), index is not self._index
        self._index = index
        self._searched = self._searched.following(effort, is_changed=is_changed)
        self._covered = self._covered.following(effort, is_changed=is_changed)
        return effort


def _covers(
    library: Library, known: LookedUp[tuple[Entry, str], bool], slug: str, said: str
) -> bool:
    page = library.entry(slug)
    if page is None:
        return False
    return known.find((page, said), lambda: is_covered(library, slug, said), cost=A_FOLLOW_UP)


def _still_open(
    library: Library, encoder: Remembered, covers: Covers, asked: list[AskedWording], effort: Effort
) -> Open:
    """Drop what is answered by now; others take its place until none of them is.

    No others do once too much had to be looked up: the next list knows that, and goes on.
    """
    most = AT_ONCE
    while True:
        found = _together(asked[:most], encoder)
        answered = {wording for each in found for wording in _answered(library, covers, each)}
        asked = [each for each in asked if each.wording not in answered]
        most -= len(answered)
        is_whole = effort.is_overspent or most >= min(len(asked), MOST_WORDINGS)
        if is_whole and not answered:
            placed = tuple(_placed(library, each) for each in found)
            return Open(placed, len(asked), is_current=effort.is_current)
        most = most if effort.is_overspent else min(most + AT_ONCE, MOST_WORDINGS)


def _together(asked: Sequence[AskedWording], encoder: Remembered) -> tuple[Cluster, ...]:
    """Cluster questions; what follows on the same page by what was said after it alone.

    With the page's question before it, all that was ever said after a page would be near.
    """
    groups = defaultdict[str, list[AskedWording]](list)
    for each in asked:
        groups[each.follows].append(each)
    texts = [[each.said or each.spelled for each in group] for group in groups.values()]
    found = [
        clusters(group, phrasing_vectors(encoder, said))
        for group, said in zip(groups.values(), texts, strict=True)
    ]
    return most_asked(cluster for group in found for cluster in group)


def _open(
    library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]
) -> list[AskedWording]:
    """List what nobody has handled, the most asked first, of those asked as often the latest."""
    done: Mapping[str, datetime] = {each.wording: each.at for each in handled}
    by_wording = defaultdict[str, list[Unmet]](list)
    for each in reversed(tuple(unmet)):
        text = each.wording or _question_of(library, each.slug)
        wording = counted_as(text)
        if wording and refusals.refusal(text) is None and not _is_done(each, done.get(wording)):
            by_wording[wording].append(replace(each, wording=text))
    asked = [_asked(wording, group) for wording, group in by_wording.items()]
    return sorted(_unowned(library, asked), key=lambda each: -each.times)


def _unowned(library: Library, asked: Iterable[AskedWording]) -> Iterator[AskedWording]:
    """Leave out what an entry has word for word by now: that is seen without a search."""
    owners = owners_of(library.entries.values())
    for each in asked:
        if each.follows or _is_pressed(each) or wording_key(each.spelled) not in owners:
            yield each


def _is_pressed(asked: AskedWording | Cluster) -> bool:
    return bool(asked.chosen or asked.unhelpful)


def _is_done(unmet: Unmet, handled_at: datetime | None) -> bool:
    return handled_at is not None and unmet.at <= handled_at


def _question_of(library: Library, slug: str | None) -> str:
    entry = library.entry(slug or "")
    return entry.question if entry else ""


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


def _answered(library: Library, covers: Covers, cluster: Cluster) -> set[str]:
    """Find the wordings that have been answered since, or were no questions.

    What a search for a follow-up finds is the page that did not cover it, so those are asked again.
    """
    if _is_pressed(cluster):
        return set()
    if cluster.asked[0].follows:
        covered = (each for each in cluster.asked if covers(each.follows, each.said))
        return {each.wording for each in covered}
    is_settled = _is_settled(library, library.search(cluster.title))
    return {each.wording for each in cluster.asked} if is_settled else set()


def _is_settled(library: Library, found: Retrieval) -> bool:
    match found:
        case Matched(slug=slug):
            # It may have been found by a wording that was just taken back.
            return slug not in library.reworded
        case Abstained(reason=reason):
            return reason is not Reason.NOTHING_CLOSE
        case _:
            return False


def _placed(library: Library, cluster: Cluster) -> Cluster:
    """Propose entries for it, but none that left it open; none at all where one has it already.

    What an entry is asked by word for word can be added to no other.
    """
    near = [candidate.slug for candidate in library.search(cluster.title).candidates]
    left_open = {each.follows for each in cluster.asked} | set(_missed(cluster))
    proposed = dict.fromkeys((*cluster.chosen, *near))
    known = library.known([slug for slug in proposed if slug not in left_open])
    owners = owners_of(library.known([*cluster.unhelpful, *near]))
    if cluster.unhelpful and wording_key(cluster.title) in owners:
        return replace(cluster, proposed=())
    return replace(cluster, proposed=tuple(each.slug for each in known[:PROPOSALS]))


def _missed(cluster: Cluster) -> Iterator[str]:
    """List entries that did not help more often than they were chosen."""
    for slug, times in cluster.unhelpful.items():
        if times > cluster.chosen.get(slug, 0):
            yield slug
