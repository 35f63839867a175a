"""What a class is told of its organisation: when homework is due, where the room is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A class's own note; a question that has the words of its title is answered by it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ClassNote(Note):
    """A note, and the class that it is for."""

    cohort_id: int
    cohort_name: str
