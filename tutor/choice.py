"""Choose: "1" or "the second one" picks from suggestions that stand last, "no" picks none. Pure."""

import re
from collections.abc import Sequence

from knowledge.entry import Entry

_ORDINALS = {
    **dict.fromkeys(("1", "one", "first", "1st"), 0),
    **dict.fromkeys(("2", "two", "second", "2nd"), 1),
    **dict.fromkeys(("3", "three", "third", "3rd"), 2),
    "last": -1,
}
_CHOICE = re.compile(
    r"\s*(?:(?:i mean|i meant|i want|yes|ok|please)\b,?\s*)?"
    r"(?:the\s+|no\.?\s*|number\s+|option\s+|#)?"
    rf"(?P<which>{'|'.join(_ORDINALS)})(?:\s+(?:one|option|question))?"
    r"(?:,?\s+please)?\s*[.)!]?\s*",
    re.IGNORECASE,
)
# What answers "Do you mean one of these?", and asks for nothing that has a page.
_NONE = re.compile(
    r"\s*(?:no|nope|nah|(?:(?:no|nope|sorry)\b[,.!]?\s*)?(?:none|neither)"
    r"(?:\s+of\s+(?:these|those|them|the above|the two|the three))?)\s*[.!]*\s*",
    re.IGNORECASE,
)


def is_none(text: str) -> bool:
    """Claim that a message means none of what was suggested."""
    return _NONE.fullmatch(text) is not None


def choice(text: str) -> int | None:
    """The place that a message names, from 0, or -1 for the last; None where it names none."""
    found = _CHOICE.fullmatch(text)
    return None if found is None else _ORDINALS[found["which"].lower()]


def chosen(entries: Sequence[Entry], place: int) -> Entry | None:
    """The entry in that place; None beyond them."""
    return entries[place] if entries and place < len(entries) else None
