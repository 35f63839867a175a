"""What learners asked in vain, as instructors see it: clusters, and where they may belong."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from knowledge.curation.cluster import Asked, Cluster, clusters, key_of
from knowledge.curation.compose import owners_of, with_aliases
from knowledge.curation.handled import Handled, Outcome
from knowledge.curation.version import Action, Conflict, Published
from knowledge.matching import rules
from knowledge.matching.retrieval import Abstained, Matched, Reason
from knowledge.matching.statistics import phrasing_vectors
from progress.turn import Turn
from progress.unmet import Sign, Unmet
from progress.wording import normalised
from tutor.desk import Desk, Gone
from tutor.library import Library
from tutor.stats import InstructorsOnly

WINDOW = timedelta(days=90)
MOST_WORDINGS = 300
PROPOSALS = 3


class Unanswered:
    """The list, and what instructors do with it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def listed(self, turn: Turn) -> tuple[Cluster, ...] | InstructorsOnly:
        """What was asked in vain, clustered, the most asked first."""
        if not await self._desk.allows(turn):
            return InstructorsOnly()
        unmet = await self._desk.progress.unmet(turn.at - WINDOW)
        handled = await self._desk.store.handled()
        return await asyncio.to_thread(listed, await self._desk.current(), unmet, handled)

    async def cluster(self, turn: Turn, key: str) -> Cluster | Gone | InstructorsOnly:
        """The cluster that a button names, by any of its wordings."""
        found = await self.listed(turn)
        if isinstance(found, InstructorsOnly):
            return found
        named = (one for one in found if key in {key_of(each.wording) for each in one.asked})
        return next(named, Gone())

    async def dismiss(self, turn: Turn, key: str) -> Cluster | Gone | InstructorsOnly:
        """Take a cluster off the list."""
        found = await self.cluster(turn, key)
        if isinstance(found, Cluster):
            await self._desk.store.handle(_handled(found, Outcome.DISMISSED, None, turn))
        return found

    async def merge(
        self, turn: Turn, key: str, slug: str
    ) -> Published | Conflict | Gone | InstructorsOnly:
        """Let a cluster's wordings ask for an entry that is there."""
        found = await self.cluster(turn, key)
        if not isinstance(found, Cluster):
            return found
        held = await self._desk.held(slug)
        if held is None or slug not in self._desk.library.entries:
            return Gone()
        owners = owners_of(self._desk.library.entries.values())
        entry = with_aliases(held.entry, [each.spelled for each in found.asked], owners)
        version = held.followed_by(Action.ALIASED, turn, entry)
        handled = _handled(found, Outcome.MERGED, slug, turn)
        return await self._desk.publish(version, handled=handled)


def listed(
    library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]
) -> tuple[Cluster, ...]:
    """Cluster what is still open; slow for long lists, since every wording is encoded."""
    asked = sorted(_open(library, unmet, handled), key=lambda each: (-each.times, each.wording))
    most = asked[:MOST_WORDINGS]
    vectors = phrasing_vectors(library.index.encoder, [each.spelled for each in most])
    found = (_placed(library, cluster) for cluster in clusters(most, vectors))
    return tuple(cluster for cluster in found if cluster is not None)


def _open(library: Library, unmet: Iterable[Unmet], handled: Sequence[Handled]) -> list[Asked]:
    done: Mapping[str, datetime] = {each.wording: each.at for each in handled}
    by_wording = defaultdict[str, list[Unmet]](list)
    for each in unmet:
        text = each.wording or _question_of(library, each.slug)
        wording = normalised(text)
        if wording and rules.refusal(text) is None and not _is_done(each, done.get(wording)):
            by_wording[wording].append(replace(each, wording=text))
    return [_asked(wording, group) for wording, group in by_wording.items()]


def _is_done(unmet: Unmet, handled_at: datetime | None) -> bool:
    return handled_at is not None and unmet.at <= handled_at


def _question_of(library: Library, slug: str | None) -> str:
    entry = library.entry(slug or "")
    return entry.question if entry else ""


def _asked(wording: str, group: Sequence[Unmet]) -> Asked:
    [(spelled, _)] = Counter(each.wording for each in group).most_common(1)
    signs = Counter((each.sign, each.slug or "") for each in group)
    return Asked(
        wording=wording,
        spelled=spelled,
        abstained=signs[Sign.ABSTAINED, ""],
        declined=signs[Sign.DECLINED, ""],
        chosen={slug: times for (sign, slug), times in signs.items() if sign is Sign.CHOSEN},
        unhelpful={slug: times for (sign, slug), times in signs.items() if sign is Sign.UNHELPFUL},
    )


def _placed(library: Library, cluster: Cluster) -> Cluster | None:
    """Propose entries for it; None where it has been answered since, or was no question."""
    found = library.search(cluster.title)
    pressed = bool(cluster.chosen or cluster.unhelpful)
    match found:
        case Matched() if not pressed:
            return None
        case Abstained(reason=reason) if reason is not Reason.NOTHING_CLOSE and not pressed:
            return None
    near = (candidate.slug for candidate in found.candidates)
    proposed = dict.fromkeys((*cluster.chosen, *near))
    known = tuple(slug for slug in proposed if slug in library.entries)
    return replace(cluster, proposed=known[:PROPOSALS])


def _handled(cluster: Cluster, outcome: Outcome, slug: str | None, turn: Turn) -> list[Handled]:
    who = turn.sender.telegram_user_id
    return [Handled(each.wording, outcome, slug, who, turn.at) for each in cluster.asked]
