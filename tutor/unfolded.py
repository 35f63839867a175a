"""What a button has unfolded is read: a follow-up goes on from there."""

from collections.abc import Iterable

from knowledge.example import Section


def unfolded(sections: Iterable[Section]) -> str:
    """The sections as `tutor.followup` notes what it has shown: their text, and their code."""
    return " ".join(f"{section} {section}-example" for section in sections)
