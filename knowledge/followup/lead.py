"""Where a follow-up about the last answer leads: a page near it, a paragraph of it, or nowhere.

Pages are held against the few words of a follow-up by their titles, since a fragment is too short
to be matched: on its own it means anything, joined with the last question it means that again.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.followup.passage import ENOUGH, Passage, Rarity, is_number, passage, share, telling
from knowledge.followup.reading import FEW, Followup, Subject
from knowledge.followup.wish import Wish
from knowledge.pages.entry import WORDING_CHARACTERS, Entry
from knowledge.pages.graph import related
from knowledge.search.retrieval import Abstained, Matched, Reason, Retrieval, Suggested

# Which page the few words of a follow-up name, after the last page and by the titles. Pure.

# By such words alone a title is the last thing to go by: "can I change that?" is seldom asked of
# the page that changes dtypes.
_PLAIN = telling("change store join")
_AS_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Around:
    """The words that are wanted of the page read last, and what is near that page."""

    wanted: frozenset[str]
    last: Entry
    near: tuple[Entry, ...]
    rarity: Rarity

    @property
    def is_plain(self) -> bool:
        """Claim that no title would be told by these words: plain verbs and numbers."""
        return all(word in _PLAIN or is_number(word) for word in self.wanted)

    def share_in(self, words: frozenset[str]) -> float:
        return share(self.wanted, words, self.rarity)


def named(around: Around) -> Entry | None:
    """Find the neighbour whose title says most of what is wanted, and more than the last one's."""
    best = max(
        around.near,
        key=lambda entry: (around.share_in(title(entry)), len(_common(entry, around))),
        default=None,
    )
    if best is None:
        return None
    said = around.share_in(title(best))
    return best if said >= ENOUGH and said > around.share_in(title(around.last)) else None


def is_its_subject(entry: Entry, around: Around) -> bool:
    """Claim that a page is about what is wanted, or about that and the last page's subject."""
    name = _name(entry)
    return (len(name) > 1 and name <= around.wanted) or (
        bool(_common(entry, around)) and around.share_in(name) >= ENOUGH
    )


def elsewhere(around: Around, entries: Iterable[Entry]) -> Entry | None:
    """Find the page about what is wanted that has the last one's subject as code.

    So a page of NumPy's names is asked "and in numpy?" after any function that it translates.
    """
    name = _name(around.last)
    titled = (entry for entry in entries if around.share_in(title(entry)) >= ENOUGH)
    best = max(titled, key=lambda entry: share(name, _code(entry), around.rarity), default=None)
    if best is None or best is around.last:
        return None
    return best if share(name, _code(best), around.rarity) >= ENOUGH else None


def title(entry: Entry) -> frozenset[str]:
    return telling(entry.question) | _name(entry)


def answer(entry: Entry) -> str:
    return "\n".join((entry.short, entry.more or "", entry.pitfall or ""))


def _common(entry: Entry, around: Around) -> frozenset[str]:
    """Return the subjects of the last page that another's title names beside what is wanted."""
    return (title(entry) & _name(around.last)) - around.wanted


def _name(entry: Entry) -> frozenset[str]:
    return telling(entry.slug.replace("-", " "))


def _code(entry: Entry) -> frozenset[str]:
    return telling(" ".join(_AS_CODE.findall(answer(entry))))


# A question of so many words that seems whole may be about the last page all the same.
SHORT = 7
_CUT = "..."
# Of a page that the search is sure of, the paragraph that has anything of it.
_ANY = 0.01
# What these words ask for is said where the page warns.
_MENDING = telling("fix repair solve prevent stop avoid")
_COMPARES = re.compile(r"\b(?:vs|or|and|between|differ\w*|which)\b", re.IGNORECASE)


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
    """The follow-up asks for a part of the page: "and that one?" for whatever more it has."""

    wish: Wish = Wish.MORE


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
    if isinstance(own, Matched) and (
        not _needs_context(asked, wanted) or _is_titled(entries[own.slug], asked, index.rarity)
    ):
        return OwnQuestion()
    match asked.subject:
        case Subject.WHOLE:
            return _told_wholly(last, asked, own, wanted, index.rarity) or OwnQuestion()
        case Subject.CHOOSING if _COMPARES.search(last.question):
            return passage(last, wanted, index.rarity) or Anything(Wish.AGAIN)
        case Subject.OWN:
            pass
        case _ if wanted <= _MENDING:
            return Anything(Wish.PITFALL if wanted and last.pitfall else Wish.MORE)
    near = tuple(entries[slug] for slug in _by_liking(neighbours(last, entries), own))
    around = Around(wanted, last, near, index.rarity)
    return (
        _near(around)
        or _matched(own, around)
        or _neighbour(elsewhere(around, entries.values()))
        or _matched(index.search(joined(last, asked)), around)
        or _neighbour(named(around) if around.is_plain else None)
        or _otherwise(asked, own, around, entries)
    )


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


def _neighbour(entry: Entry | None) -> Neighbour | None:
    return Neighbour(entry.slug) if entry else None


def _near(around: Around) -> Neighbour | Passage | None:
    """Choose between a neighbour whose title says what is wanted and a paragraph that does."""
    by_title = None if around.is_plain else named(around)
    told = passage(around.last, around.wanted, around.rarity)
    if by_title is not None and (told is None or is_its_subject(by_title, around)):
        return Neighbour(by_title.slug)
    return told


def _matched(found: Retrieval, around: Around) -> Neighbour | None:
    """Trust a search that ends near the last answer, on a page that knows the words at all."""
    if isinstance(found, Abstained):
        return None
    best = next((entry for entry in around.near if entry.slug == found.candidates[0].slug), None)
    if best is None or around.share_in(telling(_whole(best))) < ENOUGH:
        return None
    return Neighbour(best.slug)


def _told_wholly(
    last: Entry, asked: Followup, own: Retrieval, wanted: Collection[str], rarity: Rarity
) -> Passage | None:
    """Find the paragraph that answers a whole question for which no page is sure.

    In a long question every word has to be there.
    """
    if isinstance(own, Abstained) and own.reason is not Reason.NOTHING_CLOSE:
        return None
    if len(asked.rest.split()) > SHORT:
        return passage(last, wanted, lambda _: 1.0, least=1.0)
    told = passage(last, wanted, rarity)
    # Numbers are on any page: "select rows 0 and 2" is about its words.
    words = {word for word in wanted if not is_number(word)} or wanted
    return told if told and share(words, telling(told.text), rarity) >= ENOUGH else None


def _needs_context(asked: Followup, wanted: Collection[str]) -> bool:
    match asked.subject:
        case Subject.MISSING:
            return bool(wanted)
        case Subject.PRONOUN | Subject.POINTING:
            return 0 < len(wanted) <= FEW
        case Subject.CHOOSING:
            return True
        case Subject.OWN | Subject.WHOLE:
            return False


def _is_titled(found: Entry, asked: Followup, rarity: Rarity) -> bool:
    """Claim that a page which the search is sure of has in its title what the message names.

    "What does softmax do here" then asks for it, however few its words are.
    """
    if asked.subject not in {Subject.POINTING, Subject.CHOOSING}:
        return False
    words = {word for word in asked.named if not is_number(word)}
    return share(words, title(found), rarity) >= ENOUGH


def _otherwise(
    asked: Followup, own: Retrieval, around: Around, entries: Mapping[str, Entry]
) -> Lead:
    """Decide what becomes of a message that leads nowhere from the last page."""
    words = len(around.wanted)
    match asked.subject, own:
        case Subject.OWN, _:
            return OwnQuestion()
        case _, Matched(slug=around.last.slug):
            return passage(around.last, around.wanted, around.rarity, least=_ANY) or Anything()
        # It asks in full, so that likely pages are better than none.
        case Subject.POINTING, Matched() | Suggested():
            return OwnQuestion()
        case (Subject.MISSING, Matched()) | (Subject.PRONOUN, Suggested()) if words > FEW:
            return OwnQuestion()
        # By one word a page is found that has it in its title anyway.
        case _, Matched(slug=slug) if words > 1 and around.share_in(title(entries[slug])) >= ENOUGH:
            return OwnQuestion()
    return Nowhere(tuple(entry.slug for entry in around.near))


def _whole(entry: Entry) -> str:
    return " ".join((*entry.phrasings, answer(entry)))
