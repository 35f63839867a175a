"""Where a page tells of an error: its short answer may say no word of it. Pure."""

import re
from typing import Final

from knowledge.entry import Entry
from knowledge.example import Section, section_text

# More words than these may be names of the learner's own; fewer are anybody's.
_MOST: Final = 5
_FEWEST: Final = 3
_TOLD: Final = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Warning) *: *(?P<message>[^\n]+)")
_NO_WORDS: Final = re.compile(r"[\W\d_]+")


def section_about(entry: Entry, text: str) -> Section | None:
    """Find the section that is folded and tells of the error in a text; numbers don't count.

    None as well where the short answer tells of it.
    """
    told = _TOLD.findall(text)
    words = _words(told[-1]).split()[:_MOST] if told else []
    if len(words) < _FEWEST:
        return None
    wanted = f" {' '.join(words)} "
    sections = (each for each in Section if wanted in f" {_words(section_text(entry, each))} ")
    first = next(sections, None)
    return None if first is Section.SHORT else first


def _words(text: str | None) -> str:
    return _NO_WORDS.sub(" ", text or "").strip().lower()
