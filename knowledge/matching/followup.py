"""What follows on the last answer ("why?", "and in numpy?"), told apart by its wording alone.

Three things make a follow-up: a bare wish for more of the same page, a fragment that a word such as
"and" or "what about" hangs on what came before, or a pronoun with nothing in the message to stand
for. Anything else is a question of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Wish(StrEnum):
    """What is wanted of the page that answered last."""

    MORE = "more"
    EXAMPLE = "example"
    PITFALL = "pitfall"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Followup:
    """A message that follows on; `rest` is what it asks about, for `Wish.ABOUT`.

    One that `leans` has no subject of its own and means nothing without what came before.
    """

    wish: Wish
    text: str
    rest: str = ""
    leans: bool = True


MOST_WORDS = 9

_IT = r"(?:it|that|this|these|those|they|them|this one|that one)"
_ASK = r"(?:(?:can|could|would|will) (?:you|u|i)|i(?:'d| would) like|do you have|have you|got|is there)"
_SHOW = r"(?:show|give|see|have|get|post|write)(?: me| us)?"
_PAIN = r"(?:pitfalls?|gotchas?|traps?|caveats?|catch(?:es)?|dangers?|downsides?|drawbacks?|risks?)"
_ERRORS = r"(?:common|typical|usual|frequent) (?:mistakes?|errors?|bugs?|slips?)"
_FAIL = r"(?:fail|break|go wrong|crash|not work|be wrong|be a problem|hurt)s?"
_MODAL = r"(?:does|would|will|can|could|might|may|should|do)"
_AGAIN = (
    r"(?: again| once more| better| further| a bit| a little| differently| simply| simpler"
    r"| in (?:more |greater |other |simple |simpler )?(?:details?|depth|words|terms)"
    r"| to me| for me| please| more)*"
)

# Each describes a whole message, its fillers taken away.
_BARE: Mapping[Wish, tuple[str, ...]] = {
    Wish.MORE: (
        rf"why(?: so| not| is {_IT}(?: so)?| though| exactly| {_IT})?|how so|how come|huh|wh?at",
        rf"why (?:does|do|is|are|would) {_IT} (?:work|so|the case|like {_IT}|true|needed|necessary"
        rf"|matter|happen)",
        rf"how (?:does|do|would) {_IT} (?:even |actually |really )?(?:work|happen)",
        rf"what do you mean(?: by {_IT})?|what does {_IT} (?:even )?mean",
        rf"(?:some |a bit |a little )?more(?: details?| info(?:rmation)?| depth)?"
        rf"(?: on {_IT}| about {_IT})?|details?|in (?:more )?(?:detail|depth)",
        rf"(?:{_ASK} )?(?:tell|teach|say|show|give)(?: me)?(?: a bit| a little| some)? more"
        rf"(?: about {_IT}| on {_IT}| details?)?",
        rf"(?:{_ASK} )?(?:please )?(?:explain|elaborate|clarify|expand|repeat|say)"
        rf"(?: on)?(?: {_IT}| why| how)?{_AGAIN}",
        r"go on|continue|go deeper|again|once more|what else|anything else|and then|else",
        rf"i(?:'m| am)? (?:still )?(?:don'?t|do not|didn'?t|can'?t|not sure i)"
        rf" (?:really )?(?:get|understand|follow|see)(?: {_IT}| why| how)?",
        r"(?:i'?m )?(?:still )?(?:confused|lost)|(?:still )?(?:not|un)\s?clear(?: to me)?",
    ),
    Wish.EXAMPLE: (
        rf"(?:{_ASK} |{_SHOW} )*(?:for )?(?:an? |another |one more |some |the |any )?"
        rf"(?:code |short |simple |small |concrete )*(?:examples?|instance|sample|demo|snippet|code)"
        rf"(?: code)?(?: (?:of|for) {_IT})?",
        rf"e\.?\s?g\.?|show me|{_SHOW}(?: me)? (?:how|{_IT}|one)(?: in (?:code|action|practice))?",
        rf"in code|(?:{_ASK} )?(?:see|run|try) {_IT}(?: in (?:code|action|practice))?",
        rf"how (?:do|would|can|could) (?:i|you|one) (?:write|code|do|type) {_IT}(?: in code)?",
        rf"what (?:does|would|will) {_IT} look like(?: in (?:code|practice))?",
        rf"how (?:does|would) {_IT} look(?: like)?(?: in (?:code|practice))?|demonstrate(?: {_IT})?",
    ),
    Wish.PITFALL: (
        rf"(?:when|where|how|why) {_MODAL} {_IT} (?:{_FAIL})|(?:when|where) (?:doesn'?t|does not)"
        rf" {_IT} work",
        rf"what (?:can|could|might|may|will|would|goes|usually goes)(?: usually)? (?:go )?wrong"
        rf"(?: with {_IT}| here)?",
        rf"(?:(?:is|are) there|what(?:'s| is| are)|any|tell me)?\s?(?:an?y? |the |some )?"
        rf"(?:{_PAIN}|{_ERRORS})(?: (?:of|with|in|to) {_IT}| here)?(?: to (?:avoid|know))?",
        rf"what (?:should|must|do) (?:i|one|you) (?:need to )?(?:watch out for|avoid|be careful"
        rf"(?: with| about| of)?|look out for|pay attention to|beware of)(?: here| with {_IT})?",
        rf"(?:is|are) {_IT} (?:always )?(?:safe|dangerous|risky|reliable)",
        rf"what (?:do|does) (?:people|one|beginners|others|everybody) (?:usually |often )?"
        rf"get wrong(?: (?:here|with {_IT}|about {_IT}))?",
    ),
}
_WISHES = tuple(
    (wish, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
    for wish, patterns in _BARE.items()
)

_FILLER = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|hm+|um+|ah+|oh|well|now|then|please|pls|plz|sorry|yes|yeah|cool|nice"
    r"|great|thanks|thank you|thx|right|alright|interesting|got it|i see|wait)\b[\s,.!;:…-]*)+"
    r"|[\s,]+(?:please|pls|plz|thanks|thank you|thx|though|then|here)$"
)
_MARK = re.compile(
    r"^(?:(?:ok(?:ay)?|hm+|ah|oh|thanks|cool|great|nice|yes)\b[\s,.!]*)*"
    r"(?:(?:and|but|so|then|also|or|plus)\b[\s,]*)*"
    r"(?:what about|how about|what if|(?:is it )?the same (?=for|in|with|on)"
    r"|(?:and|but|so|then|also|or|plus)\b)[\s,]*",
)
_PLACE = re.compile(
    r"(?:in|on|for|with|without|along|over|across|from|to|using|under|during|at|as|if)\b"
)
_QUESTION = re.compile(
    r"(?:what|which|who|whose|whom|when|where|why|how|is|are|was|were|am|does|do|did|can|could"
    r"|will|would|should|shall|must|may|might|has|have|had|isn'?t|doesn'?t|don'?t|can'?t|won'?t"
    r"|what'?s|how'?s|i|we|you|my|explain|show|tell|give)\b"
)
_PRONOUN = re.compile(
    r"\b(?:it|they|them|its|their)\b"
    r"|\b(?:is|are|does|do|did|can|could|will|would|should|must|may|has)(?:n'?t)? "
    r"(?:that|this|these|those|the result)\b"
    r"|\b(?:that|this|these|those)$"
    r"|\b(?:to|of|for|with|by|on|from|do|use|undo|avoid|reverse) (?:that|this|these|those)\b"
)
# Words such as "it" that stand for nothing, or for something the message itself has named.
_EMPTY_IT = re.compile(
    r"\bit (?:says|said|matters?|means? (?:when|if|that)|seems|rains)\b|\bmatter (?:in|if|how|wh)"
    r"|\bdoes it mean (?:when|if|that)\b"
    r"|\b(?:is|was) it (?:true|possible|ok(?:ay)?|better|necessary|bad|good|worth|right|wrong|normal)"
    r" (?:that|to|if)\b"
)
_NAMED = re.compile(r"\b(?:an?|my|two|all|every|each|some|your|our|torch|nn|numpy)\b")
_CODE = re.compile(r"[\n`]|>>>|\w\(|\w\[|Error\b")


def read(text: str) -> Followup | None:
    """Tell how `text` follows on an answer; None where it is a question of its own."""
    text = text.strip()
    said = _SPACES.sub(" ", text).lower().replace("’", "'").strip(" ?!.…,;:")
    wish = _bare(said)
    if wish is not None:
        return Followup(wish, text)
    if not said or len(said.split()) > MOST_WORDS or _CODE.search(text):
        return None
    return _about(said, text)


_SPACES = re.compile(r"\s+")


def _bare(said: str) -> Wish | None:
    """Try the message as it is, then without its fillers: "and then" is one and is a wish too."""
    tried = (said, _FILLER.sub("", _FILLER.sub("", said)).strip(" ,?!."))
    found = (wish for each in tried for wish, pattern in _WISHES if pattern.fullmatch(each))
    return next(found, None)


def _about(said: str, text: str) -> Followup | None:
    marked = _MARK.match(said)
    rest = said[marked.end() :] if marked else said
    asks = bool(_QUESTION.match(rest))
    pronoun = _PRONOUN.search(rest)
    if not rest or _EMPTY_IT.search(rest):
        return None
    if pronoun and asks:
        named = _NAMED.search(rest[: pronoun.start()])
        return None if named and not marked else Followup(Wish.ABOUT, text, rest, leans=not named)
    if marked:
        return Followup(Wish.ABOUT, text, rest, leans=not asks)
    placed = _PLACE.match(rest) and not re.search(r"\b(?:wh\w+|how|do|does|is|are|can|i)\b", rest)
    return Followup(Wish.ABOUT, text, rest) if placed and text.endswith("?") else None
