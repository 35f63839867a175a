"""What follows on the last answer ("why?", "and in numpy?"), told apart by its wording alone. Pure.

Three things make a follow-up: a bare wish for more of the same page, a fragment that "and" or
"what about" hangs on what came before, or a pronoun with nothing in the message to stand for.
Anything else is a question of its own.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.matching.telling import telling
from knowledge.matching.wish import Wish, bare_wish

MOST_WORDS = 9
MOST_CHARACTERS = 120


class Subject(StrEnum):
    """What a message is about by itself: how much it needs what came before.

    One that is `WHOLE` shows no sign of following on; the last page may speak of it all the same.
    """

    MISSING = "missing"
    PRONOUN = "pronoun"
    OWN = "own"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Followup:
    """A message that follows on; `rest` is what it asks about, for `Wish.ABOUT`."""

    wish: Wish
    text: str
    rest: str = ""
    subject: Subject = Subject.MISSING

    @property
    def asks_whole(self) -> bool:
        """Claim that the message makes sense without the page read before."""
        return self.wish is Wish.ABOUT and self.subject in {Subject.OWN, Subject.WHOLE}

    @property
    def gives_way(self) -> bool:
        """Claim that a page which answers the message by itself comes before the last page."""
        return self.wish is not Wish.ABOUT or self.asks_whole


# As learners type them. Not "its" and "were", which are words of their own.
_MARKED = {
    word.replace("'", ""): word
    for word in (
        *("don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "can't", "won't", "couldn't"),
        *("shouldn't", "wouldn't", "what's", "that's", "i'm"),
    )
}
_UNMARKED = re.compile(rf"\b(?:{'|'.join(_MARKED)})\b(?![.(\[])")
_CODE = re.compile(r"[\n`]|>>>|\w\(|\w\[|Error\b")
_MARK = re.compile(
    r"^(?:(?:ok(?:ay)?|hm+|ah|oh|thanks|cool|great|nice|yes)\b[\s,.!]*)*"
    r"(?:(?:and|but|so|then|also|or)\b[\s,]*)*"
    r"(?:what about|how about|what if|(?:is it )?the same (?=for|in|with|on)"
    r"|(?:and|but|so|then|also)\b)[\s,]*",
)
_PLACE = re.compile(
    r"(?:in|on|for|with|without|along|over|across|from|to|using|under|during|at|as|if)\b"
    r"(?!.*\b(?:wh\w+|how|do|does|is|are|can|i)\b)"
)
_ASKS = re.compile(
    r"(?:what|which|who|whose|whom|when|where|why|how|is|are|was|were|am|does|do|did|can|could"
    r"|will|would|should|shall|must|may|might|has|have|had|i|we|you|my|explain|show|tell|give)\b"
)
_PRONOUN = re.compile(
    r"\b(?:it|they|them)\b|\b(?:is|are|does|do) (?:its|their)\b"
    r"|\b(?:is|are|does|do|did|can|could|will|would|should|must|may|has)(?:n't)? "
    r"(?:that|this|these|those|the result)\b(?! (?:tensor|error|message|code|line|model|layer"
    r"|function|loss|array|matrix|vector|shape|snippet|output|warning|course|bot)s?\b)"
    r"|\b(?:that|this|these|those)$"
)
# Words such as "it" that stand for nothing, or for what the message goes on to name.
_EMPTY = re.compile(
    r"\bit (?:says|said|matters?|means? (?:when|if|that)|seems|rains?|going to|takes? to)\b"
    r"|\bmatter (?:in|if|how|wh)|\bit mean (?:when|if|that)\b|\btime is it\b"
    r"|\b(?:is|was) it (?:true|possible|ok(?:ay)?|better|necessary|bad|good|worth|right|wrong"
    r"|normal) (?:that|to|if)\b"
)
_ANOTHER_CLAUSE = re.compile(r",|\b(?:and|but|when|if|because|after|before|so)\b")
_LAST = re.compile(r"\b(?:for|to|of|with|by|on|in|about) (?:it|that|this|them|these|those)$")
_NAMED = re.compile(r"\b(?:an?|my|two|all|every|each|some|your|our|torch|nn|numpy)\b")


def read(text: str) -> Followup | None:
    """Tell how `text` follows on an answer; None where it is a question of its own."""
    said = _plain(text)
    if len(said) > MOST_CHARACTERS:
        return None
    wish = bare_wish(said)
    if wish is not None:
        return Followup(wish, text.strip())
    if len(said.split()) > MOST_WORDS or _CODE.search(text.strip()):
        return None
    return _about(said, text.strip())


def only_wishes(text: str) -> bool:
    """Claim that `text` is nothing but a wish for more: "why?", "example?"."""
    return len(text) <= MOST_CHARACTERS and bare_wish(_plain(text)) is not None


def _plain(text: str) -> str:
    said = " ".join(text.split()).lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    said = _UNMARKED.sub(lambda found: _MARKED[found[0]], said)
    return said.strip(" ?!.…,;:")


def _about(said: str, text: str) -> Followup | None:
    marked = _MARK.match(said)
    rest = said[marked.end() :] if marked else said
    if not rest or _EMPTY.search(rest):
        return None
    return Followup(Wish.ABOUT, text, rest, _subject(rest, text, marked=bool(marked)))


def _subject(rest: str, text: str, *, marked: bool) -> Subject:
    asks, pronoun = bool(_ASKS.match(rest)), _PRONOUN.search(rest)
    if pronoun and asks and (marked or _stands_for_nothing(rest, pronoun)):
        return Subject.PRONOUN if _comes_first(rest, pronoun) else Subject.OWN
    if marked:
        return Subject.OWN if asks else Subject.MISSING
    return Subject.MISSING if _PLACE.match(rest) and text.endswith("?") else Subject.WHOLE


def _stands_for_nothing(rest: str, pronoun: re.Match[str]) -> bool:
    """Claim that nothing before the pronoun could be meant: not the scheduler in "one for that"."""
    return bool(_LAST.search(rest)) or not _NAMED.search(rest[: pronoun.start()])


def _comes_first(rest: str, pronoun: re.Match[str]) -> bool:
    """Claim that the pronoun is what the question is about, be it first, last or the only one."""
    before = rest[: pronoun.start()]
    alone = pronoun[0] in {"they", "them", "it"} and not _ANOTHER_CLAUSE.search(before)
    return alone or pronoun.end() == len(rest) or not telling(before)
