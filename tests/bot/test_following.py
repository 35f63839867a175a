"""What follows on an answer, as it is shown."""

import pytest

from progress.events import Kind
from tests.bot.conversing import QUESTION, settled
from tests.fakes.person import buttons

pytestmark = pytest.mark.usefixtures("bot")

OTHER = "What is the difference between view and reshape?"


async def test_why_shows_the_rest_of_the_page_under_its_title(lena, store) -> None:
    await lena.reply(await lena.say(QUESTION))

    more = await lena.reply(await lena.say("why?"))

    assert more["text"].startswith(f"{QUESTION}\n\nMore\nstack is cat after unsqueeze")
    assert list(buttons(more)) == ["▶ Run", f"→ {OTHER}"]
    assert (await settled(store, 4))[2:] == [
        (Kind.ASKED, None),
        (Kind.ANSWERED, "stack-vs-cat"),
    ]


async def test_an_example_can_be_run(lena) -> None:
    await lena.reply(await lena.say(QUESTION))

    example = await lena.reply(await lena.say("show me"))
    await lena.press(example, "▶ Run")

    assert example["text"].startswith(f"{QUESTION}\n\nExample\n>>> torch.cat")
    assert "Finished" in (await lena.reply(example))["text"]


async def test_a_page_in_words_says_so_and_offers_one_with_an_example(lena) -> None:
    await lena.reply(await lena.say("Why is there no example in this one?"))

    example = await lena.reply(await lena.say("example?"))
    pitfall = await lena.reply(await lena.say("any pitfalls?"))

    assert "I have no example for this: the answer is in words." in example["text"]
    [near] = buttons(example)
    assert near in {QUESTION, OTHER, "What is a leaf tensor in autograd?"}
    assert "no pitfall" in pitfall["text"]


async def test_a_neighbour_says_how_the_message_was_taken(lena) -> None:
    await lena.reply(await lena.say(QUESTION))

    taken = await lena.reply(await lena.say("and view?"))

    assert taken["text"].startswith(f"Taken as “and view?” after “{QUESTION}”\n\n{OTHER}")
    assert taken["entities"][0]["type"] == "italic"
    assert "👍 Helpful" in buttons(taken)


async def test_what_no_page_covers_is_said_with_what_is_near(lena, store) -> None:
    await lena.reply(await lena.say(QUESTION))

    told = await lena.reply(await lena.say("and in *julia*?"))

    assert told["text"].startswith(f"I took “and in *julia*?” to follow on “{QUESTION}”.")
    assert "passed your question on" in told["text"]
    assert OTHER in buttons(told)
    assert (await settled(store, 4))[3] == (Kind.ABSTAINED, None)


async def test_with_nothing_before_we_ask_back(lena) -> None:
    told = await lena.reply(await lena.say("why?"))

    assert "I don't know what this follows on" in told["text"]
    assert buttons(told) == {}


async def test_a_reply_to_an_older_answer_follows_on_that(lena) -> None:
    older = await lena.reply(await lena.say(QUESTION))
    await lena.reply(await lena.say(OTHER))

    more = await lena.reply(await lena.say("why?", reply_to=older["message_id"]))

    assert more["text"].startswith(f"{QUESTION}\n\nMore")


async def test_an_edit_follows_on_what_came_before_the_message(lena) -> None:
    await lena.reply(await lena.say(QUESTION))
    asked = await lena.say("why?")
    more = await lena.reply(asked)

    await lena.edit(asked, "pitfall?")

    await lena.shows(more, "⚠ Pitfall\nReshaping is not the same")


async def test_in_a_group_a_reply_is_followed_on_and_nothing_else(in_class, lena, telegram) -> None:
    await lena.reply(await lena.say(QUESTION))
    name = telegram.state.bot["username"]
    unconnected = await in_class.say(f"@{name} why?")
    answer = await in_class.reply(await in_class.say(f"@{name} {OTHER}"))

    example = await in_class.reply(await in_class.say("example?", reply_to=answer["message_id"]))

    assert example["text"].startswith(f"{OTHER}\n\nExample")
    said = [each["reply_to_message"]["message_id"] for each in await in_class.from_bot()]
    assert unconnected["message_id"] not in said
