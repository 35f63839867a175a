"""What follows on an answer, as it is shown."""

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from progress.events import Kind
from tests.bot.conversing import QUESTION, settled
from tests.fakes.library import entry, library
from tests.fakes.person import buttons
from tutor.library import Shelf

pytestmark = pytest.mark.usefixtures("bot")

OTHER = "What is the difference between view and reshape?"


async def test_why_shows_the_rest_of_the_page_under_its_title(lena, store) -> None:
    await lena.reply(await lena.say(QUESTION))

    more = await lena.reply(await lena.say("why?"))

    assert more["text"].startswith(f"{QUESTION}\n\nMore\nstack is cat after unsqueeze")
    assert list(buttons(more)) == [f"→ {OTHER}"]
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
    await lena.reply(await lena.say("Why is this one told in words alone?"))

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


async def test_where_nothing_covers_it_the_page_itself_goes_on_by_a_button(lena) -> None:
    await lena.reply(await lena.say(QUESTION))
    told = await lena.reply(await lena.say("and in *julia*?"))

    await lena.press(told, "More of this page")
    opened = await lena.reply(told)

    assert opened["text"].startswith(QUESTION)
    assert "More" not in buttons(opened)


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


async def test_in_a_group_only_what_is_replied_to_is_followed_on(in_class, lena, telegram) -> None:
    await lena.reply(await lena.say(QUESTION))
    name = telegram.state.bot["username"]
    unconnected = await in_class.reply(await in_class.say(f"@{name} why?"))
    answer = await in_class.reply(await in_class.say(f"@{name} {OTHER}"))

    example = await in_class.reply(await in_class.say("example?", reply_to=answer["message_id"]))

    assert example["text"].startswith(f"{OTHER}\n\nExample")
    assert "I don't know what this follows on" in unconnected["text"]


async def test_what_a_button_has_unfolded_is_read(lena) -> None:
    answer = await lena.reply(await lena.say(QUESTION))
    await lena.press(answer, "More")
    await lena.shows(answer, "stack is cat after unsqueeze")

    rest = await lena.reply(await lena.say("why?"))

    assert "⚠ Pitfall\nReshaping is not the same" in rest["text"]


class TestRunUnderAPart:
    """What is run is what stands there."""

    @pytest.fixture
    def shelf(self, engine) -> Shelf:
        pages = (
            entry(
                "sum-of-two",
                QUESTION,
                short="So:\n\n```pycon\n>>> a = 1\n```",
                more="Then:\n\n```pycon\n>>> a + 1\n2\n```",
                pitfall="And:\n\n```pycon\n>>> a + 2\n3\n```",
            ),
        )
        return Shelf(library(pages), CurationStore(engine))

    async def test_a_part_s_code_runs_after_what_it_stands_on(self, lena, runner) -> None:
        await lena.reply(await lena.say(QUESTION))
        more = await lena.reply(await lena.say("why?"))
        await lena.press(more, "▶ Run")
        await lena.reply(more)
        pitfall = await lena.reply(await lena.say("any pitfalls?"))
        await lena.press(pitfall, "▶ Run")
        await lena.reply(pitfall)

        assert [each.code for each in runner.asked] == [
            "a = 1\na + 1\n",
            "a = 1\nprint(a + 1)\na + 2\n",
        ]
