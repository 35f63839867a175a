"""Hostile and odd updates: answered politely or ignored, never a traceback, never counted twice."""

import pytest

from progress.inbox import State
from tests.bot.conversing import QUESTION
from tests.fakes.person import until
from tests.inbox import pending

pytestmark = pytest.mark.usefixtures("bot")

PRIVATE = {"id": 1001, "type": "private", "first_name": "Lena"}
LENA = {"id": 1001, "is_bot": False, "first_name": "Lena"}

TEXTS = {
    "lone surrogate": "what is \ud83d a tensor",
    "nul": "what\x00is a tensor",
    "zero width": "\u200b\u200d\ufeff",
    "right to left": "\u202ewhat is a tensor\u202c \u05e9\u05dc\u05d5\u05dd",
    "a megabyte": "tensor " * 150_000,
    "blank": "   \n ",
    "combining marks": "e" + "\u0301" * 3000,
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 400,
    "sql": "'; DROP TABLE events; --",
    "markup": "<b>*_[x](tg://user?id=1)_*</b> @everyone",
    "start with odd argument": "/start ../../etc/passwd\x00",
    "run nothing": "/run   ",
    "run a surrogate": "/run print('\ud800')",
    "run a nul": "/run print(1)\x00",
    "join with odd code": "/join \U0001f600 ' OR 1=1",
    "join with surrogate": "/join \udfff",
    "very long command": "/" + "x" * 5000,
    "only a slash": "/",
    "open fence": "```",
    "too much code": "```\n" + "x = 1\n" * 10_000 + "```",
    "numbers": "0" * 4000,
}


async def quiet(store) -> None:
    async def done():
        return True if not await pending(store) else None

    await until(done)


def message(**fields) -> dict:
    return {"message": {"message_id": 77, "date": 1, "chat": PRIVATE, "from": LENA, **fields}}


@pytest.mark.parametrize("name", TEXTS)
async def test_odd_texts_are_answered_politely(lena, store, name) -> None:
    text = TEXTS[name]
    length = len(text.split()[0]) if text.split() else 0
    entities = [{"type": "bot_command", "offset": 0, "length": length}] if text[0] == "/" else []
    await lena.update(**message(text=text, entities=entities))

    await lena.say(QUESTION)

    async def answered():
        came = await lena.from_bot()
        return came if came and came[-1]["text"].startswith(QUESTION) else None

    came = await until(answered)
    await quiet(store)
    earlier = [each for each in came if not each["text"].startswith(QUESTION)]
    assert len(came) >= 2
    assert all("on record as" not in each["text"] for each in earlier)
    assert (await store.counts())[State.FAILED] == 0


ODD_ENTITIES = [
    {"type": "pre", "offset": 1, "length": 3},
    {"type": "pre", "offset": 500, "length": 3},
    {"type": "pre", "offset": -5, "length": 10_000},
    {"type": "bot_command", "offset": 3, "length": 1},
    {"type": "mention", "offset": 0, "length": 0},
    {"type": "text_mention", "offset": 0, "length": 1},
    {"type": "something_new", "offset": 0, "length": 1},
]


@pytest.mark.parametrize("entity", ODD_ENTITIES)
async def test_odd_entities_are_no_error(lena, store, entity) -> None:
    await lena.update(**message(text="\U0001f600\U0001f600 hi", entities=[entity]))

    await lena.reply(await lena.say("/help"))

    await quiet(store)
    assert (await store.counts())[State.FAILED] == 0


IGNORED = {
    "joined a group": message(new_chat_members=[LENA]),
    "pinned": message(pinned_message=message()["message"]),
    "left": message(left_chat_member=LENA),
    "a new title": message(new_chat_title="x"),
    "from another bot": {
        "message": {**message(text="hi")["message"], "from": {**LENA, "is_bot": True}}
    },
    **{
        f"{text} for another bot": message(
            text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}]
        )
        for text, length in (("/start@other_bot", 16), ("/run@other_bot ```\n1\n```", 14))
    },
    "a poll": {
        "poll": {
            "id": "1",
            "question": "x",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "a channel post": {
        "channel_post": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -1009, "type": "channel", "title": "x"},
            "text": "/help",
        }
    },
    "inline query": {"inline_query": {"id": "1", "from": LENA, "query": "x", "offset": ""}},
    "a kind of tomorrow": {"hologram": {"from": LENA}},
    "nothing": {},
}


@pytest.mark.parametrize("name", IGNORED)
async def test_what_is_not_for_us_is_ignored(lena, store, name) -> None:
    await lena.update(**IGNORED[name])

    asked = await lena.say("/help")
    await lena.reply(asked)

    await quiet(store)
    assert len(await lena.from_bot()) == 1
    counts = await store.counts()
    assert (counts[State.FAILED], counts[State.QUARANTINED]) == (0, 0)


POLITE = {
    "a sticker": message(
        sticker={
            "file_id": "x",
            "file_unique_id": "x",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
        }
    ),
    "a place": message(location={"latitude": 1.0, "longitude": 1.0}),
    "dice": message(dice={"emoji": "\U0001f3b2", "value": 3}),
    "a contact": message(contact={"phone_number": "1", "first_name": "\u202ex"}),
    "a nameless sender": {
        "message": {
            **message(location={"latitude": 1.0, "longitude": 1.0})["message"],
            "from": {**LENA, "first_name": ""},
        }
    },
    "a picture without words": message(
        photo=[{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]
    ),
    "a picture of an album that has no name": message(
        photo=[{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}],
        media_group_id=["x"],
    ),
}


@pytest.mark.parametrize("name", POLITE)
async def test_what_we_cannot_read_is_answered_in_a_sentence(lena, store, name) -> None:
    await lena.update(**POLITE[name])

    await lena.reply(await lena.say("/help"))

    await quiet(store)
    texts = [each["text"] for each in await lena.from_bot()]
    assert len(texts) == 2
    assert any("no pictures, voice, links" in text for text in texts)


async def test_a_hostile_name_stays_text(lena, store) -> None:
    odd = {**LENA, "first_name": "\u202e<b>\ud800" + "x" * 300, "last_name": "=cmd|' /C calc'!A0"}
    start = {"type": "bot_command", "offset": 0, "length": 6}
    raw = message(text="/start", entities=[start])
    raw["message"]["from"] = odd

    await lena.update(**raw)

    async def greeted():
        return await lena.from_bot() or None

    (greeting,) = await until(greeted)
    assert "\u202e" not in greeting["text"]
    assert "<b>" in greeting["text"]
    await quiet(store)


async def test_a_button_under_a_message_too_old_to_know_is_answered(lena, store) -> None:
    old = {"chat": PRIVATE, "message_id": 3, "date": 0}
    for data in (
        "1o00stack-vs-cat",
        "1w00stack-vs-cat",
        "1u01stack-vs-cat",
        "1y04stack-vs-cat",
        "1a00",
        "1r00no-example",
    ):
        query = {"id": data, "from": LENA, "chat_instance": "1", "data": data, "message": old}
        await lena.update(callback_query=query)
    without = {"id": "x", "from": LENA, "chat_instance": "1", "game_short_name": "x"}
    await lena.update(callback_query=without)

    await lena.reply(await lena.say("/help"))

    await quiet(store)
    assert (await store.counts())[State.FAILED] == 0
