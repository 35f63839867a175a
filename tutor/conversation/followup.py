"""Follow up: "why?", "example?", "and in numpy?", understood from the page that was read last."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from knowledge.curation.ownership import owners_of, wording_key
from knowledge.followup.lead import Anything, Lead, Neighbour, Nowhere, OwnQuestion, joined, lead
from knowledge.followup.passage import Passage, code_in, first_sentence
from knowledge.followup.reading import Followup, read
from knowledge.followup.wish import Wish
from knowledge.pages.entry import Entry, Section, section_text
from knowledge.search.retrieval import Matched, Retrieval
from progress.events import Kind, Turn
from progress.history import Failed, LastRead, Offered
from progress.unanswered import UNCOVERED
from tutor.conversation.ask import RELATED, Answer, Answered, answered, settle
from tutor.conversation.before import Past
from tutor.conversation.explain import Explained, Unexplained, asks_to_mend, explain, is_about_error
from tutor.library import Library

# Lead: which page a follow-up leads to; an instructor's word on it comes before "nowhere".


def lead_from(library: Library, page: Entry, asked: Followup, own: Retrieval) -> Lead:
    """Decide what `asked` leads to from `page`; `own` is what the message finds by itself."""
    found = lead(asked, own, page, library.entries, library)
    return _placed(library, page, asked) or found if isinstance(found, Nowhere) else found


def is_covered(library: Library, slug: str, said: str) -> bool:
    """Claim that what was said after a page would be answered by now."""
    page, asked = library.entry(slug), read(said)
    if page is None or asked is None or asked.wish is not Wish.ABOUT:
        return False
    own = library.search(said)
    match lead_from(library, page, asked, own):
        case Nowhere():
            return False
        case OwnQuestion():
            return isinstance(own, Matched)
        case _:
            return True


def _placed(library: Library, page: Entry, asked: Followup) -> Neighbour | Anything | None:
    """Find the entry that has the question word for word; of the page itself, all that is left."""
    question = joined(page, asked)
    # What has it stands among those found: no need to read the wordings of all entries.
    near = library.known([one.slug for one in library.search(question).candidates])
    owner = owners_of(near).get(wording_key(question))
    if owner is None:
        return None
    return Anything() if owner == page.slug else Neighbour(owner)


_OTHER = re.compile(r"\b(?:another|more|other|else)\b", re.IGNORECASE)
_SECTIONS: dict[Wish, tuple[Section, ...]] = {
    Wish.MORE: (Section.MORE, Section.PITFALL),
    Wish.AGAIN: (Section.SHORT,),
    Wish.SIMPLER: (Section.SHORT,),
    Wish.EXAMPLE: (Section.SHORT, Section.MORE, Section.PITFALL),
    Wish.PITFALL: (Section.PITFALL,),
}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of the page that was read last, as Markdown."""

    entry: Entry
    wish: Wish
    section: Section
    text: str
    related: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class TakenAs:
    """A neighbour's page answers; `said` is what was asked of the page `after`."""

    said: str
    after: Entry
    answered: Answered


@dataclass(frozen=True, slots=True)
class AllSaid:
    """The page has no more of what was wished for."""

    entry: Entry
    wish: Wish
    near: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class InWords:
    """An example was wished for, and the page has none at all; pages `near` it have some."""

    entry: Entry
    near: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Neither the page nor one near it answers; on record is the page's question with this one."""

    entry: Entry
    said: str
    near: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class NothingBefore:
    """The message follows on something, and nothing was read lately that could be meant."""


@dataclass(frozen=True, slots=True)
class ChooseFirst:
    """The message follows on suggestions, of which none is chosen yet, and chooses none itself."""

    entries: tuple[Entry, ...]


OfPage = Excerpt | TakenAs | AllSaid | InWords | Uncovered | NothingBefore
FollowedUp = OfPage | ChooseFirst | Explained | Unexplained

NOTHING_BEFORE = NothingBefore()


def follow_up(
    library: Library,
    turn: Turn,
    asked: Followup,
    own: Retrieval,
    last: Past | None,
) -> FollowedUp | Answer:
    """Answer what follows on `last`; `own` is what the message finds by itself.

    The turn records it as a question and what became of it.
    """
    match last:
        case Failed() if is_about_error(asked) and last.looked_up:
            return explain(library, turn, asked.text, last)
        case Failed(slug=str(slug)):
            return _after(library, turn, asked, own, LastRead(slug, turn.at))
        case LastRead(of_error=True) if asked.wish is Wish.ABOUT and asks_to_mend(asked):
            return _after(library, turn, replace(asked, wish=Wish.MORE), own, last)
        case LastRead():
            return _after(library, turn, asked, own, last)
        case Offered(slugs=slugs):
            return _unconnected(library, turn, asked, own, ChooseFirst(library.known(slugs)))
        case _:
            return _unconnected(library, turn, asked, own)


def _after(
    library: Library, turn: Turn, asked: Followup, own: Retrieval, last: LastRead
) -> FollowedUp | Answer:
    entry = library.entry(last.slug)
    if entry is None:
        return _unconnected(library, turn, asked, own)
    page = _Page(library, entry, last.shown, last.of_error)
    if asked.wish is not Wish.ABOUT:
        return _part(page, turn, asked)
    match lead_from(library, entry, asked, own):
        case OwnQuestion():
            return settle(library, turn, asked.text, own)
        case found:
            return _about(page, turn, asked, found)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page that a message follows on."""

    library: Library
    entry: Entry
    shown: tuple[str, ...]
    of_error: bool

    @property
    def near(self) -> tuple[Entry, ...]:
        return self.library.known(self.entry.see_also)[:RELATED]

    def onward(self, wish: Wish) -> tuple[Entry, ...]:
        """Where to go on; who wants it simpler is led to what the page builds on."""
        below = self.entry.prerequisites if wish is Wish.SIMPLER else ()
        return self.library.known(below)[:RELATED] or self.near

    @property
    def near_with_example(self) -> tuple[Entry, ...]:
        """The nearest page that has one: of those that the page names, else by its question."""
        candidates = self.library.search(self.entry.question).candidates
        slugs = (*self.entry.see_also, *(each.slug for each in candidates))
        return tuple(each for each in self.library.known(slugs) if each.has_example)[:1]


def _unconnected(
    library: Library,
    turn: Turn,
    asked: Followup,
    own: Retrieval,
    otherwise: NothingBefore | ChooseFirst = NOTHING_BEFORE,
) -> FollowedUp | Answer:
    """Answer a message that surely finds a page alone, or asks in full; else ask back."""
    if asked.asks_whole or (asked.wish is Wish.ABOUT and isinstance(own, Matched)):
        return settle(library, turn, asked.text, own)
    turn.record(Kind.ASKED, text=asked.text)
    # Without a text: it says nothing to instructors either.
    turn.record(Kind.ABSTAINED, reason="nothing_before")
    return otherwise


def _about(
    page: _Page, turn: Turn, asked: Followup, found: Neighbour | Passage | Nowhere | Anything
) -> FollowedUp:
    match found:
        case Neighbour(slug=slug):
            entry = page.library.entries[slug]
            _record_answered(turn, asked, entry, follows=page.entry, text=joined(page.entry, asked))
            return TakenAs(asked.text, page.entry, answered(page.library, entry))
        case Passage(section=section, text=text):
            _record_more_of(page, turn, asked, page.shown)
            return Excerpt(page.entry, asked.wish, section, text, page.near)
        case Nowhere(near=near):
            _record_abstained(turn, asked, page.entry, UNCOVERED, joined(page.entry, asked))
            return Uncovered(page.entry, asked.text, page.library.known(near)[:RELATED])
        case Anything(wish=wish):
            return _part(page, turn, replace(asked, wish=wish))


def _part(page: _Page, turn: Turn, asked: Followup) -> Excerpt | AllSaid | InWords:
    """Show the next part of what is wished for; some parts as often as they are asked for."""
    wished = (
        (section, _wished(page.entry, asked.wish, section)) for section in _SECTIONS[asked.wish]
    )
    parts = {section: text for section, text in wished if text}
    if asked.wish is Wish.EXAMPLE and not parts:
        _record_abstained(turn, asked, page.entry, "in_words")
        return InWords(page.entry, page.near_with_example)
    section = _next(parts, asked, page.shown)
    if section is None:
        _record_abstained(turn, asked, page.entry, "all_said")
        return AllSaid(page.entry, asked.wish, page.onward(asked.wish))
    shown = tuple(dict.fromkeys((*page.shown, _key(asked.wish, section))))
    _record_more_of(page, turn, asked, shown)
    onward = page.onward(asked.wish)
    return Excerpt(page.entry, asked.wish, section, parts[section], onward)


def _next(parts: Collection[Section], asked: Followup, shown: Collection[str]) -> Section | None:
    if asked.wish in {Wish.PITFALL, Wish.AGAIN}:
        return next(iter(parts), None)
    # The page itself shows the example of its short answer.
    other = asked.wish is Wish.EXAMPLE and _OTHER.search(asked.text)
    known = {*shown, _key(Wish.EXAMPLE, Section.SHORT)} if other else set(shown)
    return next((section for section in parts if _key(asked.wish, section) not in known), None)


def _wished(entry: Entry, wish: Wish, section: Section) -> str | None:
    text = section_text(entry, section) or ""
    match wish:
        case Wish.EXAMPLE:
            return code_in(text)
        case Wish.SIMPLER:
            return first_sentence(text)
        case _:
            return text


def _key(wish: Wish, section: Section) -> str:
    return f"{section}-{wish}" if wish in {Wish.EXAMPLE, Wish.SIMPLER} else section.value


def _record_more_of(page: _Page, turn: Turn, asked: Followup, shown: Sequence[str]) -> None:
    """Record an answer by the page itself, of which so much is `shown` by then."""
    _record_answered(
        turn,
        asked,
        page.entry,
        follows=page.entry,
        shown=" ".join(shown) or None,
        of_error=page.of_error or None,
    )


def _record_answered(
    turn: Turn,
    asked: Followup,
    entry: Entry,
    *,
    follows: Entry,
    shown: str | None = None,
    of_error: bool | None = None,
    text: str | None = None,
) -> None:
    """Record an answer; its `text` is what it is listed by, should another page not help."""
    turn.record(Kind.ASKED, text=asked.text)
    turn.record(
        Kind.ANSWERED,
        slug=entry.slug,
        topic=entry.topic,
        text=text,
        followup=asked.wish.value,
        follows=follows.slug,
        shown=shown,
        of_error=of_error,
    )


def _record_abstained(
    turn: Turn, asked: Followup, last: Entry, reason: str, text: str | None = None
) -> None:
    turn.record(Kind.ASKED, text=asked.text)
    turn.record(Kind.ABSTAINED, text=text, reason=reason, follows=last.slug)
