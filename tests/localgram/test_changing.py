import asyncio

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    MessageEntity,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest

from localgram.app import LocalServer
from localgram.state import LEARNER

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Run", callback_data="run")]])


async def said(people: httpx.AsyncClient, text: str) -> int:
    response = await people.post("/api/say", json={"user": LEARNER, "text": text})
    number: int = response.json()["message_id"]
    return number


async def test_an_edited_text_replaces_the_old_one_and_its_keyboard(bot: Bot) -> None:
    sent = await bot.send_message(
        LEARNER, "one", entities=[MessageEntity("bold", 0, 3)], reply_markup=BUTTON
    )

    edited = await bot.edit_message_text("two", LEARNER, sent.id)

    assert (edited.text, edited.entities, edited.reply_markup) == ("two", (), None)
    assert edited.edit_date is not None
    assert edited.date == sent.date


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    bold = [MessageEntity("bold", 0, 3)]
    sent = await bot.send_message(LEARNER, "one", entities=bold, reply_markup=BUTTON)

    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text("one ", LEARNER, sent.id, entities=bold, reply_markup=BUTTON)

    await bot.edit_message_text("one", LEARNER, sent.id, reply_markup=BUTTON)


async def test_a_keyboard_changes_without_a_mark(bot: Bot) -> None:
    sent = await bot.send_message(LEARNER, "one", reply_markup=BUTTON)

    edited = await bot.edit_message_reply_markup(LEARNER, sent.id, reply_markup=None)

    assert (edited.reply_markup, edited.edit_date) == (None, None)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(LEARNER, sent.id)


async def test_what_is_not_there_or_not_ones_own_cannot_be_edited(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    theirs = await said(people, "mine")
    file = await bot.send_document(LEARNER, b"x")
    text = await bot.send_message(LEARNER, "x")

    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("two", LEARNER, 1)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("two", LEARNER, theirs)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("two", LEARNER, file.id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(LEARNER, text.id, caption="two")
    with pytest.raises(BadRequest, match=r"(?i)MESSAGE_ID_INVALID"):
        await bot.edit_message_text("two", inline_message_id="x")


async def test_captions_and_media_are_edited(bot: Bot) -> None:
    sent = await bot.send_document(LEARNER, b"one", filename="one.txt", caption="one")

    captioned = await bot.edit_message_caption(LEARNER, sent.id, caption="two")
    bare = await bot.edit_message_caption(LEARNER, sent.id)
    changed = await bot.edit_message_media(
        InputMediaDocument(b"three", filename="three.txt", caption="three"), LEARNER, sent.id
    )

    assert (captioned.caption, bare.caption, changed.caption) == ("two", None, "three")
    assert changed.document.file_name == "three.txt"


async def test_deleted_messages_are_gone(
    bot: Bot, people: httpx.AsyncClient, server: LocalServer
) -> None:
    theirs = await said(people, "mine")
    sent = await bot.send_message(LEARNER, "one")

    await bot.delete_message(LEARNER, sent.id)
    await bot.delete_messages(LEARNER, [theirs, sent.id])

    assert server.state.history.of(LEARNER) == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(LEARNER, sent.id)


async def test_the_bots_reaction_replaces_its_former_one(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    number = await said(people, "mine")

    async def shown() -> list[str]:
        [message] = (await people.get(f"/api/chat/{LEARNER}")).json()["messages"]
        return [reaction["emoji"] for reaction in message["reactions"]]

    await bot.set_message_reaction(LEARNER, number, "👀")
    assert await shown() == ["👀"]
    await bot.set_message_reaction(LEARNER, number, "👍")
    assert await shown() == ["👍"]
    await bot.set_message_reaction(LEARNER, number)
    assert await shown() == []


async def test_a_reaction_must_be_one_of_telegrams_and_one(bot: Bot) -> None:
    sent = await bot.send_message(LEARNER, "x")

    with pytest.raises(BadRequest, match=r"(?i)REACTION_INVALID"):
        await bot.set_message_reaction(LEARNER, sent.id, "🧮")
    with pytest.raises(BadRequest, match=r"(?i)REACTIONS_TOO_MANY"):
        await bot.set_message_reaction(LEARNER, sent.id, ["👀", "👍"])
    with pytest.raises(BadRequest, match="Message to react not found"):
        await bot.set_message_reaction(LEARNER, 1, "👀")


async def test_a_chat_action_is_seen(bot: Bot, server: LocalServer) -> None:
    feed = server.state.feed.read(LEARNER)
    await anext(feed)

    await bot.send_chat_action(LEARNER, ChatAction.TYPING)

    assert await anext(feed) == {"kind": "action", "chat": LEARNER, "action": "typing"}
    await feed.aclose()
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(LEARNER, "dancing")


async def test_the_answer_to_a_click_reaches_the_one_who_clicked(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    sent = await bot.send_message(LEARNER, "x", reply_markup=BUTTON)
    order = {"user": LEARNER, "message_id": sent.id, "data": "run"}

    clicking = asyncio.create_task(people.post("/api/click", json=order))
    [update] = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.message) == ("run", sent)
    await bot.answer_callback_query(update.callback_query.id, "Thanks", show_alert=True)

    answer = (await clicking).json()["answer"]
    assert answer == {"text": "Thanks", "show_alert": True, "url": ""}
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
        await bot.answer_callback_query(update.callback_query.id)


async def test_a_click_nobody_answers_ends(bot: Bot, people: httpx.AsyncClient) -> None:
    sent = await bot.send_message(LEARNER, "x", reply_markup=BUTTON)
    order = {"user": LEARNER, "message_id": sent.id, "data": "forged", "wait_seconds": 0.01}

    assert (await people.post("/api/click", json=order)).json()["answer"] is None
    [update] = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "forged"
