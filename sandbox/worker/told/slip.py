"""Slips of the pen: two letters that changed places, or one that stands twice or only once.

Counted letter by letter, the first is two changes, and another name is often nearer: `byte` to
`dytpe`.
"""

from collections.abc import Iterable, Iterator
from typing import Final

# Shorter names are near to too many others; longer ones are nobody's slip.
_FEWEST_LETTERS: Final = 3
_LONGEST: Final = 40


def slip(wrong: str, names: Iterable[str]) -> str | None:
    """The one name that the wrong one is a slip of; several are no answer."""
    if len(wrong) > _LONGEST:
        return None
    meant = frozenset(_mended(wrong)).intersection(names) - {wrong}
    long = [name for name in meant if len(name) >= _FEWEST_LETTERS]
    return long[0] if len(long) == 1 else None


def _mended(wrong: str) -> Iterator[str]:
    for at, letter in enumerate(wrong):
        before, after = wrong[:at], wrong[at + 1 :]
        yield f"{before}{letter}{letter}{after}"
        if after:
            yield f"{before}{after[0]}{letter}{after[1:]}"
        if after[:1] == letter:
            yield f"{before}{after}"
