"""Where a follow-up about the last answer leads: a page near it, a paragraph of it, or nowhere."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.graph import related
from knowledge.matching.followup import Followup
from knowledge.matching.passage import ENOUGH, Passage, Rarity, passage, share, telling
from knowledge.matching.retrieval import Abstained, Matched, Retrieval


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another page answers what was asked of this one."""

    slug: str


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """The message is answered as it stands, whatever came before."""


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Nothing near the last answer speaks of it."""


Lead = Neighbour | Passage | OwnQuestion | Nowhere


def lead(
    asked: Followup,
    last: Entry,
    entries: Mapping[str, Entry],
    search: Callable[[str], Retrieval],
    rarity: Rarity,
) -> Lead:
    """Decide what `asked` leads to, the surest sign first."""
    own = search(asked.text)
    if not asked.leans and isinstance(own, Matched):
        return OwnQuestion()
    wanted = telling(asked.rest)
    near = neighbours(last, entries)
    named = _named(wanted, last, [entries[slug] for slug in near], own, rarity)
    told = passage(last, wanted, rarity)
    if named is not None and (told is None or _is_its_subject(named, wanted, last, rarity)):
        return Neighbour(named.slug)
    return told or _found(own, last, near) or _found(search(joined(last, asked)), last, near) or _own(asked, own, entries, wanted, rarity)


def joined(last: Entry, asked: Followup) -> str:
    """Ask a follow-up as a whole question."""
    return f"{last.question.rstrip('?')} {asked.rest}?"


def neighbours(last: Entry, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """List the pages near one, the nearest first: linked with it, then of its topic."""
    links = (slug for slug, entry in entries.items() if last.slug in entry.see_also)
    topic = (slug for slug, entry in entries.items() if entry.topic == last.topic)
    near = dict.fromkeys((*related(last, entries), *links, *topic))
    return tuple(slug for slug in near if slug != last.slug)


def _slug(entry: Entry) -> frozenset[str]:
    return telling(entry.slug.replace("-", " "))


def _title(entry: Entry) -> frozenset[str]:
    return telling(entry.question) | _slug(entry)


def _named(
    wanted: Collection[str], last: Entry, near: Sequence[Entry], own: Retrieval, rarity: Rarity
) -> Entry | None:
    """Find the neighbour whose title says what is wanted, and more of it than the last one's."""
    liked = {each.slug: -place for place, each in enumerate(own.candidates)}
    scores = {entry.slug: share(wanted, _title(entry), rarity) for entry in near}
    best = max(near, key=lambda entry: (scores[entry.slug], liked.get(entry.slug, -len(liked))), default=None)
    least = max(ENOUGH, share(wanted, _title(last), rarity) + 1e-6)
    return best if best is not None and scores[best.slug] >= least else None


def _is_its_subject(named: Entry, wanted: Collection[str], last: Entry, rarity: Rarity) -> bool:
    """Claim that a page is about what is wanted, or about that and the last page's subject."""
    slug = _slug(named)
    shared = (_title(named) & _slug(last)) - set(wanted)
    return slug <= set(wanted) or (share(wanted, slug, rarity) >= ENOUGH and bool(shared))


def _found(found: Retrieval, last: Entry, near: Collection[str]) -> Neighbour | None:
    if isinstance(found, Abstained):
        return None
    best = found.candidates[0].slug
    return Neighbour(best) if best in near else None


def _own(asked, own, entries, wanted, rarity) -> Lead:
    if isinstance(own, Matched) and share(wanted, _title(entries[own.slug]), rarity) >= ENOUGH:
        return OwnQuestion()
    return Nowhere() if asked.leans else OwnQuestion()
