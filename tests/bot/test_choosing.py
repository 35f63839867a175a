"""A number chooses among suggestions that stand last."""

import pytest

from progress.events import Kind
from tests.bot.conversing import QUESTION, settled
from tests.bot.test_asking import VAGUE
from tests.fakes.person import buttons
from tutor.choice import choice

OTHER = "What is the difference between view and reshape?"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0),
        ("2.", 1),
        ("#3", 2),
        ("the first one", 0),
        ("second", 1),
        ("option 2", 1),
        ("the last one, please", -1),
        ("4", None),
        ("first axis", None),
        ("what is the first one?", None),
        ("one hot", None),
    ],
)
def test_a_choice_is_told_by_its_wording(text: str, place: int | None) -> None:
    assert choice(text) == place


@pytest.mark.usefixtures("bot")
class TestInChat:
    async def test_a_number_opens_a_suggestion(self, lena, store) -> None:
        offered = await lena.reply(await lena.say(VAGUE))
        second = list(buttons(offered))[1]

        opened = await lena.reply(await lena.say("the second one"))

        assert opened["text"].startswith(second)
        assert [kind for kind, _ in await settled(store, 3)] == [
            Kind.ASKED,
            Kind.SUGGESTED,
            Kind.CHOSEN,
        ]
        again = await lena.reply(await lena.say("1"))
        assert "no words I know" in again["text"]

    async def test_what_follows_on_suggestions_asks_for_the_choice(self, lena) -> None:
        await lena.reply(await lena.say(QUESTION))
        offered = await lena.reply(await lena.say(VAGUE))

        told = await lena.reply(await lena.say("I don't understand"))

        assert "Which of these is it about?" in told["text"]
        assert list(buttons(told)) == list(buttons(offered))[:-1]

    async def test_declined_suggestions_are_none_any_more(self, lena) -> None:
        offered = await lena.reply(await lena.say(VAGUE))
        await lena.press(offered, "None of these")
        await lena.shows(offered, "None of these, then")

        told = await lena.reply(await lena.say("1"))

        assert "no words I know" in told["text"]

    async def test_without_suggestions_a_number_is_a_number(self, lena) -> None:
        await lena.reply(await lena.say(QUESTION))

        assert "no words I know" in (await lena.reply(await lena.say("1")))["text"]
