"""Follow up: "why?", "example?", "and in numpy?", understood from the page that was read last."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.entry import Entry
from knowledge.example import Section, section_text
from knowledge.matching.followup import Followup, Subject
from knowledge.matching.nearby import Neighbour, Nowhere, OwnQuestion, joined, lead
from knowledge.matching.passage import Passage, code_in
from knowledge.matching.retrieval import Abstained
from knowledge.matching.wish import Wish
from progress.events import Kind
from progress.history import LastRead
from progress.store import ProgressStore
from progress.turn import Turn
from tutor.ask import RELATED, Answer, Answered, answer, answered
from tutor.library import Library

# After that long a learner has done something else: better to ask back than to guess.
REMEMBERED = timedelta(minutes=30)

_SECTIONS: dict[Wish, tuple[Section, ...]] = {
    Wish.MORE: (Section.MORE, Section.PITFALL),
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
class Uncovered:
    """Nothing near the page speaks of it; the question is on record, the page's own before it."""

    entry: Entry
    said: str
    near: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class NothingBefore:
    """It follows on something, and nothing was read lately that it could follow on."""


FollowedUp = Excerpt | TakenAs | AllSaid | Uncovered | NothingBefore


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a message's place in a chat.

    `quoted` is the text of an answer that it replies to; `sent` when it first came, if it has been
    edited since; `alone` whether nobody else reads or writes there.
    """

    quoted: str = ""
    sent: datetime | None = None
    alone: bool = True


NOTHING_SAID = Before()


async def last_read(
    store: ProgressStore, library: Library, turn: Turn, before: Before
) -> LastRead | None:
    """Find what a message follows on: the answer that it quotes, else what was read last.

    In a group only a quote counts: others write in between, and what somebody read alone is
    nobody's business there. An edited message follows on what came before it was first sent.
    """
    entry = library.titled(before.quoted)
    if entry is not None:
        return LastRead(entry.slug, turn.at)
    if not before.alone:
        return None
    since = (before.sent or turn.at) - REMEMBERED
    return await store.last_read(turn.sender.telegram_user_id, since, before.sent)


def follow_up(
    library: Library, turn: Turn, asked: Followup, last: LastRead | None
) -> FollowedUp | Answer:
    """Answer what follows on `last`; the turn records it as a question and what became of it."""
    entry = None if last is None else library.entry(last.slug)
    if entry is None or last is None:
        return _unconnected(library, turn, asked)
    if asked.wish is Wish.ABOUT:
        return _about(library, turn, asked, entry)
    return _part(library, turn, asked, entry, last.shown)


def _unconnected(library: Library, turn: Turn, asked: Followup) -> Answer | NothingBefore:
    """What finds something by itself needs nothing before it."""
    abstained = isinstance(library.index.search(asked.text), Abstained)
    if asked.wish is Wish.ABOUT and (asked.subject is Subject.OWN or not abstained):
        return answer(library, turn, asked.text)
    turn.record(Kind.ASKED, text=asked.text)
    # Without a text: it says nothing to instructors either.
    turn.record(Kind.ABSTAINED, reason="nothing_before")
    return NothingBefore()


def _about(library: Library, turn: Turn, asked: Followup, last: Entry) -> FollowedUp | Answer:
    found = lead(asked, last, library.entries, library.index)
    if isinstance(found, OwnQuestion):
        return answer(library, turn, asked.text)
    turn.record(Kind.ASKED, text=asked.text)
    match found:
        case Neighbour(slug=slug):
            entry = library.entries[slug]
            _answered(turn, asked, entry, follows=last)
            return TakenAs(asked.text, last, answered(library, entry))
        case Passage(section=section, text=text):
            _answered(turn, asked, last, follows=last)
            return Excerpt(last, asked.wish, section, text, _near(library, last))
        case Nowhere(near=near):
            _abstained(turn, last, reason="uncovered", text=joined(last, asked))
            return Uncovered(last, asked.text, library.known(near)[:RELATED])


def _part(
    library: Library, turn: Turn, asked: Followup, entry: Entry, shown: Sequence[str]
) -> Excerpt | AllSaid:
    """Show what the wish has not brought yet; asked for a pitfall, the one there is, again."""
    turn.record(Kind.ASKED, text=asked.text)
    parts = {
        section: text
        for section in _SECTIONS[asked.wish]
        if (text := _wished(entry, asked.wish, section))
    }
    section = _next(parts, asked.wish, shown)
    if section is None:
        _abstained(turn, entry, reason="all_said")
        return AllSaid(entry, asked.wish, _near(library, entry))
    now_shown = dict.fromkeys((*shown, _key(asked.wish, section)))
    _answered(turn, asked, entry, follows=entry, shown=" ".join(now_shown))
    return Excerpt(entry, asked.wish, section, parts[section], _near(library, entry))


def _next(parts: Collection[Section], wish: Wish, shown: Collection[str]) -> Section | None:
    new = (section for section in parts if _key(wish, section) not in shown)
    return next(iter(parts), None) if wish is Wish.PITFALL else next(new, None)


def _wished(entry: Entry, wish: Wish, section: Section) -> str | None:
    text = section_text(entry, section)
    return code_in(text or "") if wish is Wish.EXAMPLE else text


def _key(wish: Wish, section: Section) -> str:
    """A section shown for its own sake is the same, whichever wish brought it."""
    return f"{section}-example" if wish is Wish.EXAMPLE else section.value


def _answered(
    turn: Turn, asked: Followup, entry: Entry, *, follows: Entry, shown: str | None = None
) -> None:
    turn.record(
        Kind.ANSWERED,
        slug=entry.slug,
        topic=entry.topic,
        followup=asked.wish.value,
        follows=follows.slug,
        shown=shown,
    )


def _abstained(turn: Turn, last: Entry, *, reason: str, text: str | None = None) -> None:
    turn.record(Kind.ABSTAINED, text=text, reason=reason, follows=last.slug)


def _near(library: Library, entry: Entry) -> tuple[Entry, ...]:
    return library.known(entry.see_also)[:RELATED]
