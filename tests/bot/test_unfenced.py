"""Code that is sent as it is gets an answer and an offer to run it."""

import pytest

from bot.unfenced import question_in_block, unfenced
from knowledge.curation.store import CurationStore
from progress.events import Kind
from tests.bot.conversing import settled
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.person import buttons
from tutor.shelf import Shelf

RUN_IT = "▶ Run it"
PAGE = entry("sum-of-rows", "rows.sum(0)")
PROGRAM = "x = torch.ones(2, 3)\nx.view(7)"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PROGRAM, PROGRAM),
        ("import torch", "import torch"),
        ("print(“hello”)", "print(“hello”)"),
        (">>> x = f(2)\n>>> x.shape\n(2,)", ">>> x = f(2)\n>>> x.shape\n(2,)"),
        ("`print(1)`", "print(1)"),
        ("~~~python\nprint(1)\n~~~", "print(1)"),
        ("'''\nprint(1)\n'''", "print(1)"),
    ],
)
def test_code_is_told_from_words(text: str, code: str) -> None:
    found = unfenced(text)

    assert found is not None
    assert (found.code, found.program) == (code, True)


@pytest.mark.parametrize(
    "text",
    ["what is x.view(2)?", "torch.cat", "dim=1", "a[:, None]", "view", "x @ y", "(" * 4000, ""],
)
def test_words_and_names_are_no_code(text: str) -> None:
    assert unfenced(text) is None


@pytest.mark.parametrize("block", ["print 1", "x = (1,", "ValueError", ">>> 1/0\nValueError: no"])
def test_code_in_a_fence_asks_nothing(block: str) -> None:
    assert question_in_block(block) is None


@pytest.fixture
def shelf(engine) -> Shelf:
    return Shelf(library((*ENTRIES, PAGE)), CurationStore(engine))


@pytest.mark.usefixtures("bot")
class TestInChat:
    async def test_a_program_is_run_when_its_sender_says_so(self, lena, runner, store) -> None:
        sent = await lena.say(PROGRAM)
        offer = await lena.reply(sent)
        assert offer["text"] == "That looks like code. Press the button to run it."
        assert runner.asked == []

        await lena.press(offer, RUN_IT)

        ran = await lena.reply(offer)
        assert [request.code for request in runner.asked] == [PROGRAM]
        assert "Finished" in ran["text"]
        assert ran["reply_to_message"]["message_id"] == sent["message_id"]
        assert await settled(store, 1) == [(Kind.RAN, None)]

    async def test_what_a_page_answers_comes_with_the_offer(self, lena, runner) -> None:
        sent = await lena.say(PAGE.question)

        answer, offer = await lena.replies(sent, count=2)

        assert answer["text"].startswith(PAGE.question)
        assert RUN_IT in buttons(offer)

    async def test_too_long_a_message_says_how_to_send_code(self, lena, store) -> None:
        told = await lena.reply(await lena.say("please explain tensors " * 60))

        assert "Code goes between ``` and ```" in told["text"]

    async def test_a_forged_press_is_answered(self, lena) -> None:
        offer = await lena.reply(await lena.say("print(1)"))

        assert "old" in str(await lena.click(offer, "qz"))
