"""In a group, an edit that leaves nothing sure to say takes back what was said before."""

import pytest

from tests.bot.conversing import QUESTION
from tests.fakes.person import buttons

pytestmark = pytest.mark.usefixtures("bot")

TAKEN_BACK = "You have changed your message, and I have no sure answer to it now."


@pytest.mark.parametrize("edited", ["tell me of warm weather", "thanks", "f(rows, 1)"])
async def test_an_answer_does_not_stay_below_other_words(in_class, edited) -> None:
    asked = await in_class.say(f"@local_bot {QUESTION}")
    answer = await in_class.reply(asked)

    await in_class.edit(asked, f"@local_bot {edited}")

    told = await in_class.shows(answer, TAKEN_BACK)
    assert buttons(told) == {}
    assert len(await in_class.from_bot()) == 1


async def test_a_later_edit_is_answered_in_the_same_place(in_class) -> None:
    asked = await in_class.say(f"@local_bot {QUESTION}")
    answer = await in_class.reply(asked)
    await in_class.edit(asked, "@local_bot thanks")
    await in_class.shows(answer, TAKEN_BACK)

    await in_class.edit(asked, f"@local_bot {QUESTION}")

    told = await in_class.shows(answer, QUESTION)
    assert "More" in buttons(told)
    assert len(await in_class.from_bot()) == 1


async def test_an_edit_of_what_was_never_answered_is_met_with_silence(in_class) -> None:
    asked = await in_class.say("@local_bot thanks")
    await in_class.edit(asked, "@local_bot thanks a lot")

    answer = await in_class.reply(await in_class.say(f"@local_bot {QUESTION}"))

    assert await in_class.from_bot() == [answer]
