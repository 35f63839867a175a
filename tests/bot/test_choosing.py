"""A number chooses among suggestions that stand last."""

import pytest

from progress.events import Kind
from progress.unanswered import NONE_OF_THESE
from tests.bot.conversing import QUESTION, events, settled
from tests.bot.test_asking import VAGUE
from tests.fakes.person import buttons
from tutor.conversation.intent import choice, is_none

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


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("none of these", True),
        ("None.", True),
        ("no, none of them", True),
        ("Neither of the two", True),
        ("nope", True),
        ("no grad", False),
        ("none type", False),
        ("why is none of these a view?", False),
        ("no thanks", False),
    ],
)
def test_that_none_is_meant_is_told_by_its_wording(text: str, *, none: bool) -> None:
    assert is_none(text) is none


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
        await lena.reply(await lena.say("Why is this one told in words alone?"))
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

    @pytest.mark.parametrize("said", ["none of these", "no"])
    async def test_none_in_words_declines_like_the_button(self, lena, store, said) -> None:
        offered = await lena.reply(await lena.say(VAGUE))

        told = await lena.reply(await lena.say(said))

        assert "None of these, then" in told["text"]
        assert [kind for kind, _ in await settled(store, 3)] == [
            Kind.ASKED,
            Kind.SUGGESTED,
            Kind.ABSTAINED,
        ]
        pressed = await lena.press(offered, "None of these")
        assert "already" in str(pressed)

    async def test_without_suggestions_no_is_small_talk(self, lena, store) -> None:
        told = await lena.reply(await lena.say("no"))

        assert "All right" in told["text"]
        assert await events(store) == []

    async def test_without_suggestions_none_of_these_is_no_question(self, lena, store) -> None:
        """It is said to the buttons under an answer."""
        await lena.reply(await lena.say(QUESTION))

        told = await lena.reply(await lena.say("None of these"))

        assert told["text"].startswith("Sorry! Press 👎 under the answer")
        assert len(await settled(store, 2)) == 2

    @pytest.mark.parametrize("said", ["1", "no", "why?"])
    async def test_what_a_group_never_saw_is_on_offer_nowhere(
        self, lena, in_class, store, said
    ) -> None:
        await lena.reply(await lena.say(QUESTION))
        await in_class.say("@local_bot tell me of the weather then")
        await settled(store, 4)

        told = await lena.reply(await lena.say(said))

        expected = {"1": "no words I know", "no": "All right", "why?": f"{QUESTION}\n\nMore"}
        assert expected[said] in told["text"]
        assert await in_class.from_bot() == []

    async def test_in_a_group_nobody_declines_what_they_read_alone(
        self, lena, in_class, store
    ) -> None:
        await lena.reply(await lena.say(VAGUE))
        await in_class.say("@local_bot none of these")

        await lena.reply(await lena.say("thanks"))

        reasons = [event.detail.get("reason") async for event in store.events()]
        assert NONE_OF_THESE not in reasons
