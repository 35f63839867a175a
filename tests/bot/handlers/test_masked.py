"""Who writes as a group or as a channel is no one in particular, and is told so."""

import pytest
from telegram.constants import ChatID

from localgram.state import CLASS
from tests.bot.conversing import QUESTION, events
from tests.bot.test_hostile import quiet

GROUP = {"id": CLASS, "type": "supergroup", "title": "Class"}
CHANNEL = {"id": -1000000000777, "type": "channel", "title": "News"}
ADMIN = {"id": int(ChatID.ANONYMOUS_ADMIN), "is_bot": True, "first_name": "Group"}
FAKE = {"id": int(ChatID.FAKE_CHANNEL), "is_bot": True, "first_name": "Channel"}
AS_YOURSELF = "I can't tell who you are. Write as yourself, and I answer."


def posted(text: str, marked: str | None, sender: dict, chat: dict | None) -> dict:
    """A message in the group; a part of it is `marked` as a mention or a command."""
    entities = []
    if marked:
        kind = "bot_command" if marked.startswith("/") else "mention"
        entities = [{"type": kind, "offset": text.index(marked), "length": len(marked)}]
    as_chat = {"sender_chat": chat} if chat else {}
    fields = {"message_id": 77, "date": 1, "chat": GROUP, "from": sender, "text": text}
    return {**fields, **as_chat, "entities": entities}


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("words", "who"),
    [
        ((f"@local_bot {QUESTION}", "@local_bot"), (ADMIN, GROUP)),
        (("/run print(1)", "/run"), (ADMIN, GROUP)),
        (("/topics@local_bot", "/topics@local_bot"), (FAKE, CHANNEL)),
        (("/privacy@Local_Bot", "/privacy@Local_Bot"), (FAKE, CHANNEL)),
    ],
)
async def test_they_are_told_to_write_as_themselves(in_class, store, words, who) -> None:
    await in_class.update(message=posted(*words, *who))

    told = await in_class.reply({"message_id": 0})
    await quiet(store)

    assert AS_YOURSELF in told["text"]
    assert await events(store) == []
    assert await store.learner(who[0]["id"]) is None


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("words", "who"),
    [
        ((QUESTION, None), (ADMIN, GROUP)),
        (("/run@other_bot", "/run@other_bot"), (ADMIN, GROUP)),
        (("/ban", "/ban"), (ADMIN, GROUP)),
        (("what about /run", "/run"), (ADMIN, GROUP)),
        ((f"@local_bot {QUESTION}", "@local_bot"), ({**ADMIN, "id": 4242}, None)),
    ],
)
async def test_what_is_not_for_us_or_from_a_bot_is_met_with_silence(
    in_class, store, words, who
) -> None:
    await in_class.update(message=posted(*words, *who))

    answer = await in_class.reply(await in_class.say(f"@local_bot {QUESTION}"))
    await quiet(store)

    assert await in_class.from_bot() == [answer]


@pytest.mark.usefixtures("bot")
async def test_they_are_told_once_however_often_they_edit(in_class, store) -> None:
    edited = posted(f"@local_bot {QUESTION}", "@local_bot", ADMIN, GROUP)

    await in_class.update(edited_message={**edited, "edit_date": 2})

    answer = await in_class.reply(await in_class.say(f"@local_bot {QUESTION}"))
    await quiet(store)

    assert await in_class.from_bot() == [answer]
