"""What a message is, and what comes back: one way in, whatever was said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from progress.events import Sender, Turn
from progress.history import Failed, LastRead, Offered
from tests.fakes.runner import FakeRunner
from tutor.conversation.answer import NotOurs, RanCode, RunIt, Silence
from tutor.conversation.ask import Answered, Suggestions, Unknown
from tutor.conversation.followup import NothingBefore
from tutor.conversation.intent import Asks, Chats, Code, Declines, OtherLanguage, Typed, intent
from tutor.conversation.message import Before, Block, Message
from tutor.conversation.talk import Talk
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OFFERED = Offered(("a", "b"), question_update=7)
ERROR = Failed("ValueError", looked_up=True)


@pytest.mark.parametrize(
    ("message", "last", "expected"),
    [
        (Message("what is broadcasting?"), None, Asks("what is broadcasting?")),
        (Message("Hi there, what is a view?"), None, Asks("what is a view?")),
        (Message("", blocks=(Block("", "x = 1"),)), None, Code("x = 1")),
        (Message("", blocks=(Block("py", "x = 1"), Block("text", "1"))), None, Code("x = 1")),
        (Message("", blocks=(Block("js", "let x = {};"),)), None, OtherLanguage("JavaScript")),
        (Message("", blocks=(Block("", "what is a view"),)), None, Asks("what is a view")),
        (Message("see this", file="x = 1"), None, Code("x = 1")),
        (Message("none of these"), OFFERED, Declines(7)),
        (Message("none of these", before=Before(alone=False)), OFFERED, Chats(Talk.MISSED)),
        (Message("none of these"), None, Chats(Talk.MISSED)),
        (Message("thanks!"), OFFERED, Chats(Talk.THANKS)),
        (Message("ValueError"), ERROR, Asks("What does this error mean?")),
        (Message("this is wrong"), ERROR, Asks("this is wrong")),
    ],
)
def test_the_first_that_takes_a_message_says_what_it_is(message, last, expected) -> None:
    assert intent(message, last) == expected


def test_code_without_a_fence_is_code() -> None:
    found = intent(Message("import torch\nx = torch.ones(3)\nprint(x)"), LastRead("a", NOON))

    assert isinstance(found, Typed)
    assert found.code.whole


@pytest.fixture
def tutor(library, store) -> Tutor:
    return Tutor(library, FakeRunner(), store)


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001, "Lena"), NOON, update_id=7)


CLASS = Before(alone=False)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("what is broadcasting?", Answered),
        ("and what is einsum good for or bad", Suggestions | Answered),
        ("what does a wombat eat in winter?", Unknown),
        ("our bus was late again", Silence),
        ("thanks!", Silence),
    ],
)
async def test_in_a_group_who_is_addressed_answers_a_question(tutor, turn, said, kind) -> None:
    assert isinstance(await tutor.answer(turn, Message(said, before=CLASS)), kind)


async def test_what_code_is_with_words_is_one_reply(tutor, turn) -> None:
    begun = []

    async def begins() -> None:
        begun.append(1)

    code = Message("", blocks=(Block("", "print(1)"),), beside="my code")
    assert isinstance(await tutor.answer(turn, code, begins), RanCode)
    assert begun == [1]


async def test_other_languages_and_bare_code_are_not_run(tutor, turn) -> None:
    other = Message("", blocks=(Block("js", "let x = {};"),))
    assert await tutor.answer(turn, other) == NotOurs("JavaScript")
    assert isinstance(await tutor.answer(turn, Message("x = torch.ones(3)\nx.sum()")), RunIt)


LOOP = "s = 0\nfor i in range(9):\n    for j in range(9):\n        s += x[i, j]"


async def test_what_points_at_a_run_is_answered_by_its_code(tutor, store, turn) -> None:
    """Right after it or with it; without any code such a question says nothing."""
    code, asked = Message("", blocks=(Block("", LOOP),)), Message("why is it slow?")
    before = await tutor.answer(turn, asked)
    await tutor.answer(turn, code)
    await store.commit(turn)

    later = Turn(Sender(1001, "Lena"), NOON + timedelta(seconds=1), update_id=8)
    after = await tutor.answer(later, asked)
    beside = await tutor.answer(later, replace(code, beside=asked.text))

    assert isinstance(before, NothingBefore)
    assert isinstance(beside, RanCode)
    for found in (after, beside.then):
        assert isinstance(found, Answered | Suggestions)
        first = found.entry if isinstance(found, Answered) else found.entries[0]
        assert first.slug == "matmul-python-slow"


async def test_what_another_has_run_is_not_asked_about(tutor, store, turn) -> None:
    await tutor.answer(turn, Message("", blocks=(Block("", LOOP),)))
    await store.commit(turn)

    other = Turn(Sender(1002, "Max"), NOON + timedelta(seconds=1), update_id=8)

    assert isinstance(await tutor.answer(other, Message("why is it slow?")), NothingBefore)
