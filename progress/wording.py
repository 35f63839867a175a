"""Questions that differ only in spelling counted as one. Pure."""

from database.wording import folded, unclosed

WORDING_CHARACTERS = 200


def counted_as(text: str) -> str:
    """Drop case, width, spacing and closing punctuation of a wording; cut a long one."""
    return unclosed(folded(text)[:WORDING_CHARACTERS])
