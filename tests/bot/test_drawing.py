"""/draw and the Draw button, through localgram, with the real sandbox and the real painter."""

from collections.abc import AsyncIterator

import pytest

from bot.handlers.code import asked_in
from bot.messages.code import Commanded
from progress.events import Kind
from sandbox.client import connect
from sandbox.protocol import Runner
from tests.bot.conversing import events, settled
from tests.fakes.person import buttons, until

pytestmark = pytest.mark.usefixtures("bot")

CODE = "a = torch.ones(2, 3)\na + torch.arange(3)"


@pytest.fixture
async def runner(sandbox_url) -> AsyncIterator[Runner]:
    async with connect(sandbox_url) as client:
        yield client


async def shown(person, message: dict, caption: str) -> dict:
    """A message once its picture says so."""

    async def found():
        for each in await person.messages():
            if each["message_id"] == message["message_id"] and caption in each.get("caption", ""):
                return each
        return None

    return await until(found)


async def test_an_expression_is_drawn_and_an_edit_draws_it_anew_in_place(lena, store) -> None:
    sent = await lena.say(f"/draw {CODE}")

    picture = await lena.reply(sent)

    assert picture["caption"] == "a + torch.arange(3): (2, 3) and (3,) → (2, 3)"
    assert picture["photo"][-1]["width"] == 1080
    assert picture["reply_to_message"]["message_id"] == sent["message_id"]
    await lena.edit(sent, "/draw torch.ones(2, 3).T")
    await shown(lena, picture, "torch.ones(2, 3).T: (2, 3) → (3, 2)")
    assert len(await lena.from_bot()) == 1
    (mine,) = [each for each in await lena.messages() if not each["from"]["is_bot"]]
    assert not mine.get("reactions")

    async def recorded():
        kinds = [event.kind async for event in store.events()]
        return kinds if len(kinds) >= 2 else None

    assert await until(recorded) == [Kind.RAN, Kind.RAN]


async def test_a_picture_becomes_words_and_words_a_picture_as_the_code_does(lena) -> None:
    sent = await lena.say("/draw 1 + 1")
    told = await lena.reply(sent)
    assert "I can't draw what your code ends in. I can draw a dense tensor" in told["text"]

    await lena.edit(sent, "/draw torch.ones(2)")
    picture = await shown(lena, told, "torch.ones(2): (2,)")
    await lena.edit(sent, "/draw foo")

    words = await lena.reply(picture)
    assert "NameError" in words["text"]
    assert len(await lena.from_bot()) == 1


async def test_a_pasted_session_is_drawn_as_it_runs(lena) -> None:
    session = ">>> a = torch.ones(2,\n                   3)\n>>> a.T"

    drawn = await lena.reply(await lena.say(f"/draw {session}"))
    ran = await lena.reply(await lena.say(f"```\n{session}\n```"))

    assert drawn["caption"].startswith("a.T: (2, 3) → (3, 2)")
    assert "✏ Draw" in buttons(ran)


async def test_a_run_offers_a_picture_of_its_last_expression(lena) -> None:
    ran = await lena.reply(await lena.say(f"```\n{CODE}\n```"))
    dull = await lena.reply(await lena.say("```\nprint(1)\n```"))

    await lena.press(ran, "✏ Draw")

    picture = await lena.reply(dull)
    assert picture["caption"].startswith("a + torch.arange(3)")
    assert picture["reply_to_message"]["message_id"] == ran["message_id"]
    assert buttons(dull) == {}


async def test_a_run_of_another_messages_code_offers_none(lena) -> None:
    """The button would read the code off the message that the reply quotes: `/run` alone."""
    code = await lena.say(f"```\n{CODE}\n```")
    own = await lena.reply(code)
    await lena.say("/run", reply_to=code["message_id"])

    other = await lena.reply(own)

    assert "Finished" in other["text"]
    assert len(buttons(other)) == len(buttons(own)) - 1


async def test_an_answer_with_a_diagram_offers_it(lena) -> None:
    answer = await lena.reply(await lena.say("What is the difference between view and reshape?"))
    other = await lena.reply(await lena.say("What is the difference between stack and cat?"))

    await lena.press(answer, "✏ Draw")

    picture = await lena.reply(other)
    assert picture["caption"] == "m.T: (2, 3) → (3, 2)"
    assert picture["reply_to_message"]["message_id"] == answer["message_id"]
    assert "✏ Draw" not in buttons(other)


async def test_backward_is_drawn_as_a_graph(lena) -> None:
    code = "w = torch.ones(3, requires_grad=True)\nloss = (w * w).sum()\nloss.backward()"

    picture = await lena.reply(await lena.say(f"/draw {code}"))

    assert picture["caption"] == "(w * w).sum(): forward and backward, gradients for w (3,)"


async def test_a_file_that_ran_is_drawn(lena) -> None:
    ran = await lena.reply(await lena.upload("task.py", CODE.encode()))

    await lena.press(ran, "✏ Draw")

    assert (await lena.reply(ran))["caption"].startswith("a + torch.arange(3)")


async def test_sizes_that_clash_offer_a_picture_of_why(lena) -> None:
    ran = await lena.reply(await lena.say("/run torch.ones(2) + torch.ones(3)"))

    await lena.press(ran, "✏ Draw")

    assert "(2,) and (3,) can't be done" in (await lena.reply(ran))["caption"]


async def test_code_that_is_gone_is_said_to_be(lena) -> None:
    sent = await lena.say(f"/run {CODE}")
    ran = await lena.reply(sent)
    lonely = await lena.reply(await lena.say("/help"))

    told = await lena.click(lonely, buttons(ran)["✏ Draw"])

    assert "no longer see that code" in str(told)


async def test_draw_takes_the_code_of_the_message_it_replies_to(lena) -> None:
    sent = await lena.say(f"/run {CODE}")
    ran = await lena.reply(sent)

    await lena.say("/draw", reply_to=sent["message_id"])

    assert (await lena.reply(ran))["caption"].startswith("a + torch.arange(3)")


async def test_output_of_ours_is_not_taken_for_code(lena) -> None:
    ran = await lena.reply(await lena.say("/run torch.ones(2)"))

    await lena.say("/draw", reply_to=ran["message_id"])

    assert "Put code after the command" in (await lena.reply(ran))["text"]


async def test_a_retired_pages_picture_is_refused_politely(lena) -> None:
    answer = await lena.reply(await lena.say("What is the difference between view and reshape?"))

    assert "retired" in str(await lena.click(answer, "1e00gone-for-good"))
    assert len(await lena.from_bot()) == 1


async def test_draw_alone_says_how(lena) -> None:
    assert "/draw torch.ones(2, 3)" in (await lena.reply(await lena.say("/draw")))["text"]


@pytest.mark.parametrize(
    "said",
    [
        "What is the difference between view and reshape?",
        "what is the difference between view and reshape",
        "What is the difference between view and reshape. ?",
    ],
)
async def test_words_that_a_page_with_a_diagram_answers_get_it(lena, store, said) -> None:
    sent = await lena.say(f"/draw {said}")

    picture = await lena.reply(sent)

    assert picture["caption"] == (
        "What is the difference between view and reshape?\nm.T: (2, 3) → (3, 2)"
    )
    assert picture["reply_to_message"]["message_id"] == sent["message_id"]
    assert await settled(store, 1) == [(Kind.RAN, "view-vs-reshape")]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("broadcasting", "broadcasting"),
        ("x.T", ""),
        ("x = 1", ""),
        ("x = torch.ones(2)\nx", ""),
    ],
)
def test_a_name_alone_may_be_a_word(code: str, words: str) -> None:
    assert asked_in(Commanded((code,))) == words
    assert asked_in(Commanded((code,), is_own=False)) == ""


async def test_a_name_that_no_diagram_belongs_to_is_code(lena) -> None:
    told = await lena.reply(await lena.say("/draw loss_curve"))

    assert "name 'loss_curve' is not defined" in told["text"]


@pytest.mark.parametrize("said", ["What is the difference between stack and cat?", "my weather"])
async def test_words_that_no_diagram_belongs_to_are_told_how(lena, store, said) -> None:
    told = await lena.reply(await lena.say(f"/draw {said}"))

    assert "Put code after the command" in told["text"]
    assert await events(store) == []
