"""Messages that ask for more of the page that answered last and name nothing: "why?", "example?".

The tables hold whole messages, one pattern a line; a name in angle brackets stands for its own
alternatives. Whoever adds a line should make sure that nobody asks a whole question with it.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Wish(StrEnum):
    """What is wanted of the page that answered last."""

    MORE = "more"
    EXAMPLE = "example"
    PITFALL = "pitfall"
    ABOUT = "about"


_NAMES: Mapping[str, str] = {
    "it": "it|that|this|these|those|they|them|this one|that one",
    "please": "can you|could you|would you|will you|can i|could i|i would like|i'?d like"
    "|do you have|have you|is there|got",
    "show": "(?:show|give|see|have|get|post|write)(?: me| us)?",
    "level": "again|once more|better|further|a bit|a little|differently|simply|simpler|to me|for me"
    "|please|more|in (?:more|greater|other|simple|simpler) (?:details?|depth|words|terms)",
    "on": "on|about",
    "an": "an?|another|one more|some|the|any",
    "not": "don'?t|do not|didn'?t|can'?t",
    "tell": "(?:tell|teach|say|show|give)(?: me)?",
    "people": "people|one|beginners|others",
    "where": "in (?:code|action|practice)",
    "trap": "pitfalls?|gotchas?|traps?|caveats?|catch(?:es)?|dangers?|downsides?|drawbacks?"
    "|(?:common|typical|usual|frequent) (?:mistakes?|errors?|bugs?|slips?)",
    "may": "does|do|would|will|can|could|might|may|should",
    "fail": "(?:fail|break|go wrong|crash|not work|be wrong|be a problem|hurt)s?",
    "beware": "watch out for|look out for|avoid|be careful(?: with| about| of)?|beware of"
    "|pay attention to",
}

_MESSAGES: Mapping[Wish, str] = {
    Wish.MORE: """
        why(?: so| not| though| exactly| <it>| is <it>| is <it> so)?|how so|how come|huh|wh?at
        why (?:does|do|is|are|would) <it> (?:work|so|the case|like <it>|true|necessary|happen)
        how (?:does|do|would) <it> (?:even |actually |really )?(?:work|happen)
        what do you mean(?: by <it>)?|what does <it> (?:even )?mean
        (?:some |a bit |a little )?more(?: details?| info| information| depth)?(?: <on> <it>)?
        details?|in (?:more )?(?:detail|depth)
        (?:<please> )?<tell>(?: a bit| a little| some)? more(?: details?)?(?: <on> <it>)?
        (?:<please> )?(?:please )?(?:explain|elaborate|clarify|expand|repeat)(?: on)?(?: <level>)*
        (?:<please> )?(?:please )?(?:explain|elaborate on|clarify|repeat|say) <it>(?: <level>)*
        (?:<please> )?explain (?:why|how)
        go on|continue|go deeper|again|once more|what else|anything else|and then
        i (?:still )?<not> (?:really )?(?:get|understand|follow)(?: <it>| why)?
        (?:i'?m |i am )?(?:still )?(?:confused|lost)|(?:still )?(?:not|un) ?clear(?: to me)?
    """,
    Wish.EXAMPLE: """
        (?:for )?(?:<an> )?(?:short |simple )?(?:examples?|instance|code)
        (?:<please> |<show> )+(?:<an> )?(?:code |short )*(?:examples?|demo|code)
        (?:<please> |<show> )*(?:<an> )?(?:code )?example(?: code)? (?:of|for) <it>
        code examples?|example code|demo|snippet|sample code
        e\\.?\\s?g\\.?|in code|show me
        <show> (?:how|<it>|one)(?: <where>)?|(?:<please> )?(?:see|run|try) <it>(?: <where>)?
        how (?:do|would|can|could) (?:i|you|one) (?:write|code|do|type) <it>(?: in code)?
        (?:<please> )?(?:see|show)(?: me)? <it>(?: <where>)?
        what (?:does|would|will) <it> look like(?: <where>)?
        how (?:does|would) <it> look(?: like)?(?: <where>)?|demonstrate(?: <it>)?
    """,
    Wish.PITFALL: """
        (?:when|where|how|why) <may> <it> <fail>|(?:when|where) (?:doesn'?t|does not) <it> work
        what (?:can|could|might|may|will|would|goes|usually goes) (?:go )?wrong(?: with <it>| here)?
        (?:any |an? |the |some )?<trap>(?: (?:of|with|in|to) <it>| here)?
        (?:(?:is|are) there|what'?s|what is|what are|tell me) (?:any |an? |the )?<trap>
        (?:(?:is|are) there|what'?s|what is|what are) (?:any |an? |the )?<trap> (?:here|to avoid)
        (?:(?:is|are) there|what'?s|what is|what are) (?:any |an? |the )?<trap> (?:of|with|in) <it>
        what (?:should|must|do) (?:i|one|you) (?:need to )?<beware>(?: here| with <it>)?
        (?:is|are) <it> (?:always )?(?:safe|dangerous|risky|reliable)
        what (?:do|does) <people> (?:usually |often )?get wrong(?: here| with <it>| about <it>)?
    """,
}


def _compiled(table: str) -> re.Pattern[str]:
    for name, alternatives in _NAMES.items():
        table = table.replace(f"<{name}>", f"(?:{alternatives})")
    return re.compile("|".join(line.strip() for line in table.strip().splitlines()))


_WISHES = tuple((wish, _compiled(table)) for wish, table in _MESSAGES.items())
_OPENING = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|hm+|um+|ah+|oh|well|now|then|please|pls|plz|sorry|yes|yeah|cool"
    r"|nice|great|thanks|thank you|thx|right|alright|interesting|got it|i see|wait)\b[\s,.!;:…-]*)+"
)
_CLOSING = re.compile(r"[\s,]+(?:please|pls|plz|thanks|thank you|thx|though|then|here)$")


def bare_wish(said: str) -> Wish | None:
    """Tell what a message in lower case wishes for, if it is nothing but a wish."""
    # As it stands first: of "and then" nothing would be left.
    tried = (said, _CLOSING.sub("", _OPENING.sub("", said)).strip(" ,?!."))
    found = (wish for each in tried for wish, pattern in _WISHES if pattern.fullmatch(each))
    return next(found, None)
