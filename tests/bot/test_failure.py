"""What fails is told once, and by nobody else than whom it was meant for."""

import pytest

from progress.inbox import State
from tests.bot.conversing import QUESTION
from tests.bot.instructing import NEW_ANSWER, NEW_QUESTION, enrol, told

pytestmark = pytest.mark.usefixtures("bot")


async def test_in_a_group_the_apology_quotes_what_failed(in_class) -> None:
    """Others write in between, and may think that it is theirs."""
    await in_class.fault(method="sendMessage", status=400)
    asked = await in_class.say(f"@local_bot {QUESTION}")

    sorry = await in_class.reply(asked)

    assert "on record as" in sorry["text"]
    assert sorry["reply_to_message"]["message_id"] == asked["message_id"]


async def test_a_drafts_message_that_fails_is_no_question(ines, store) -> None:
    """Else its text would be searched, and passed on as a question of the instructor's."""
    await enrol(store, ines)
    await told(ines, f"/answer {NEW_QUESTION}")
    await ines.fault(method="sendMessage", status=400)

    sorry = await told(ines, NEW_ANSWER)
    last = await told(ines, "/help")

    assert "on record as" in sorry["text"]
    assert [each["text"] for each in (await ines.from_bot())[-2:]] == [sorry["text"], last["text"]]
    assert (await store.counts())[State.FAILED] == 1
    assert [event async for event in store.events() if event.text == NEW_ANSWER] == []
