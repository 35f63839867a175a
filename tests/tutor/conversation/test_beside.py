"""Words that came with code are answered by that code as well."""

from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from sandbox.protocol import Outcome, RunError
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.runner import result
from tutor.conversation.ask import Answered
from tutor.conversation.beside_code import answer_beside
from tutor.run import Ran

LOOP = "for x in data:\n    f(x).backward()\n    opt.step()"
ZERO_GRAD = entry("zero-grad", "Why zero_grad?")
PRINTED = entry("why-none", "print(x.grad) # why does this print None?")
BOOK = library((*ENTRIES, ZERO_GRAD, PRINTED))
UNKNOWN = RunError(
    type="NameError", message="name 'data' is not defined", line=1, column=None, end_column=None
)


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001, "Lena"), datetime(2026, 11, 28, 12, tzinfo=UTC), update_id=7)


def ran(code: str, error: RunError | None = None) -> Ran:
    return Ran(code, result(outcome=Outcome.ERROR if error else Outcome.OK, error=error))


def test_who_complains_of_code_that_is_surely_wrong_is_told_so(turn: Turn) -> None:
    found = answer_beside(BOOK, turn, "the loss gets worse and worse", ran(LOOP, UNKNOWN))

    assert isinstance(found, Answered)
    assert found.entry is ZERO_GRAD
    assert "I see no opt.zero_grad() here" in found.fault
    assert [each.kind for each in turn.events] == [Kind.ASKED, Kind.ANSWERED]


def test_who_asks_of_something_else_is_answered_that(turn: Turn) -> None:
    found = answer_beside(BOOK, turn, ENTRIES[0].question, ran(LOOP, UNKNOWN))

    assert isinstance(found, Answered)
    assert found.entry is ENTRIES[0]
    assert found.fault == ""


def test_where_the_run_led_to_a_page_the_shape_is_not_looked_at(turn: Turn) -> None:
    led = Ran(LOOP, result(outcome=Outcome.ERROR, error=UNKNOWN), page=ENTRIES[0])

    assert answer_beside(BOOK, turn, "it gets worse and worse", led) is None


def test_code_that_ran_well_has_no_mistake_that_raises(turn: Turn) -> None:
    code = "loss = f(x).item()\nloss.backward()"
    book = library((*ENTRIES, entry("backward-method", "What does backward do?")))

    assert answer_beside(book, turn, "the loss gets worse and worse", ran(code)) is None
    assert answer_beside(book, turn, "the loss gets worse and worse", ran(code, UNKNOWN))


def test_what_is_asked_of_this_code_is_looked_up_with_it(turn: Turn) -> None:
    found = answer_beside(BOOK, turn, "why does this print None?", ran("print(x.grad)"))

    assert isinstance(found, Answered)
    assert found.entry is PRINTED


@pytest.mark.parametrize("said", ["here is my code", "what about thunder?"])
def test_what_says_nothing_of_it_is_not(turn: Turn, said: str) -> None:
    assert answer_beside(BOOK, turn, said, ran("print(x.grad)")) is None
    assert turn.events == []
