"""Where a follow-up about the last answer leads: a page near it, a paragraph of it, or nowhere.

Pages are held against the few words of a follow-up by their titles, since a fragment is too short
to be matched: on its own it means anything, joined with the last question it means that again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.entry import WORDING_CHARACTERS, Entry
from knowledge.graph import related
from knowledge.matching.followup import Followup, Subject
from knowledge.matching.passage import ENOUGH, Passage, passage
from knowledge.matching.retrieval import Abstained, Matched, Reason, Retrieval, Suggested
from knowledge.matching.telling import Rarity, share, telling

# With a pronoun and so few words, what a message finds by itself is chance.
FEW = 2
_CUT = "..."


class Searching(Protocol):
    """What is asked of an index."""

    def search(self, text: str) -> Retrieval: ...

    def rarity(self, word: str) -> float: ...


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another page answers what was asked of the last one."""

    slug: str


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """The message is to be taken as it stands, whatever came before."""


@dataclass(frozen=True, slots=True)
class Nowhere:
    """No page near the last one speaks of what is asked; `near` names them, the likeliest first."""

    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """The follow-up names no subject: "and that one?" asks for whatever more the page has."""


Lead = Neighbour | Passage | OwnQuestion | Nowhere | Anything


def lead(
    asked: Followup,
    own: Retrieval,
    last: Entry,
    entries: Mapping[str, Entry],
    index: Searching,
) -> Lead:
    """Decide what `asked` leads to from the page `last`, by the surest sign first.

    `own` is what the message finds by itself.
    """
    wanted = telling(asked.rest)
    if isinstance(own, Matched) and not _needs_context(asked, wanted):
        return OwnQuestion()
    if asked.subject is Subject.WHOLE:
        return _told_wholly(last, own, wanted) or OwnQuestion()
    if not wanted and asked.subject is not Subject.OWN:
        return Anything()
    near = [entries[slug] for slug in _by_liking(neighbours(last, entries), own)]
    found = (
        _near(last, near, wanted, index.rarity)
        or _matched(own, near, wanted, index.rarity)
        or _matched(index.search(joined(last, asked)), near, wanted, index.rarity)
    )
    if found is not None:
        return found
    alone = _stands_alone(asked, own, wanted, entries, index.rarity)
    return OwnQuestion() if alone else Nowhere(tuple(entry.slug for entry in near))


def joined(last: Entry, asked: Followup) -> str:
    """Put the follow-up's words after the last page's question, to search for both at once.

    A long question gives way: cut as wordings are, it would be all that is left of both.
    """
    room = max(WORDING_CHARACTERS - len(asked.text) - 1, len(_CUT))
    is_long = len(last.question) > room
    question = last.question[: room - len(_CUT)].rstrip() + _CUT if is_long else last.question
    return f"{question} {asked.text}"


def neighbours(last: Entry, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """List the pages near one, the nearest first: linked with it, then of its topic."""
    links = (slug for slug, entry in entries.items() if last.slug in entry.see_also)
    topic = (slug for slug, entry in entries.items() if entry.topic == last.topic)
    near = dict.fromkeys((*related(last, entries), *links, *topic))
    return tuple(slug for slug in near if slug != last.slug)


def _by_liking(near: Sequence[str], own: Retrieval) -> list[str]:
    """Put first the pages that the message finds by itself."""
    liked = [one.slug for one in own.candidates if one.slug in near]
    return list(dict.fromkeys((*liked, *near)))


def _near(
    last: Entry, near: Sequence[Entry], wanted: Collection[str], rarity: Rarity
) -> Neighbour | Passage | None:
    """Choose between a neighbour whose title says what is wanted and a paragraph that does."""
    named = _named(wanted, last, near, rarity)
    told = passage(last, wanted, rarity)
    if named is not None and (told is None or _is_its_subject(named, wanted, last, rarity)):
        return Neighbour(named.slug)
    return told


def _told_wholly(last: Entry, own: Retrieval, wanted: Collection[str]) -> Passage | None:
    """Find the paragraph that has every word of a whole question.

    Only where the search for it found nothing, or was not sure of this very page.
    """
    match own:
        case Abstained(reason=reason):
            open_to_it = reason is Reason.NOTHING_CLOSE
        case _:
            open_to_it = own.candidates[0].slug == last.slug
    enough = open_to_it and len(wanted) >= FEW
    return passage(last, wanted, lambda _: 1.0, least=1.0) if enough else None


def _named(
    wanted: Collection[str], last: Entry, near: Sequence[Entry], rarity: Rarity
) -> Entry | None:
    """Find the neighbour whose title says most of what is wanted, and more than the last one's."""
    best = max(
        near,
        key=lambda entry: (
            share(wanted, _title(entry), rarity),
            len(_common(entry, last, wanted)),
        ),
        default=None,
    )
    if best is None:
        return None
    said = share(wanted, _title(best), rarity)
    return best if said >= ENOUGH and said > share(wanted, _title(last), rarity) else None


def _is_its_subject(named: Entry, wanted: Collection[str], last: Entry, rarity: Rarity) -> bool:
    """Claim that a page is about what is wanted, or about that and the last page's subject."""
    name = _name(named)
    return (len(name) > 1 and name <= set(wanted)) or (
        bool(_common(named, last, wanted)) and share(wanted, name, rarity) >= ENOUGH
    )


def _common(named: Entry, last: Entry, wanted: Collection[str]) -> frozenset[str]:
    """Return the subjects of the last page that another's title names beside what is wanted."""
    return (_title(named) & _name(last)) - set(wanted)


def _matched(
    found: Retrieval, near: Sequence[Entry], wanted: Collection[str], rarity: Rarity
) -> Neighbour | None:
    """Trust a search that ends near the last answer, on a page that knows the words at all."""
    if isinstance(found, Abstained):
        return None
    best = next((entry for entry in near if entry.slug == found.candidates[0].slug), None)
    if best is None or share(wanted, telling(_whole(best)), rarity) < ENOUGH:
        return None
    return Neighbour(best.slug)


def _needs_context(asked: Followup, wanted: Collection[str]) -> bool:
    match asked.subject:
        case Subject.MISSING:
            return bool(wanted)
        case Subject.PRONOUN:
            return 0 < len(wanted) <= FEW
        case Subject.OWN | Subject.WHOLE:
            return False


def _stands_alone(
    asked: Followup,
    own: Retrieval,
    wanted: Collection[str],
    entries: Mapping[str, Entry],
    rarity: Rarity,
) -> bool:
    """Claim that a message that leads nowhere from here had better be taken for itself."""
    match asked.subject, own:
        case (Subject.OWN, _) | (Subject.PRONOUN, Suggested()):
            return True
        case _, Matched(slug=slug):
            return not wanted or share(wanted, _title(entries[slug]), rarity) >= ENOUGH
    return False


def _name(entry: Entry) -> frozenset[str]:
    return telling(entry.slug.replace("-", " "))


def _title(entry: Entry) -> frozenset[str]:
    return telling(entry.question) | _name(entry)


def _whole(entry: Entry) -> str:
    return " ".join((*entry.phrasings, entry.short, entry.more or "", entry.pitfall or ""))
