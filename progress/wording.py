"""Questions that differ only in spelling counted as one. Pure."""

import re
import unicodedata

WORDING_CHARACTERS = 200
_SPACES_AND_CONTROLS = re.compile(
    r"[\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+"
)


def counted_as(text: str) -> str:
    """Drop case, width, spacing and closing punctuation of a wording; cut a long one."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    spaced = _SPACES_AND_CONTROLS.sub(" ", plain[: 4 * WORDING_CHARACTERS]).strip()
    return spaced[:WORDING_CHARACTERS].rstrip(" ?!.…")
