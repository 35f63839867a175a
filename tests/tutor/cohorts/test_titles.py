"""Which notes a message asks for, and what of a command is title and what is text."""

import pytest

from progress.cohorts.note import ClassNote, Note
from tutor.cohorts.titles import asked_for, read_note

HOMEWORK = ClassNote("homework", "On paper.", 2, "Deep learning")
THIRD = ClassNote("Homework 3", "Friday.", 2, "Deep learning")
ELSEWHERE = ClassNote("The homework", "By mail.", 3, "Linear algebra")
NOTES = (HOMEWORK, THIRD, ELSEWHERE)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("When is homework 3 due?", (THIRD, ELSEWHERE)),
        ("HOMEWORKS?", (HOMEWORK, ELSEWHERE)),
        ("homework 2", (HOMEWORK, ELSEWHERE)),
        ("What does stack do?", ()),
        ("", ()),
    ],
)
def test_all_telling_words_of_a_title_are_in_what_asks_for_it(said: str, found) -> None:
    assert asked_for(NOTES, said) == found


@pytest.mark.parametrize(
    ("said", "replied_to", "note"),
    [
        ("deadline 15 January", "", Note("deadline", "15 January")),
        ("homework 3: Friday: noon", "", Note("homework 3", "Friday: noon")),
        ("homework 3:\nFriday: noon\nOn paper", "", Note("homework 3", "Friday: noon\nOn paper")),
        ("homework 3: Friday", "Monday", Note("homework 3", "Friday")),
        ("homework  3", "Friday ", Note("homework 3", "Friday")),
        ("room", "", Note("room", "")),
        ("", "", Note("", "")),
        ("", "Friday", Note("", "Friday")),
    ],
)
def test_a_title_ends_where_a_reader_sees_it_end(said: str, replied_to: str, note: Note) -> None:
    assert read_note(said, replied_to) == note
