"""Ask: a learner's wording in, a curated answer or an honest "I do not know" out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.pages.entry import Entry, Section, section_text
from knowledge.search import refusals
from knowledge.search.error_words import is_error, type_in
from knowledge.search.refusals import framework
from knowledge.search.retrieval import Abstained, Matched, Reason, Retrieval, Suggested
from progress.events import Kind, Turn
from tutor.conversation.error_alone import ErrorAlone
from tutor.errors import pasted
from tutor.errors.families import family_of
from tutor.library import Library

# Where a page tells of an error: its short answer may say no word of it. Pure.

# More words than these may be names of the learner's own; fewer are anybody's.
_MOST: Final = 5
_FEWEST: Final = 3
_TOLD: Final = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Warning) *: *(?P<message>[^\n]+)")
_NO_WORDS: Final = re.compile(r"[\W\d_]+")


def section_about(entry: Entry, text: str) -> Section | None:
    """Find the section that is folded and tells of the error in a text; numbers don't count.

    None as well where the short answer tells of it.
    """
    told = _TOLD.findall(text)
    words = _words(told[-1]).split()[:_MOST] if told else []
    if len(words) < _FEWEST:
        return None
    wanted = f" {' '.join(words)} "
    sections = (each for each in Section if wanted in f" {_words(section_text(entry, each))} ")
    first = next(sections, None)
    return None if first is Section.SHORT else first


def _words(text: str | None) -> str:
    return _NO_WORDS.sub(" ", text or "").strip().lower()


RELATED = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """One curated entry, and the `related` ones that a learner may want to read next.

    The question may have meant one of the `others` instead: these are shown before the related.
    The section that it is `told_in` is shown at once; None where that is the short answer. What is
    surely wrong with the code that was asked about is the `fault`. There are exercises where it is
    `practised`.
    """

    entry: Entry
    related: tuple[Entry, ...]
    others: tuple[Entry, ...] = ()
    told_in: Section | None = None
    fault: str = ""
    practised: bool = False


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Up to three entries may be meant; the learner picks one, or none of them.

    Where the question is about another `framework`, they are its nearest neighbours here. An error
    that was pasted `means` something all the same.
    """

    entries: tuple[Entry, ...]
    framework: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing fits. `topics` are titles of what comes nearest.

    The question is on record, for instructors too, unless the reason says that it was none; it is
    `passed_on` where they could answer it. An error that was pasted `means` something all the same.
    """

    reason: Reason
    topics: tuple[str, ...]
    means: str = ""
    passed_on: bool = False


@dataclass(frozen=True, slots=True)
class Steered:
    """An order to the tutor itself is no question, and not on record."""


@dataclass(frozen=True, slots=True)
class JustCode:
    """The message is code that no page is about; it may still be run. Not on record.

    What is surely wrong with it is its `fault`.
    """

    fault: str = ""


Answer = Answered | Suggestions | Unknown | Steered


def settle(library: Library, turn: Turn, text: str, found: Retrieval) -> Answer:
    """Make an answer of what was found for `text`; the turn records what became of it."""
    if isinstance(found, Abstained) and found.reason is not Reason.NOTHING_CLOSE:
        return Unknown(found.reason, ())
    if is_steering(text):
        return Steered()
    if isinstance(found, Abstained):
        turn.record(Kind.ASKED, text=text)
        turn.record(
            Kind.ABSTAINED,
            text=text,
            reason=found.reason,
            confidence=found.confidence,
            error=type_in(text),
        )
        titles = tuple(library.title(topic) for topic in found.nearest_topics)
        means, passed_on = _meaning(text), refusals.is_of_the_course(text)
        return Unknown(found.reason, titles, means, passed_on=passed_on)
    return _found(library, turn, text, found)


def _found(
    library: Library, turn: Turn, text: str, found: Matched | Suggested
) -> Answered | Suggestions:
    turn.record(Kind.ASKED, text=text)
    match found:
        case Matched(slug=slug, confidence=confidence, others=others):
            entry = library.entries[slug]
            told_in = section_about(entry, text)
            turn.record(
                Kind.ANSWERED,
                slug=slug,
                topic=entry.topic,
                confidence=confidence,
                offered=" ".join(others) or None,
                shown=shown_in(told_in),
                of_error=is_error(text) or None,
            )
            return answered(library, entry, others, told_in)
        case Suggested(slugs=slugs, confidence=confidence):
            first = library.entries[slugs[0]]
            turn.record(
                Kind.SUGGESTED,
                slug=first.slug,
                topic=first.topic,
                text=text,
                confidence=confidence,
                offered=" ".join(slugs),
            )
            return Suggestions(library.known(slugs), framework(text), _meaning(text))


def _meaning(text: str) -> str:
    """What its family says of an error that a text quotes; empty of any other text."""
    family = family_of(pasted.read(text))
    return family.says if family else ""


def sure_page(library: Library, text: str) -> Entry | None:
    """The page that answers a text beyond doubt; nothing of it is recorded."""
    found = library.search(text)
    return library.entries[found.slug] if isinstance(found, Matched) else None


def is_steering(text: str) -> bool:
    """Claim that a message gives the tutor orders; fixed rules refuse those before any search."""
    return refusals.refusal(text) is Reason.NOTHING_CLOSE


def open_entry(
    library: Library,
    turn: Turn,
    slug: str,
    *,
    beside: bool = False,
    told_in: Section | None = None,
) -> Answered | None:
    """Open an entry from a button; None where it has retired since.

    `beside` an answer, the button says that the question may have meant this entry instead. Under
    an error, it says which section the error is `told_in`.
    """
    entry = library.entry(slug)
    if entry is None:
        return None
    return record_chosen(library, turn, entry, beside=beside, told_in=told_in)


def record_chosen(
    library: Library,
    turn: Turn,
    entry: Entry,
    *,
    beside: bool = False,
    told_in: Section | None = None,
) -> Answered:
    """Record that a learner has picked an entry, and answer with it."""
    turn.record(
        Kind.CHOSEN,
        slug=entry.slug,
        topic=entry.topic,
        beside=beside or None,
        shown=shown_in(told_in),
    )
    return answered(library, entry, told_in=told_in)


def unfolded(sections: Iterable[Section]) -> str:
    """The sections as a follow-up notes what was shown: their text, and their code."""
    return " ".join(f"{section} {section}-example" for section in sections)


def shown_in(section: Section | None) -> str | None:
    """Note a section that is shown at once, so that a follow-up goes on from there."""
    return unfolded([section]) if section else None


def answered(
    library: Library, entry: Entry, others: Sequence[str] = (), told_in: Section | None = None
) -> Answered:
    """An entry together with what else may be meant, and as many neighbours as there is room."""
    likely = library.known(others)
    related = library.known([slug for slug in entry.see_also if slug not in others])
    practised = entry.slug in library.practised
    return Answered(entry, related[: RELATED - len(likely)], likely, told_in, practised=practised)


# What was not asked, but stands in a link or is the name of an error.

# Less likely than that it is chance, and stays unsaid.
_LIKELY: Final = 0.5


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What was found for what a link's address says, or for the error that is named."""

    said: str | ErrorAlone
    found: Answered | Suggestions


def read_off(library: Library, turn: Turn, titles: Sequence[str]) -> ReadOff | None:
    """Look up what addresses say; of several the first that surely finds a page, else likely does.

    Where none does, nothing was asked, and nothing goes on record.
    """
    looked_up = [(said, library.search(said)) for said in titles]
    likely = [(said, found) for said, found in looked_up if _is_likely(found)]
    for said, found in sorted(likely, key=lambda each: not isinstance(each[1], Matched)):
        match settle(library, turn, said, found):
            case Answered() | Suggestions() as answer:
                return ReadOff(said, answer)
            case _:
                continue
    return None


def _is_likely(found: Retrieval) -> bool:
    return not isinstance(found, Abstained) and found.confidence >= _LIKELY
