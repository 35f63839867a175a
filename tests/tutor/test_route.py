"""Which way a message is answered, and which goes before which."""

import pytest

from knowledge.matching.followup import Followup, Subject
from knowledge.matching.retrieval import Abstained, Matched, Reason, Retrieval, Suggested
from knowledge.matching.wish import Wish
from tests.fakes.library import ENTRIES
from tutor.followup import ChooseFirst
from tutor.route import Route, is_sure, route

PICK = ENTRIES[0]
UNCLEAR = ChooseFirst(ENTRIES)

SURE = Matched("stack-vs-cat", 0.9, ())
LIKELY = Suggested(("stack-vs-cat",), 0.4, ())
NOTHING = Abstained(Reason.NOTHING_CLOSE, (), 0.0, ())

OWN_QUESTION = None
WISH = Followup(Wish.MORE, "why?")
PRONOUN = Followup(Wish.ABOUT, "is it a view?", "is it a view", Subject.PRONOUN)
FRAGMENT = Followup(Wish.ABOUT, "and in numpy?", "in numpy", Subject.MISSING)
WHOLE = Followup(Wish.ABOUT, "and what is a leaf?", "what is a leaf", Subject.WHOLE)


@pytest.mark.parametrize(
    ("picked", "asked", "found", "foreign", "quotes_error", "expected"),
    [
        # A pick goes before everything.
        (PICK, OWN_QUESTION, NOTHING, False, False, PICK),
        (PICK, WHOLE, SURE, True, True, PICK),
        (UNCLEAR, OWN_QUESTION, SURE, True, True, UNCLEAR),
        # What was surely found goes before language, error and what came before.
        (None, OWN_QUESTION, SURE, True, True, Route.BY_ITSELF),
        (None, WISH, SURE, True, True, Route.BY_ITSELF),
        (None, WHOLE, SURE, True, True, Route.BY_ITSELF),
        # Not so where the words are about what came before.
        (None, PRONOUN, SURE, False, False, PRONOUN),
        (None, FRAGMENT, SURE, False, True, FRAGMENT),
        (None, PRONOUN, SURE, True, True, Route.IN_ENGLISH),
        # Another language goes before following on, before an error and before suggestions.
        (None, WISH, NOTHING, True, True, Route.IN_ENGLISH),
        (None, OWN_QUESTION, LIKELY, True, True, Route.IN_ENGLISH),
        (None, OWN_QUESTION, NOTHING, True, False, Route.IN_ENGLISH),
        # What follows on something may follow on the error that it quotes.
        (None, WISH, NOTHING, False, True, WISH),
        (None, WHOLE, LIKELY, False, True, WHOLE),
        (None, WISH, LIKELY, False, False, WISH),
        # A quoted error goes before what is only likely, or nothing.
        (None, OWN_QUESTION, LIKELY, False, True, Route.QUOTED_ERROR),
        (None, OWN_QUESTION, NOTHING, False, True, Route.QUOTED_ERROR),
        # Nothing else is known of it.
        (None, OWN_QUESTION, SURE, False, False, Route.BY_ITSELF),
        (None, OWN_QUESTION, LIKELY, False, False, Route.BY_ITSELF),
        (None, OWN_QUESTION, NOTHING, False, False, Route.BY_ITSELF),
    ],
)
def test_of_the_ways_that_are_open_the_first_is_taken(
    picked, asked, found, *, foreign, quotes_error, expected
) -> None:
    taken = route(picked, asked, lambda: found, foreign=foreign, quotes_error=quotes_error)

    assert taken is expected


@pytest.mark.parametrize("picked", [PICK, UNCLEAR])
def test_what_picks_is_not_searched_for(picked) -> None:
    def find() -> Retrieval:
        raise AssertionError

    assert route(picked, None, find, foreign=True, quotes_error=True) is picked


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
