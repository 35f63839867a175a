"""Messages that ask for more of the page that answered last and name nothing: "why?", "example?".

Such a message is made of words that mean nothing by themselves and of words that wish for
something. One word of any other kind makes it a question about something.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from rapidfuzz import process
from rapidfuzz.distance import OSA


class Wish(StrEnum):
    """What is wanted of the page that answered last."""

    MORE = "more"
    AGAIN = "again"
    SIMPLER = "simpler"
    EXAMPLE = "example"
    PITFALL = "pitfall"
    ABOUT = "about"


# The first kind that a message has a word of is its wish: "why does it fail" asks for the pitfall.
_KINDS: Mapping[Wish, frozenset[str]] = {
    Wish.PITFALL: frozenset(
        """
        pitfall pitfalls gotcha gotchas trap traps caveat caveats catch catches danger dangers
        dangerous risk risks risky downside downsides drawback drawbacks mistake mistakes error
        errors bug bugs fail fails failing break breaks crash crashes wrong careful beware avoid
        watch safe unsafe
        """.split()
    ),
    Wish.EXAMPLE: frozenset(
        """
        example examples instance code snippet snippets demo demonstrate demonstration eg
        """.split()
    ),
    # Never something longer for who asks for it simpler.
    Wish.SIMPLER: frozenset(
        "shorter simple simpler simplest simply easier briefly five eli5".split()
    ),
    Wish.MORE: frozenset(
        """
        why more explain explains explanation explanations elaborate clarify detail details detailed
        depth deeper again understand follow confused confusing unclear clear lost mean means
        meaning huh continue else further reason reasons need needed use useful purpose
        """.split()
    ),
}
# These count only where no other wish is named: "show me" asks for an example, "show me more" not.
_SHOWING = frozenset("show see write look type demo try".split())
# Who asks whether to do it, or says so, wants nothing shown: "can I write it", "I will try this".
# Who wants to try it does.
_DOING = re.compile(
    r"(?:(?:ok|so|and|but|then)\b[\s,]*)*(?!(?:(?:can|could|may) i|i(?: want to| can)) try\b)"
    r"(?:(?:can|could|may|must|should|do|will|would) i"
    r"|i(?:'ll| will| want to| can| must)?|is it \w+ to)(?: have to)? (?:write|type|try|look)\b"
)
# What an example may be like, and not what it may be of.
_DESCRIBING = frozenset(
    """
    number numbers numeric numerical value values 2d 3d 4d dim dims dimension dimensions bigger
    larger smaller longer harder
    """.split()
)
_EMPTY = frozenset(
    """
    a an the this that that's these those it its they them one ones here there i i'm i'd me u you
    your we us people beginners others someone everybody anyone anybody tho though is isn't are am
    was were be been do does
    did don't doesn't didn't can can't won't could would will should shall might may must have has
    got get gets
    give gives tell teach say know to of in on at for from with about by as like so and but or if
    not no what what's whats wat
    which when where how who any some all every another much bit little lot
    quick quickly short easy better differently words terms other than just
    only really actually exactly even ever always usually often sometimes typical typically common
    commonly still yet now then too also though come go goes going went happen happens work works
    working out up into attention pay please pls plz thanks thank thx sorry ok okay hm hmm um ah oh
    well yes yeah cool nice great right alright got wait help helps make makes made first second
    possible concrete real small tiny action practice info information post run want let
    totally completely sense
    """.split()
)
_AGAIN = (
    "again",
    "once more",
    "repeat that",
    "can you repeat that",
    "say that again",
)
_SIMPLER = (
    "in short",
    "short version",
    "the short version",
    "short answer",
    "the short answer",
    "tldr",
    "tl;dr",
    "too hard",
    "too difficult",
    "too complicated",
    "too long",
    "that was too long",
    "too much text",
)
# The short answer of a page that compares says which one.
_CHOOSING = (
    "which",
    "which one",
    "which is better",
    "which one is better",
    "which is best",
    "which one is best",
    "which should i use",
    "which one should i use",
    "which do i use",
    "which one do i use",
    "which to use",
    "which one to use",
)
# So do pages that tell of both ways; no word of these is one that a page could be found by.
_REVERSING = (
    "back",
    "the other way",
    "the other way around",
    "the other way round",
    "other way around",
    "other way round",
    "vice versa",
    "the reverse",
    "in reverse",
    "other direction",
    "the other direction",
    "how do i go back",
    "how do i get back",
    "how to go back",
)
_PHRASES: Mapping[str, Wish] = {
    "what": Wish.MORE,
    "wat": Wish.MORE,
    "wait what": Wish.MORE,
    "wait, what": Wish.MORE,
    "wdym": Wish.MORE,
    "another one": Wish.EXAMPLE,
    "and": Wish.MORE,
    "and then": Wish.MORE,
    "how so": Wish.MORE,
    "how come": Wish.MORE,
    "go on": Wish.MORE,
    "how": Wish.MORE,
    "next": Wish.MORE,
    "how does it work": Wish.MORE,
    "how does that work": Wish.MORE,
    "how does this work": Wish.MORE,
    "how do they work": Wish.MORE,
    "doesn't make sense": Wish.MORE,
    "it doesn't make sense": Wish.MORE,
    "that doesn't make sense": Wish.MORE,
    "this doesn't make sense": Wish.MORE,
    "makes no sense": Wish.MORE,
    **dict.fromkeys(_SIMPLER, Wish.SIMPLER),
    **dict.fromkeys((*_AGAIN, *_CHOOSING, *_REVERSING), Wish.AGAIN),
}
# What is said around a phrase; "and then" is one itself.
_AROUND = re.compile(
    r"^(?:(?:ok(?:ay)?|hm+|so|and|but|please|pls|plz)\b[\s,.]*)+"
    r"|(?:[\s,.]*\b(?:then|tho|though|please|pls|plz))+$"
)
_LOST = re.compile(
    r"(?:i )?(?:still )?(?:(?:do|did|can)(?:n't| not)|cannot)(?: really| still)?"
    r" get (?:it|this|that)(?: at all)?"
)
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_LONG = 6
_LONG_WISHES = sorted(word for kind in _KINDS.values() for word in kind if len(word) >= _LONG)
_WORD = re.compile(r"[\w']+")
_FOR_EXAMPLE = re.compile(r"\be\.\s?g\b\.?")
# Code, and complaints such as "you are wrong".
_OTHER = re.compile(r"[^\w\s'.,!?:;…-]|->|^(?:you are|you're)\b")


# Here the word is what a thing is called: "how do i get the mean", "what does break do".
_THING = re.compile(
    r"\b(?:a|an|the|compute|find|get)\s+(?:mean|type)\b"
    r"|\bwhat(?:'s| is| are) (?:an )?instances?\b"
    r"|\bwhat does (?:the )?(?:break|code|continue|mean|try|type) do\b"
)


def bare_wish(said: str) -> Wish | None:
    """Tell what a message in lower case wishes for, if it is nothing but a wish."""
    said = _DRAWN_OUT.sub(r"\1", said).replace("i'm 5", "i'm five")
    if any(map(_is_foreign, said.split())) or _THING.search(said):
        return None
    if phrase := _phrase(_AROUND.sub("", said)) or _phrase(said):
        return phrase
    if _OTHER.search(said):
        return None
    wished, described = set(), False
    for word in map(_mended, _WORD.findall(_FOR_EXAMPLE.sub("eg", said))):
        if word in _KNOWN:
            wished.add(word)
        elif word in _DESCRIBING:
            described = True
        elif word not in _EMPTY:
            return None
    return _named(wished, said, described=described)


def _phrase(said: str) -> Wish | None:
    return _PHRASES.get(said) or (Wish.MORE if _LOST.fullmatch(said) else None)


def _named(wished: set[str], said: str, *, described: bool) -> Wish | None:
    if described:
        return Wish.EXAMPLE if wished & _KINDS[Wish.EXAMPLE] else None
    for wish, named in _KINDS.items():
        if named & wished:
            return wish
    shows = wished and wished <= _SHOWING and not _DOING.match(said)
    return Wish.EXAMPLE if shows else None


_KNOWN = _SHOWING.union(*_KINDS.values())
_SAID = _EMPTY.union(_KNOWN, *map(str.split, _PHRASES), frozenset("hm hmm".split()), _DESCRIBING)


def _is_foreign(word: str) -> bool:
    """Claim that no wish has this word, nor one that it could be a slip of."""
    return word.isalpha() and len(word) < _LONG and word not in _SAID


def _mended(word: str) -> str:
    """Forgive one slip in a long word: "exmaple"."""
    if len(word) < _LONG or word in _EMPTY or word in _KNOWN:
        return word
    alike = [wish for wish in _LONG_WISHES if wish[0] == word[0]]
    near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word
