"""Where a text may be cut without breaking what a reader sees as one character.

The rules of Unicode's text segmentation that matter in chat: combining marks, emoji with their
modifiers and joiners, flags, Hangul. The standard library has none.
"""

import unicodedata

_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})


def is_boundary(text: str, index: int) -> bool:
    """Whether a cut before `text[index]` leaves both characters whole."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if before == "\r" and after == "\n":
        return False
    if _is_control(before) or _is_control(after):
        return True
    if _extends(after) or before == _JOINER:
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        return _flag_halves_before(text, index) % 2 == 0
    return not _hangul_goes_on(before, after)


def last_boundary(text: str, index: int) -> int:
    """The last place to cut at or before `index`; `index` itself where there is none."""
    place = index
    while place > 0 and not is_boundary(text, place):
        place -= 1
    return place or index


def clipped(text: str, most: int) -> str:
    """At most so many code points, ended by an ellipsis where something is missing."""
    if len(text) <= most:
        return text
    return text[: last_boundary(text, most - 1)].rstrip() + "…"


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Zl", "Zp"}


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in _MARKS
        or character in {_JOINER, "\u200c", "\uff9e", "\uff9f"}
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, index: int) -> int:
    start = index
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return index - start


def _hangul_goes_on(before: str, after: str) -> bool:
    follows = {"L": "LVST", "V": "VT", "S": "VT", "T": "T"}
    return _hangul(after) in follows.get(_hangul(before), ())


def _hangul(character: str) -> str:
    """L, V and T are parts of a syllable, S is a whole one; any other character is `-`."""
    ranges = (("L", "\u1100", "\u115f"), ("V", "\u1160", "\u11a7"), ("T", "\u11a8", "\u11ff"))
    if "\uac00" <= character <= "\ud7a3":
        return "S"
    return next((kind for kind, low, high in ranges if low <= character <= high), "-")
