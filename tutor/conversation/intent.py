"""Which way a message is answered, where more than one would do. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.followup.reading import Followup
from knowledge.pages.entry import Entry
from knowledge.search.retrieval import Abstained, Matched, Retrieval
from progress.events import Turn
from tutor.conversation.ask import Answered, Suggestions, settle
from tutor.library import Library

# Links: nothing is fetched, but the words of an address may find a page.

# Nobody has asked: what is less likely than that stays unsaid.
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What the words that an address says have found."""

    said: str
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


# Choose: "1" or "the second one" picks from suggestions that stand last, "no" picks none. Pure.

_ORDINALS = {
    **dict.fromkeys(("1", "one", "first", "1st"), 0),
    **dict.fromkeys(("2", "two", "second", "2nd"), 1),
    **dict.fromkeys(("3", "three", "third", "3rd"), 2),
    "last": -1,
}
_CHOICE = re.compile(
    r"\s*(?:(?:i mean|i meant|i want|yes|ok|please)\b,?\s*)?"
    r"(?:the\s+|no\.?\s*|number\s+|option\s+|#)?"
    rf"(?P<which>{'|'.join(_ORDINALS)})(?:\s+(?:one|option|question))?"
    r"(?:,?\s+please)?\s*[.)!]?\s*",
    re.IGNORECASE,
)
# What answers "Do you mean one of these?", and asks for nothing that has a page.
_NONE = re.compile(
    r"\s*(?:no|nope|nah|(?:(?:no|nope|sorry)\b[,.!]?\s*)?(?:none|neither)"
    r"(?:\s+of\s+(?:these|those|them|the above|the two|the three))?)\s*[.!]*\s*",
    re.IGNORECASE,
)


def is_none(text: str) -> bool:
    """Claim that a message means none of what was suggested."""
    return _NONE.fullmatch(text) is not None


def choice(text: str) -> int | None:
    """The place that a message names, from 0, or -1 for the last; None where it names none."""
    found = _CHOICE.fullmatch(text)
    return None if found is None else _ORDINALS[found["which"].lower()]


def chosen(entries: Sequence[Entry], place: int) -> Entry | None:
    """The entry in that place; None beyond them."""
    return entries[place] if entries and place < len(entries) else None


class Route(Enum):
    """The ways to an answer.

    `BY_ITSELF` is what the search found for it, be that nothing; `IN_ENGLISH` says that pages are
    in English; `FOLLOW_UP` goes by what came before; `QUOTED_ERROR` explains the error in the
    answer of ours that the message quotes.
    """

    BY_ITSELF = auto()
    IN_ENGLISH = auto()
    FOLLOW_UP = auto()
    QUOTED_ERROR = auto()


def route(asked: Followup | None, found: Retrieval, *, foreign: bool, quotes_error: bool) -> Route:
    """Choose between the ways that are open to a message; those further up go first.

    1. It picks from the suggestions that stand last; "1" alone would find nothing, so that this
       goes before the search itself, and only what picks none comes here.
    2. The search is sure of its page, in whatever language torch's own words stand.
    3. It is in another language, whose words would only seem to follow on something.
    4. It follows on something: the answer or the error that it quotes, else what came last.
    5. It asks in full, but of the error that it quotes.
    6. There is only what the search found: suggestions, or nothing.
    """
    if is_sure(asked, found):
        return Route.BY_ITSELF
    if foreign:
        return Route.IN_ENGLISH
    if asked is not None:
        return Route.FOLLOW_UP
    return Route.QUOTED_ERROR if quotes_error else Route.BY_ITSELF


def is_sure(asked: Followup | None, found: Retrieval) -> bool:
    """Claim that what was found answers the message, whatever came before it.

    Not so for "is it a view?", though the search may well find one page for its words.
    """
    return isinstance(found, Matched) and (asked is None or asked.gives_way)
