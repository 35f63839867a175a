"""What follows on the last answer ("why?", "and in numpy?"), told apart by its wording alone. Pure.

A follow-up is a bare wish for more of the same page, a fragment that "and" or "what about" hangs
on what came before, or has a pronoun, a place or a choice that the message does not name.
Anything else is a question of its own.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.followup.passage import telling
from knowledge.followup.wish import Wish, bare_wish

MOST_WORDS = 9
MOST_CHARACTERS = 120
# With so few words beside what it points to, what a message finds by itself is chance.
FEW = 2


class Subject(StrEnum):
    """What a message is about by itself: how much it needs what came before.

    One that is `POINTING` ("why is the result flat") or `CHOOSING` ("which is faster") asks in full
    where nothing came before. One that is `WHOLE` shows no sign of following on; the last page may
    speak of it all the same.
    """

    MISSING = "missing"
    PRONOUN = "pronoun"
    POINTING = "pointing"
    CHOOSING = "choosing"
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
        lacks = self.subject in {Subject.MISSING, Subject.PRONOUN}
        return self.wish is Wish.ABOUT and not lacks

    @property
    def named(self) -> frozenset[str]:
        """The words that it names something by; none is in "the shape of the output", "faster".

        "There" is in what was read, so that all is said of that.
        """
        if self.rest.endswith("there"):
            return frozenset()
        return telling(_OF_LAST.sub(" ", self.rest))

    @property
    def gives_way(self) -> bool:
        """Claim that a page which answers the message by itself comes before the last page."""
        return self.wish is not Wish.ABOUT or self.subject in {Subject.OWN, Subject.WHOLE}


# As learners type them. Not "its" and "were", which are words of their own.
_MARKED = {
    word.replace("'", ""): word
    for word in (
        *("don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "can't", "won't", "couldn't"),
        *("shouldn't", "wouldn't", "what's", "that's", "i'm"),
    )
}
# Without its mark it is a yes.
_WHY = re.compile(r"^y(?=\?)")
_UNMARKED = re.compile(rf"\b(?:{'|'.join(_MARKED)})\b(?![.(\[])")
# A command is none of a page, either.
_CODE = re.compile(r"[\n`]|>>>|\w\(|\w\[|Error\b|^/")
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
    r"|\bit (?:happen|occur|be|help|hurt|make (?:any )?sense) (?:that|to|if|when)\b"
    # Not so where something is done to "it": "does it help to lower it".
    r"(?! (?:\w+ ){0,3}(?:(?:it|them)\b|(?:that|this|these|those)$))"
    r"|\b(?:is|was) it (?:true|possible|ok(?:ay)?|better|necessary|bad|good|worth(?: it)?|right"
    r"|wrong|normal|safe|useful|common|faster|slower|easier|enough|a (?:good|bad) idea)"
    r" (?:that|to|if|\w+ing)\b(?!.* (?:it|them|that|this|these|those)$)"
)
# What "it" stands for in "what is dropout and when do I use it?".
_INTRODUCED = re.compile(
    r"(?:what|who)(?:'s| is| are| was| does| do)\b(?P<named>.+?)(?:[,;.?]|\b(?:and|but|or|when)\b)"
)
_CHOOSES = re.compile(
    r"which(?: ones?| of (?:them|these|those|the two))? (?:is|are|was|runs?|uses?|needs?"
    r"|takes?|costs?|has|gives?|works?|should i (?!use an?\b)|do i|to|would|for)\b"
    r"(?!.*\b(?:an?|the|torch|nn|numpy)\b)"
    # "Which do I use, cat or stack" names what to choose between; "for training or testing" not.
    r"(?!(?:(?!\b(?:for|in|on|with|at|when|if)\b).)*(?:\b(?:or|vs)\b|/))"
)
# Stands for something of the last page, or compares what is on it: no page is about these.
_OF_LAST = re.compile(r"(?:\b\w+ of )?\bthe (?:result|output)\b|\b\w+er$")
_POINTS = re.compile(
    r"(?<!is )(?<!are )\b(?:there|here)$|\b(?:both|several|ones) at once\b"
    r"|\bthe (?:result|output|opposite|reverse|other one)\b(?! (?:of|from|in|when|layer|dimension"
    r"|shape|size|tensor|channel|unit|neuron|order|direction|loop)s?\b)"
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
    said = _WHY.sub("why", " ".join(text.split()).lower())
    said = said.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
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
    if pronoun and asks and not _is_introduced(rest):
        if marked or _stands_for_nothing(rest, pronoun):
            return Subject.PRONOUN if _comes_first(rest, pronoun) else Subject.OWN
    elif asks and len(telling(rest)) <= FEW and (points := _pointing(rest)):
        return points
    if marked:
        return Subject.OWN if asks else Subject.MISSING
    return Subject.MISSING if _PLACE.match(rest) and text.endswith("?") else Subject.WHOLE


def _is_introduced(rest: str) -> bool:
    """Claim that the message itself says first what its pronoun stands for."""
    introduced = _INTRODUCED.match(rest)
    return introduced is not None and bool(telling(introduced["named"]))


def _pointing(rest: str) -> Subject | None:
    if _CHOOSES.match(rest):
        return Subject.CHOOSING
    return Subject.POINTING if _POINTS.search(rest) else None


def _stands_for_nothing(rest: str, pronoun: re.Match[str]) -> bool:
    """Claim that nothing before the pronoun could be meant: not the scheduler in "one for that"."""
    return bool(_LAST.search(rest)) or not _NAMED.search(rest[: pronoun.start()])


def _comes_first(rest: str, pronoun: re.Match[str]) -> bool:
    """Claim that the pronoun is what the question is about, be it first, last or the only one."""
    before = rest[: pronoun.start()]
    alone = pronoun[0] in {"they", "them", "it"} and not _ANOTHER_CLAUSE.search(before)
    return alone or pronoun.end() == len(rest) or not telling(before)
