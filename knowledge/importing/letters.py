"""Letters that Word, browsers and chats put into text without anybody seeing them. Pure."""

import re

_SPACES = re.compile("[\N{NO-BREAK SPACE}\u2000-\u200a\u202f\u205f\u3000]")
# Widthless ones, soft hyphens, and what turns the direction of writing. Joiners stay: some scripts
# and pictures are written with them.
_UNSEEN = re.compile("[\N{SOFT HYPHEN}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """Write all spaces as the one that Python and our marks know, and leave out what has no ink."""
    return _UNSEEN.sub("", _SPACES.sub(" ", text))
