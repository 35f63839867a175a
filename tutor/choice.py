"""Choose: "1", "the second one" and the like pick from suggestions that stand last. Pure."""

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


def choice(text: str) -> int | None:
    """The place that a message names, from 0, or -1 for the last; None where it names none."""
    found = _CHOICE.fullmatch(text)
    return None if found is None else _ORDINALS[found["which"].lower()]


def chosen(entries: Sequence[Entry], place: int) -> Entry | None:
    """The entry in that place; None beyond them."""
    return entries[place] if entries and place < len(entries) else None
