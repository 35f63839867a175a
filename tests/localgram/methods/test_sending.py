import io

import httpx
import pytest
from PIL import Image
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from localgram.app import LocalServer
from localgram.state import CLASS, LEARNER


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([buttons])


async def test_a_message_arrives_with_its_entities_and_keyboard(
    bot: Bot, server: LocalServer
) -> None:
    entities = [MessageEntity("pre", 3, 5, language="python")]
    markup = keyboard(
        InlineKeyboardButton("Run", callback_data="run"),
        InlineKeyboardButton("Copy", copy_text=CopyTextButton("x = 1")),
        InlineKeyboardButton("Docs", url="https://pytorch.org"),
    )

    sent = await bot.send_message(LEARNER, "😀 x = 1", entities=entities, reply_markup=markup)

    assert sent.parse_entities() == {sent.entities[0]: "x = 1"}
    assert sent.reply_markup == markup
    assert sent.from_user == bot.bot
    [seen] = server.state.history.of(LEARNER)
    assert seen["text"] == "😀 x = 1"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        (InlineKeyboardButton("x", callback_data="é" * 33), "Button_data_invalid"),
        (InlineKeyboardButton("x", url="javascript:alert(1)"), "is invalid: Wrong HTTP URL"),
        (InlineKeyboardButton("x", copy_text=CopyTextButton("x" * 257)), "Button_copy_text"),
        (InlineKeyboardButton("x"), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton("", callback_data="x"), "Text must be non-empty"),
    ],
)
async def test_a_wrong_button_is_refused(
    bot: Bot, button: InlineKeyboardButton, words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(LEARNER, "hi", reply_markup=keyboard(button))


async def test_callback_data_of_64_bytes_is_fine(bot: Bot) -> None:
    await bot.send_message(
        LEARNER, "hi", reply_markup=keyboard(InlineKeyboardButton("x", callback_data="é" * 32))
    )


async def test_more_than_a_hundred_buttons_are_refused(bot: Bot) -> None:
    rows = [[InlineKeyboardButton("x", callback_data="x")] for _ in range(101)]

    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(LEARNER, "hi", reply_markup=InlineKeyboardMarkup(rows))


async def test_a_chat_nobody_opened_is_not_found(bot: Bot, people: httpx.AsyncClient) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(77, "hi")

    await people.post("/api/say", json={"user": 77, "text": "/start"})

    assert (await bot.send_message(77, "hi")).chat.first_name == "User 77"


async def test_who_blocked_the_bot_hears_nothing(bot: Bot, people: httpx.AsyncClient) -> None:
    await people.post("/api/block", json={"user": LEARNER})

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(LEARNER, "hi")

    await people.post("/api/block", json={"user": LEARNER, "blocked": False})
    await bot.send_message(LEARNER, "hi")


async def test_a_parse_mode_is_refused_in_plain_words(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="send the text with its entities"):
        await bot.send_message(LEARNER, "<b>hi</b>", parse_mode="HTML")


async def test_a_reply_shows_what_it_answers(bot: Bot) -> None:
    first = await bot.send_message(CLASS, "one")

    reply = await bot.send_message(CLASS, "two", reply_parameters=ReplyParameters(first.id))

    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "one"


async def test_a_reply_to_nothing_is_refused_unless_it_may_go_without(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(LEARNER, "x", reply_parameters=ReplyParameters(1))

    sent = await bot.send_message(
        LEARNER, "x", reply_parameters=ReplyParameters(1, allow_sending_without_reply=True)
    )
    assert sent.reply_to_message is None


async def test_a_document_can_be_fetched_again(bot: Bot) -> None:
    sent = await bot.send_document(LEARNER, b"print(1)\n", filename="code.py", caption="code")

    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("code.py", 9)
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"print(1)\n"
    again = await bot.send_document(LEARNER, sent.document.file_id)
    assert again.document == sent.document


@pytest.mark.parametrize("size", [(2020, 100), (100, 2020), (6000, 4001)])
async def test_a_photo_too_long_or_too_large_is_refused(bot: Bot, size: tuple[int, int]) -> None:
    with pytest.raises(BadRequest, match=r"(?i)PHOTO_INVALID_DIMENSIONS"):
        await bot.send_photo(LEARNER, picture(size=size))


async def test_a_photo_may_be_twenty_times_as_long_as_high(bot: Bot) -> None:
    assert (await bot.send_photo(LEARNER, picture(size=(2000, 100)))).photo


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_photo_has_its_size(bot: Bot, kind: str) -> None:
    sent = await bot.send_photo(LEARNER, picture(kind), caption="loss")

    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (40, 30, "loss")


async def test_what_is_no_picture_is_no_photo(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await bot.send_photo(LEARNER, b"GIF, or so it says")


async def test_a_file_must_be_there_and_have_content(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(LEARNER, b"", filename="empty.txt")
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.send_document(LEARNER, "no-such-file")
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("no-such-file")


async def test_an_album_is_several_messages_of_one_group(bot: Bot) -> None:
    album = [InputMediaPhoto(picture()), InputMediaDocument(b"x", caption="log")]

    first, second = await bot.send_media_group(LEARNER, album)

    assert first.photo
    assert second.caption == "log"
    assert first.media_group_id == second.media_group_id


async def test_forwarding_names_the_author_and_copying_does_not(bot: Bot) -> None:
    sent = await bot.send_message(LEARNER, "see", entities=[MessageEntity("bold", 0, 3)])

    forwarded = await bot.forward_message(CLASS, LEARNER, sent.id)
    copied = await bot.copy_message(CLASS, LEARNER, sent.id)
    more = await bot.copy_messages(CLASS, LEARNER, [sent.id])
    most = await bot.forward_messages(CLASS, LEARNER, [sent.id])

    assert forwarded.forward_origin is not None
    assert forwarded.entities == sent.entities
    assert forwarded.id < copied.message_id < more[0].message_id < most[0].message_id
    with pytest.raises(BadRequest, match="Message to forward not found"):
        await bot.forward_message(CLASS, LEARNER, 1)
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(CLASS, LEARNER, 1)
