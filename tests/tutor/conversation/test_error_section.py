"""A page about an error opens where it tells of that error."""

from datetime import UTC, datetime

import pytest

from knowledge.pages.entry import Section
from progress.events import Sender, Turn
from sandbox.protocol import Outcome, RunError
from tests.fakes.library import entry
from tests.fakes.runner import FakeRunner, result
from tutor.conversation.ask import Answered, section_about
from tutor.conversation.explain import Explained
from tutor.conversation.message import Before
from tutor.library import Library
from tutor.run import Ran
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
PAGE = entry(
    "sizes",
    "What sizes may they have?",
    short="They agree, else `ValueError: shapes do not agree, got 2`.",
    more=">>> k(4)\nRuntimeError: selected index k out of range",
    pitfall="`IndexError: index 3 is out of bounds for axis 0` comes later.",
)
LINE = "RuntimeError: selected index k out of range"
SLUG = "sort-topk"


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("RuntimeError: selected index k out of range", Section.MORE),
        ("why do I get RuntimeError: selected index k out of range ??", Section.MORE),
        ("IndexError: index 7 is out of bounds for axis 1 with size 5", Section.PITFALL),
        ("ValueError: shapes do not agree, got 5", None),
        ("RuntimeError: something else", None),
        ("RuntimeError: selected", None),
        ("RuntimeError", None),
        ("selected index k out of range", None),
        ("", None),
    ],
)
def test_the_section_is_found_by_the_words_of_the_error(text, section) -> None:
    """What the short answer tells needs no section, and a word or two tell nothing."""
    assert section_about(PAGE, text) is section


def asked(number: int) -> Turn:
    return Turn(Sender(1001), NOON, number)


@pytest.fixture
def tutor(library: Library, store) -> Tutor:
    error = RunError(
        type="RuntimeError", message=LINE.partition(": ")[2], line=1, column=0, end_column=1
    )
    return Tutor(library, FakeRunner(result(outcome=Outcome.ERROR, error=error)), store)


async def test_a_pasted_error_opens_the_section(tutor: Tutor) -> None:
    turn = asked(1)

    found = await tutor.conversation.ask(turn, LINE)

    assert isinstance(found, Answered)
    assert (found.entry.slug, found.told_in) == (SLUG, Section.MORE)
    assert turn.events[-1].detail["shown"] == "more more-example"


async def test_a_quoted_error_and_why_after_a_run_open_it_too(tutor: Tutor, store) -> None:
    turn = asked(1)
    ran = await tutor.run(turn, "torch.topk(torch.ones(3), 5)")
    await store.commit(turn)
    assert isinstance(ran, Ran)
    assert (ran.page and ran.page.slug, ran.told_in) == (SLUG, Section.MORE)

    quoted = await tutor.conversation.ask(
        asked(2), "what does that mean?", Before(error=LINE, ran=True)
    )
    why = await tutor.conversation.ask(asked(3), "why?")

    for found in (quoted, why):
        assert isinstance(found, Explained)
        assert (found.answered.entry.slug, found.answered.told_in) == (SLUG, Section.MORE)


async def test_what_was_shown_so_is_not_shown_again(tutor: Tutor, store) -> None:
    turn = asked(1)
    tutor.choose(turn, SLUG, told_in=Section.MORE)
    await store.commit(turn)

    assert turn.events[-1].detail["shown"] == "more more-example"
