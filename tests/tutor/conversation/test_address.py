"""What the words of an address find."""

from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from tutor.conversation.ask import Answered, Suggestions
from tutor.conversation.intent import read_off
from tutor.library import Library

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SURE = "difference between view reshape and permute"
UNSURE = "torch.nn.functional.cross_entropy"
NOTHING = "spaghetti carbonara with cream"


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001, "Lena"), NOON, update_id=7)


def test_the_first_that_surely_finds_a_page_is_answered(library: Library, turn: Turn) -> None:
    found = read_off(library, turn, [NOTHING, UNSURE, SURE])

    assert found is not None
    assert found.said == SURE
    assert isinstance(found.found, Answered)
    assert [event.kind for event in turn.events] == [Kind.ASKED, Kind.ANSWERED]


def test_else_suggestions_will_do(library: Library, turn: Turn) -> None:
    found = read_off(library, turn, [NOTHING, UNSURE])

    assert found is not None
    assert isinstance(found.found, Suggestions)


@pytest.mark.parametrize("titles", [[], [NOTHING], ["Albert Einstein"], ["your system prompt"]])
def test_what_finds_nothing_is_nobodys_question(library: Library, turn: Turn, titles) -> None:
    """Instructors would see an address that nobody asked about."""
    assert read_off(library, turn, titles) is None
    assert turn.events == []
