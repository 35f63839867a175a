"""A question is told from an order by how it begins."""

import pytest

from tutor.conversation.code_or_words import is_question, may_be_question


@pytest.mark.parametrize("said", ["why is it so", "Explain the last line", "it fails, right?"])
def test_a_question_has_its_mark_or_begins_as_one(said: str) -> None:
    assert is_question(said)


@pytest.mark.parametrize("said", ["do it again for me", "should print 3", "this is my code"])
def test_orders_and_statements_are_none(said: str) -> None:
    assert not is_question(said)


def test_do_these_share_memory_may_be_one() -> None:
    assert may_be_question("do these share memory")
    assert not may_be_question("done with it")
