"""Small talk in everybody's own words: a message in its spoken form is held to the templates. Pure.

A template is a whole message, so that no question which only begins like one is taken for it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.messages.talk_phrases import Talk
from bot.messages.talk_templates import PARTS, TEMPLATES

# Short for what is behind it.
_SHORT_FOR: Final = """
    u: you; ya: you; ur: your; r: are; wat: what; wut: what; whats: what is; im: i am; its: it is
    youre: you are; hows: how is; thats: that is; whos: who is; wheres: where is; lets: let us
    dont: do not; doesnt: does not; didnt: did not; cant: can not; cannot: can not
    wont: will not; isnt: is not; wasnt: was not
    luv: love; gimme: give me; hw: homework; wanna: want to; gonna: going to; pic: picture
    pics: pictures; homeworks: homework; assignments: assignment; codes: code
    xmas: christmas; bday: birthday; cld: could; cud: could; favourite: favorite; colour: color
    favorit: favorite
"""
_SPOKEN: Final[Mapping[str, str]] = {
    short.strip(): whole.strip()
    for line in _SHORT_FOR.strip().splitlines()
    for short, _, whole in (each.partition(":") for each in line.split(";"))
}
# How it is said, and nothing more.
_COURTESY: Final = frozenset(
    """
    please plz pls kindly bro bruh bud buddy man mate dude sir mam maam hey hi hello so really very
    just now today ok okay lol actually pretty again too also oh well then and but guys asap right
    sorry quick urgent
    """.split()
)
_TOKEN: Final = re.compile(r"(?P<word>[a-z0-9]+)(?P<maybe>\??)|[()|?*]")
_NAME: Final = re.compile(r"\{(\w+)\}")
_SHORTEST: Final = 4
_LONG: Final = 7
_MOST_SLIPS: Final = 2


def worded(plain: str) -> Talk | None:
    """The kind of a message in lower case and without its marks, whose words are its own."""
    words = _spoken(plain)
    # "Merry xmas bot" has a word that "are you a bot" needs.
    bare = words[:-1] if words[-1:] == ["bot"] else words
    return _kind(words) or _kind(bare) or _kind(_mended(words))


def _kind(words: list[str]) -> Talk | None:
    said = "".join(f" {word}" for word in words)
    return next((talk for talk, whole in _PATTERNS.items() if whole.fullmatch(said)), None)


def _spoken(plain: str) -> list[str]:
    words = " ".join(_SPOKEN.get(word, word) for word in plain.split()).split()
    return [word for word in words if word not in _COURTESY]


def _mended(words: list[str]) -> list[str]:
    """The words with a slip or two forgiven; with more unknown ones it is no small talk."""
    unknown = sum(word not in _VOCABULARY for word in words)
    return [_nearest(word) for word in words] if 0 < unknown <= _MOST_SLIPS else []


def _nearest(word: str) -> str:
    """Forgive one slip in a word: "hmoework", and "tel" for "tell".

    Of a short word no letter for another: "tile" is no "time", and "lines" are no "links".
    """
    if len(word) < _SHORTEST - 1 or word in _VOCABULARY:
        return word
    alike = [known for known in _VOCABULARY if len(known) >= _SHORTEST and known[0] == word[0]]
    close = process.extract(word, alike, scorer=OSA.distance, score_cutoff=1)
    return next((near for near, _, _ in close if _is_slip(word, near)), word)


def _is_slip(word: str, meant: str) -> bool:
    is_other_letter = len(word) == len(meant) and sorted(word) != sorted(meant)
    return len(word) >= _LONG or not is_other_letter


def _filled(template: str) -> str:
    """A template with all that its names stand for."""
    while _NAME.search(template):
        template = _NAME.sub(lambda found: f"({PARTS[found[1]]})", template)
    return template


def _alternatives(table: str) -> Iterator[str]:
    """Each template as a pattern, every word of which brings the blank before it."""
    for template in _filled(table).split(";"):
        yield "".join(map(_as_pattern, _TOKEN.finditer(template)))


def _as_pattern(token: re.Match[str]) -> str:
    if token["word"]:
        return f"(?: {token['word']}){token['maybe']}"
    return "(?:" if token[0] == "(" else token[0]


_PATTERNS: Final = {
    talk: re.compile("|".join(f"(?:{each})" for each in _alternatives(table)))
    for talk, table in TEMPLATES.items()
}
_VOCABULARY: Final = frozenset(
    word for table in TEMPLATES.values() for word in re.findall("[a-z]+", _filled(table))
)
