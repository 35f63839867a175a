"""Which notes a message asks for: those whose titles it has every telling word of. Pure."""

import re
from collections.abc import Iterable

from knowledge.search.lexical import terms
from progress.cohorts.note import ClassNote, Note

LONGEST_TITLE = 60
_WORD = re.compile(r"[^\W_]+")


def telling(words: str) -> frozenset[str]:
    """The stems of words that say something; "homework 3" is another than "homework 2"."""
    return frozenset(terms(_WORD.findall(words.lower()), ()))


def asked_for(notes: Iterable[ClassNote], said: str) -> tuple[ClassNote, ...]:
    """Choose what answers a message; of a class, "homework 3" goes before "homework"."""
    heard = telling(said)
    found = {note: words for note in notes if (words := telling(note.title)) <= heard}
    return tuple(
        note
        for note, words in found.items()
        if not any(
            words < more and other.cohort_id == note.cohort_id for other, more in found.items()
        )
    )


def read_note(said: str, replied_to: str) -> Note:
    """A title with its text as they were sent; either may be empty.

    The title is the first line, or goes to a colon. Where there is neither, it is all that a reply
    says, or the first word.
    """
    for between in ("\n", ": ", *(() if replied_to else (" ",))):
        title, has_text, text = said.strip().partition(between)
        if has_text:
            return Note(_title(title), text.strip())
    return Note(_title(said), replied_to.strip())


def _title(said: str) -> str:
    return " ".join(said.split()).rstrip(":")
