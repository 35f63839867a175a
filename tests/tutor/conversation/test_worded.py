"""A page is known by its very words where the search knows none of them."""

from datetime import UTC, datetime

import pytest

from progress.events import Sender, Turn
from tutor.conversation.worded import ask_word_for_word
from tutor.library import Library

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001, "Lena"), NOON, update_id=7)


@pytest.mark.parametrize(
    ("text", "slug"),
    [("LinAlgError", "solve-vs-inverse"), ("gradcheckerror?", "numerical-gradient-check")],
)
def test_an_errors_name_alone_finds_the_page_that_has_it(
    library: Library, turn: Turn, text: str, slug: str
) -> None:
    answer = ask_word_for_word(library, turn, text)

    assert answer is not None
    assert answer.entry.slug == slug
    assert turn.events[0].text == text


@pytest.mark.parametrize("text", ["", "ValueError", "tell me a joke", "LinAlgError: singular?!"])
def test_other_words_find_nothing(library: Library, turn: Turn, text: str) -> None:
    assert ask_word_for_word(library, turn, text) is None
    assert turn.events == []
