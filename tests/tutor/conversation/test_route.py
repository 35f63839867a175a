"""Which way a message is answered, and which goes before which."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.followup.reading import Followup, Subject
from knowledge.followup.wish import Wish
from knowledge.search.retrieval import Abstained, Matched, Reason, Retrieval, Suggested
from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from tests.fakes.library import WordIndex, library
from tests.fakes.runner import FakeRunner
from tutor.conversation.ask import Answered
from tutor.conversation.followup import ChooseFirst
from tutor.conversation.intent import Route, is_sure, route
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)

SURE = Matched("stack-vs-cat", 0.9, ())
LIKELY = Suggested(("stack-vs-cat",), 0.4, ())
NOTHING = Abstained(Reason.NOTHING_CLOSE, (), 0.0, ())

OWN_QUESTION = None
WISH = Followup(Wish.MORE, "why?")
PRONOUN = Followup(Wish.ABOUT, "is it a view?", "is it a view", Subject.PRONOUN)
FRAGMENT = Followup(Wish.ABOUT, "and in numpy?", "in numpy", Subject.MISSING)
WHOLE = Followup(Wish.ABOUT, "and what is a leaf?", "what is a leaf", Subject.WHOLE)


@pytest.mark.parametrize(
    ("asked", "found", "foreign", "quotes_error", "expected"),
    [
        # What was surely found goes before language, error and what came before.
        (OWN_QUESTION, SURE, True, True, Route.BY_ITSELF),
        (WISH, SURE, True, True, Route.BY_ITSELF),
        (WHOLE, SURE, True, True, Route.BY_ITSELF),
        # Not so where the words are about what came before.
        (PRONOUN, SURE, False, False, Route.FOLLOW_UP),
        (FRAGMENT, SURE, False, True, Route.FOLLOW_UP),
        (PRONOUN, SURE, True, True, Route.IN_ENGLISH),
        # Another language goes before following on, before an error and before suggestions.
        (WISH, NOTHING, True, True, Route.IN_ENGLISH),
        (OWN_QUESTION, LIKELY, True, True, Route.IN_ENGLISH),
        (OWN_QUESTION, NOTHING, True, False, Route.IN_ENGLISH),
        # What follows on something may follow on the error that it quotes.
        (WISH, NOTHING, False, True, Route.FOLLOW_UP),
        (WHOLE, LIKELY, False, True, Route.FOLLOW_UP),
        (WISH, LIKELY, False, False, Route.FOLLOW_UP),
        # A quoted error goes before what is only likely, or nothing.
        (OWN_QUESTION, LIKELY, False, True, Route.QUOTED_ERROR),
        (OWN_QUESTION, NOTHING, False, True, Route.QUOTED_ERROR),
        # Nothing else is known of it.
        (OWN_QUESTION, SURE, False, False, Route.BY_ITSELF),
        (OWN_QUESTION, LIKELY, False, False, Route.BY_ITSELF),
        (OWN_QUESTION, NOTHING, False, False, Route.BY_ITSELF),
    ],
)
def test_of_the_ways_that_are_open_the_first_is_taken(
    asked, found, *, foreign, quotes_error, expected
) -> None:
    assert route(asked, found, foreign=foreign, quotes_error=quotes_error) is expected


class Remembering(WordIndex):
    """Remembers what was searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.searched: list[str] = []

    def search(self, text: str) -> Retrieval:
        self.searched.append(text)
        return super().search(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("the second one", Answered), ("number 3", ChooseFirst)]
)
async def test_what_picks_is_not_searched_for(
    store: ProgressStore, text: str, expected: type
) -> None:
    """What it names by chance would go before what it means."""
    index = Remembering()
    tutor = Tutor(replace(library(), index=index), FakeRunner(), store)
    offering, picking = (Turn(Sender(1001), NOON, number) for number in (1, 2))
    offering.record(Kind.SUGGESTED, offered="stack-vs-cat view-vs-reshape")
    await store.commit(offering)

    found = await tutor.conversation.ask(picking, text)

    assert isinstance(found, expected)
    assert index.searched == []


async def test_what_picks_from_nothing_is_searched_for(store: ProgressStore) -> None:
    index = Remembering()
    tutor = Tutor(replace(library(), index=index), FakeRunner(), store)

    await tutor.conversation.ask(Turn(Sender(1001), NOON, 1), "the second one")

    assert index.searched == ["the second one"]


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [
        (OWN_QUESTION, SURE, True),
        (WISH, SURE, True),
        (WHOLE, SURE, True),
        (PRONOUN, SURE, False),
        (FRAGMENT, SURE, False),
        (OWN_QUESTION, LIKELY, False),
        (WHOLE, LIKELY, False),
        (WISH, NOTHING, False),
    ],
)
def test_a_find_is_sure_unless_the_words_need_what_came_before(asked, found, expected) -> None:
    assert is_sure(asked, found) is expected
