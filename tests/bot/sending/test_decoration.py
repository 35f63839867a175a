"""Marks that say we are at it: a chat that can't show them costs nobody an answer."""

import pytest

from bot.sending import reactions
from tests.bot.conversing import QUESTION

pytestmark = pytest.mark.usefixtures("bot")

# Longer than any test waits, and than the bot's own patience with a request.
HANGS = {"delay": 60, "times": 9}


@pytest.fixture(autouse=True)
def _hurried(monkeypatch) -> None:
    monkeypatch.setattr(reactions, "PATIENCE_SECONDS", 0.2)


async def test_a_mark_that_hangs_holds_up_no_further_message(lena) -> None:
    await lena.fault(method="setMessageReaction", **HANGS)
    ran = await lena.reply(await lena.say("/run print(1)"))

    told = await lena.reply(await lena.say("/help"))

    assert "Finished" in ran["text"]
    assert "/run" in told["text"]


async def test_typing_that_hangs_holds_up_no_further_message(lena) -> None:
    await lena.fault(method="sendChatAction", **HANGS)
    answer = await lena.reply(await lena.say(QUESTION))
    await lena.press(answer, "▶ Run")
    shown = await lena.reply(answer)

    told = await lena.reply(await lena.say("/help"))

    assert "Copy it, change it" in shown["text"]
    assert "/run" in told["text"]


async def test_eyes_that_take_their_time_are_taken_back_all_the_same(lena, monkeypatch) -> None:
    """The answer is there before them; taken back at once, they would come afterwards."""
    monkeypatch.setattr(reactions, "PATIENCE_SECONDS", 30)
    await lena.fault(method="setMessageReaction", delay=0.3)
    said = await lena.say("/run print(1)")
    ran = await lena.reply(said)
    # By then they have come, whether or not anybody waited for them.
    await lena.fault(method="sendMessage", delay=0.6)
    await lena.say("/help")
    await lena.reply(ran)

    [ours] = [each for each in await lena.messages() if each["message_id"] == said["message_id"]]

    assert not ours.get("reactions")
