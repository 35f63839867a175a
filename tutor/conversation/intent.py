"""What a message is: one ordered table over one value. Pure.

`intent` tells what is to be done with a message; for a question in words, `route` tells by which
way it is answered.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.followup.reading import Followup, read
from knowledge.search.retrieval import Matched, Retrieval
from progress.history import Failed, LastRead, Offered
from tutor.conversation.before import Past
from tutor.conversation.code_or_words import (
    Unfenced,
    other_language,
    question_in_block,
    unfenced,
)
from tutor.conversation.error_alone import ErrorAlone
from tutor.conversation.explain import asks_to_mend, is_about_error
from tutor.conversation.message import Message
from tutor.conversation.talk import Said, Talk, small_talk, within_talk

# What somebody asks who names the error that they have just met.
_THIS_ERROR = "What does this error mean?"
# What is said of code that fails as well as of a bot that does.
_BLAMES = frozenset({Talk.STUCK, Talk.MISSED})
_TO_US = re.compile(r"\b(?:you|your|you're|youre|bot|answer)\b", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Declines:
    """None is meant of what was suggested for the question of that update."""

    question_update: int


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """Code of a language that is not run here."""

    language: str


@dataclass(frozen=True, slots=True)
class Code:
    """Code that is there to be run."""

    code: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Code without a fence: maybe to be run, maybe asked about."""

    code: Unfenced


@dataclass(frozen=True, slots=True)
class Chats:
    """Small talk, a link, or no more than an error's name."""

    said: Said


@dataclass(frozen=True, slots=True)
class Asks:
    """A question, or what follows on an answer."""

    text: str


Intent = Declines | OtherLanguage | Code | Typed | Chats | Asks
_Rule = Callable[[Message, Past | None], Intent | None]


def intent(message: Message, last: Past | None) -> Intent:
    """Tell what a message is; `last` is what it may follow on, where it `hangs_on_last`."""
    found = (rule(message, last) for rule in _TABLE)
    return next((each for each in found if each is not None), Asks(within_talk(message.text)))


def hangs_on_last(message: Message) -> bool:
    """Whether what came last may change what a message is."""
    if message.file is not None or message.blocks:
        return False
    said = small_talk(message.text)
    return is_none(message.text) or isinstance(said, ErrorAlone) or said in _BLAMES


def _declines(message: Message, last: Past | None) -> Intent | None:
    match last:
        case Offered(question_update=int(update)) if message.before.alone and is_none(message.text):
            return Declines(update)
        case _:
            return None


def _file(message: Message, _: Past | None) -> Intent | None:
    return None if message.file is None else Code(message.file)


def _block(message: Message, _: Past | None) -> Intent | None:
    """A block of Python is run; an error or a question in one is asked, and others are named."""
    if not message.code:
        return None
    if language := other_language(message.blocks):
        return OtherLanguage(language)
    asked = question_in_block(message.code)
    return Code(message.code) if asked is None else Asks(asked)


def _talk(message: Message, last: Past | None) -> Intent | None:
    said = small_talk(message.text)
    match said:
        case None:
            return None
        case ErrorAlone() if message.before.error:
            return None
        case ErrorAlone(subject=subject) if isinstance(last, Failed) and last.error == subject:
            return Asks(_THIS_ERROR)
        case Talk.MISSED if _TO_US.search(message.text) or not _has_failed(last):
            return Chats(said)
        case Talk.MISSED | Talk.STUCK if _follows_error(message.text, last):
            return None
        case _:
            return Chats(said)


def _typed(message: Message, _: Past | None) -> Intent | None:
    code = unfenced(message.text)
    return None if code is None else Typed(code)


# Those further up go first; what none of them takes is asked.
_TABLE: tuple[_Rule, ...] = (_block, _file, _declines, _talk, _typed)


def _has_failed(last: Past | None) -> bool:
    """Whether an error came last, so that "this is wrong" can blame no answer of ours."""
    return isinstance(last, Failed) and bool(last.error)


def _follows_error(text: str, last: Past | None) -> bool:
    """Whether a message asks of nothing but the error that it quotes, or that came last."""
    asked = read(text)
    if asked is None or not is_about_error(asked):
        return False
    match last:
        case LastRead(of_error=of_error):
            return of_error and asks_to_mend(asked)
        case _:
            return isinstance(last, Failed)


def is_none(text: str) -> bool:
    """Claim that a message means none of what was suggested."""
    return _NONE.fullmatch(text) is not None


def choice(text: str) -> int | None:
    """The place that a message names, from 0, or -1 for the last; None where it names none."""
    found = _CHOICE.fullmatch(text)
    return None if found is None else _ORDINALS[found["which"].lower()]


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
