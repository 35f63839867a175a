"""Small talk: whole messages that are no questions about tensors, and what kind each is. Pure.

None of them goes on record, unless a link or an error's name finds a page: instructors have no
answer to "ok".
"""

import re
from dataclasses import dataclass

from bot.messages.address import LINK
from bot.messages.error_alone import ErrorAlone, error_alone
from bot.messages.talk_patterns import worded
from bot.messages.talk_phrases import SAID, Talk


@dataclass(frozen=True, slots=True)
class Sum:
    """Something to work out, as code."""

    code: str


@dataclass(frozen=True, slots=True)
class Spaced:
    """A command with a space in it."""

    command: str


# Kinds that several phrases of one message may have; the first of them here is the message's.
_JOINED = (Talk.RUN, Talk.THANKS, Talk.PRAISE, Talk.BYE, Talk.HELLO, Talk.YES, Talk.FINE)
# Words that mean something else among others: "start end" is about slices.
_ALONE = frozenset("start test testing right done ready later run execute k si non".split())
# Nothing by themselves, and nothing more beside small talk.
_FILLERS = frozenset(
    """
    u bro bud buddy man mate dude friend sir mam maam all everyone again so much very really a lot
    now today tomorrow then soon it works work worked please pls
    """.split()
)
_APART = re.compile(r"[\s.,!?;:~()\-–—…*_\"]+")
_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}\N{VARIATION SELECTOR-16}]")
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_SPACED = re.compile(r"\s*/\s+([a-z]{2,20})\s*", re.IGNORECASE)
_SUM = re.compile(
    r"\s*(?:(?:what(?:'s| is)|how much is|calculate|compute)\s+)?"
    r"(?P<code>[-+(\s]*\d[\d.\s()]*(?:(?:\*\*|//|[-+*/%^×·÷])[\s(]*-?\d[\d.\s()]*)+)[\s=?.!]*",
    re.IGNORECASE,
)
# :) and its kin, which nothing else stands beside.
_SMILEY = re.compile(r"(?:\s*(?::'?-?|;-?|=)[)(/|dp]+|\s*<3+|\s*\^_*\^)+\s*", re.IGNORECASE)
_SIGNS = str.maketrans({"^": "**", "×": "*", "·": "*", "÷": "/"})
_LONGEST = 60
_PLEASE = frozenset("please pls plz".split())
_SPOKEN_OF = frozenset("explanation answer".split())
# What is said around a link by who has nothing but the link to say or to ask about.
_WITH_LINK = frozenset(
    """
    a all an and at can check code colab course do does explain file for from github have hello help
    here hey hi in is it link links look me mean my notebook of on open page please pls plz read
    repo see stackoverflow thanks the there this to tutorial u video watch what with you your
    """.split()
)
# A message between tags, as of one who thinks that a bot is told in HTML what is bold.
_TAGGED = re.compile(
    r"\s*<(?P<tag>b|blockquote|center|del|div|em|h[1-6]|i|ins|p|s|span|strong|u)(?: [^<>]*)?>"
    r"(?P<inner>.*)</(?P=tag)>\s*",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile("</?(?:b|del|em|i|ins|s|span|strong|u)>", re.IGNORECASE)
# Hearts and hands of old, and what begins with the pictures; arrows and signs are mathematics.
_EMOJI = "[\u2600-\u26ff\u270a-\u270d\u2728\u2753\u2763\u2764\U0001f300-\U0001faff\ufe0f\u200d]"
_EMOJI_AROUND = re.compile(rf"\A(?:\s*{_EMOJI})+|(?:{_EMOJI}\s*)+\Z")
# Only with a mark behind it: "hello world" is a program, and "hello.py" its file.
_GREETED = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day))"
    r"(?:\s+(?:there|bot|sir|madam|all|everyone|guys|tutor))*"
    rf"\s*(?:[,.!:]++(?:(?<=,)|(?=\s))|{_EMOJI}+)\s*(?=\S+\s+\S|\S*[.(])",
    re.IGNORECASE,
)


# What is no question about tensors, by its kind or with what is in it.
Said = Talk | Sum | Spaced | ErrorAlone


def small_talk(text: str) -> Said | None:
    """What kind of small talk a message is; None where it is anything else."""
    text = _untagged(text)
    if _is_link(text):
        return Talk.LINK
    return error_alone(text) or (_chat(text) if len(text) <= _LONGEST else None)


def _chat(text: str) -> Talk | Sum | Spaced | None:
    if found := _SPACED.fullmatch(text):
        return Spaced(found[1].lower())
    if found := _SUM.fullmatch(text):
        return Sum(" ".join(found["code"].translate(_SIGNS).split()))
    if _SMILEY.fullmatch(text):
        return Talk.FINE
    plain = _plain(text)
    said = SAID.get(plain) or SAID.get(_DRAWN_OUT.sub(r"\1", plain))
    said = said or _same_signs(plain) or _several(plain) or worded(plain)
    # "Good explanation please" asks for one.
    return None if said is Talk.THANKS and _asks(text, plain) else said


def _asks(text: str, plain: str) -> bool:
    """Whether a message that speaks of an explanation wants it: it says please, or asks."""
    wants = text.rstrip().endswith("?") or not _PLEASE.isdisjoint(plain.split())
    return wants and not _SPOKEN_OF.isdisjoint(plain.split())


def _is_link(text: str) -> bool:
    """Whether a message is a link, or several, and all else in it is about these."""
    beside = LINK.sub(" ", text)
    return beside != text and {*_plain(beside).split()} <= _WITH_LINK


def _untagged(text: str) -> str:
    """The text between tags; where there is none, the tags are all that was said."""
    bare = text
    while found := _TAGGED.fullmatch(bare):
        bare = _TAG.sub("", found["inner"])
    return bare if bare.strip() else text


def _plain(text: str) -> str:
    return _APART.sub(" ", _TONES.sub("", _APOSTROPHES.sub("", text.lower()))).strip()


def _several(plain: str) -> Talk | None:
    """The kind of "ok bye": that of the phrases that a message is made of, with nothing between."""
    words = tuple(plain.split())
    kinds = _kinds(words) or set()
    found = next((kind for kind in _JOINED if kind in kinds), None)
    # "Ok, again?" asks for something.
    return None if found in {Talk.YES, Talk.FINE} and "again" in words else found


def _kinds(words: tuple[str, ...]) -> set[Talk] | None:
    """The kinds of the longest phrases from the left; None where a word is of none."""
    if not words:
        return set()
    for end in range(len(words), 0, -1):
        said, rest = " ".join(words[:end]), words[end:]
        if end == 1 and said in _FILLERS:
            return _kinds(rest)
        kind = None if said in _ALONE else SAID.get(said)
        if kind in _JOINED:
            # With a shorter phrase the rest may be known: "hi how are you" spoils "doing".
            others = _kinds(rest)
            if kind is not None and others is not None:
                return {kind, *others}
    return None


def _same_signs(plain: str) -> Talk | None:
    """The kind of "🎉🎉🎉" is that of "🎉"."""
    signs = set(plain.replace(" ", ""))
    return SAID.get(signs.pop()) if len(signs) == 1 and not plain.isascii() else None


def within_talk(text: str) -> str:
    """A question without the greeting before it and the emoji around it.

    No page's wording has them, and one that is asked word for word would not be known for it.
    """
    bare = _EMOJI_AROUND.sub("", _untagged(text)).strip()
    greeted = _GREETED.match(bare)
    rest = _EMOJI_AROUND.sub("", bare[greeted.end() :]).strip() if greeted else bare
    return rest or text.strip()
