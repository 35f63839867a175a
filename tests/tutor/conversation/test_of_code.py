"""What is surely wrong with code is told; what was asked or pasted with it goes first."""

from datetime import UTC, datetime

import pytest

from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from sandbox.protocol import Outcome, RunError
from tests.fakes.library import entry
from tests.fakes.library import library as few_pages
from tests.fakes.runner import FakeRunner, result
from tutor.conversation.ask import Answered, JustCode, Suggestions
from tutor.conversation.beside_code import about_code, commented, complained_of
from tutor.library import Library
from tutor.run import Ran
from tutor.tutor import Tutor

UNKNOWN = RunError(
    type="NameError", message="name 'f' is not defined", line=1, column=None, end_column=None
)


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001, "Lena"), datetime(2026, 11, 28, 12, tzinfo=UTC), update_id=7)


@pytest.fixture
def tutor(library: Library, store: ProgressStore) -> Tutor:
    return Tutor(library, FakeRunner(), store)


def kinds(turn: Turn) -> list[Kind]:
    return [event.kind for event in turn.events]


LOOP = "for xb, yb in dl:\n    loss = f(xb, yb)\n    loss.backward()\n    opt.step()\n"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (LOOP + "loss gets worse and worse", "zero-grad"),
        (
            (
                "crit = nn.CrossEntropyLoss()\nout = torch.softmax(net(x), dim=1)\n"
                "loss = crit(out, y)\nit trains but very slow"
            ),
            "cross-entropy-input",
        ),
    ],
)
async def test_a_complaint_below_code_is_answered_by_its_fault(
    tutor: Tutor, turn: Turn, text: str, slug: str
) -> None:
    found = await tutor.conversation.ask(turn, text)

    assert isinstance(found, Answered)
    assert found.entry.slug == slug
    assert found.fault
    assert kinds(turn) == [Kind.ASKED, Kind.ANSWERED]


async def test_a_question_below_code_is_answered_and_the_fault_is_told_too(
    tutor: Tutor, turn: Turn
) -> None:
    found = await tutor.conversation.ask(turn, f"{LOOP}why do we call backward before step?")

    assert isinstance(found, Answered)
    assert found.entry.slug != "zero-grad"
    assert "I see no opt.zero_grad() here" in found.fault


@pytest.mark.parametrize(
    "text",
    [
        "x = f(1)\ny = x.sum()\nwhy is it wrong?",
        LOOP + "here it is",
        "why does opt.step() after loss.backward() get worse and worse",
    ],
)
def test_words_are_asked_alone_where_the_code_is_sound_or_they_blame_nothing(
    turn: Turn, text: str
) -> None:
    assert complained_of(few_pages(), turn, text) is None
    assert turn.events == []


def test_a_comment_that_asks_gets_suggestions_for_a_program(turn: Turn) -> None:
    page = entry("few-rows", "rows = f(x) # why none of them")

    asked = about_code(few_pages((page,)), turn, "rows = f(x) # why so few", program=True)
    explained = about_code(few_pages((page,)), turn, "rows = f(x) # and so on", program=True)

    assert asked == Suggestions((page,))
    assert explained == JustCode()


SOFTMAX = "out = torch.softmax(net(x), dim=1)\nloss = F.cross_entropy(out, y)\n"
MISMATCH = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x3 and 2x1)"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (f"{LOOP}why this?\n{MISMATCH}", "inner-dims-match"),
        (
            f"{SOFTMAX}what is wrong?\nRuntimeError: expected scalar type Long but found Float",
            "expected-float-got-long",
        ),
        (f"how do I save the model when training crashed?\n{LOOP}", "save-load"),
    ],
)
async def test_an_error_or_a_question_that_was_sent_goes_before_a_fault(
    tutor: Tutor, turn: Turn, text: str, slug: str
) -> None:
    found = await tutor.conversation.ask(turn, text)

    assert isinstance(found, Answered)
    assert found.entry.slug == slug
    assert kinds(turn) == [Kind.ASKED, Kind.ANSWERED]


async def test_above_an_error_that_was_pasted_stands_no_fault_that_raises_none(
    tutor: Tutor, turn: Turn
) -> None:
    found = await tutor.conversation.ask(turn, f"{LOOP}why this?\n{MISMATCH}")

    assert isinstance(found, Answered)
    assert found.fault == ""


def test_an_error_that_no_page_is_about_is_not_answered_by_a_fault(turn: Turn) -> None:
    pages = few_pages((entry("zero-grad", "Why zero_grad?"),))

    assert complained_of(pages, turn, f"{LOOP}why?\nOSError: no such thing as zebras") is None
    assert turn.events == []


def ran(code: str, error: RunError | None = None) -> Ran:
    return Ran(code, result(outcome=Outcome.ERROR if error else Outcome.OK, error=error))


@pytest.mark.parametrize("error", [None, UNKNOWN])
def test_below_a_run_a_comment_gets_no_suggestions(turn: Turn, error: RunError | None) -> None:
    pages = few_pages((entry("few-rows", "rows = f(x) # why none of them"),))

    assert commented(pages, turn, ran("rows = f(x) # why so few", error)) == JustCode()
    assert turn.events == []


def test_below_a_run_a_comment_gets_the_page_that_surely_answers(turn: Turn) -> None:
    page = entry("few-rows", "rows = f(x) # why so few")
    found = commented(few_pages((page,)), turn, ran(page.question))

    assert isinstance(found, Answered)
    assert found.entry is page


def test_code_that_ran_well_has_no_fault_that_raises(turn: Turn) -> None:
    code = "loss = f(x).item()\nloss.backward()  # why?"

    assert commented(few_pages(), turn, ran(code)) == JustCode()
    assert commented(few_pages(), turn, ran(code, UNKNOWN)) != JustCode()
