"""A wording as it is compared with others: what a reader would not tell apart is the same. Pure."""

import re
import unicodedata

_SPACES_AND_CONTROLS = re.compile(
    r"[\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+"
)


def folded(text: str) -> str:
    """Drop case, width and spacing."""
    if text.isascii() and text.isprintable():
        # Nearly every wording, in a fifth of the time: a library has tens of thousands.
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES_AND_CONTROLS.sub(" ", plain).strip()


def unclosed(text: str) -> str:
    """Drop closing punctuation: a question is the same without its question mark."""
    return text.rstrip(" ?!.…")
