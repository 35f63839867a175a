"""A button works where its message is gone, and Telegram tells us no more than its number."""

import pytest

from progress.inbox import State
from tests.bot.conversing import QUESTION, settled
from tests.bot.test_asking import VAGUE
from tests.bot.test_hostile import quiet
from tests.fakes.person import Person, buttons

pytestmark = pytest.mark.usefixtures("bot")

LEAF = "What is a leaf tensor in autograd?"


async def pressed(person: Person, message: dict, caption: str) -> None:
    """Press a button whose message goes meanwhile."""
    await person._post("delete", message_id=message["message_id"])
    old = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
    sender = {"id": person.user, "is_bot": False, "first_name": "Lena"}
    data = buttons(message)[caption]
    query = {"id": "1", "from": sender, "chat_instance": "1", "message": old, "data": data}
    await person.update(callback_query=query)


@pytest.mark.parametrize(
    ("question", "caption", "words"),
    [
        (QUESTION, "More", "stack is cat after unsqueeze"),
        (LEAF, "More", "mmm"),
        ("/topics", "Shapes & views", "Shapes & views"),
        (VAGUE, "None of these", "None of these, then"),
    ],
)
async def test_what_it_asks_for_comes_below(lena, store, question, caption, words) -> None:
    message = await lena.reply(await lena.say(question))
    shown = next(each for each in buttons(message) if each.startswith(caption))

    await pressed(lena, message, shown)

    below = await lena.reply(message)
    await quiet(store)
    assert words in below["text"]
    assert (await store.counts())[State.FAILED] == 0


async def test_a_vote_counts_and_costs_nothing(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    await pressed(lena, answer, "👍 Helpful")

    assert len(await settled(store, 3)) == 3
    assert (await store.counts())[State.FAILED] == 0


async def test_in_a_group_it_comes_in_the_group(in_class, lena) -> None:
    answer = await in_class.reply(await in_class.say(f"@local_bot {QUESTION}"))

    await pressed(in_class, answer, "More")

    below = await in_class.reply(answer)
    assert "stack is cat after unsqueeze" in below["text"]
    assert await lena.from_bot() == []
