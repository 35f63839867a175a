"""What stands under a picture is read like any other message."""

import pytest

from tests.bot.conversing import QUESTION

pytestmark = pytest.mark.usefixtures("bot")

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def test_a_question_under_a_picture_is_answered(lena) -> None:
    sent = await lena.upload("screen.png", PNG, caption=QUESTION)

    told = await lena.reply(sent)

    assert told["text"].startswith(
        f"I can't see pictures, so I go by your words alone.\n\n{QUESTION}"
    )


async def test_a_question_with_another_file_is_answered(lena) -> None:
    told = await lena.reply(await lena.upload("notes.txt", b"x", caption=QUESTION))

    assert told["text"].startswith("I can't read that kind of file, so I go by your words alone.")
    assert QUESTION in told["text"]


async def test_a_command_under_a_picture_is_obeyed(lena, runner) -> None:
    told = await lena.reply(await lena.upload("screen.png", PNG, caption="/run print(2)"))

    assert [request.code for request in runner.asked] == ["print(2)"]
    assert "Finished" in told["text"]


async def test_without_words_a_picture_is_declined(lena) -> None:
    told = await lena.reply(await lena.upload("screen.png", PNG))

    assert "I can't read that kind of file." in told["text"]


async def test_in_a_group_a_caption_that_is_not_for_us_is_none_of_ours(in_class, telegram) -> None:
    name = telegram.state.bot["username"]
    await in_class.upload("screen.png", PNG, caption=QUESTION)
    mine = await in_class.upload("screen.png", PNG, caption=f"@{name} {QUESTION}")

    told = await in_class.reply(mine)

    assert told["reply_to_message"]["message_id"] == mine["message_id"]
    assert len(await in_class.from_bot()) == 1


async def test_a_photo_s_words_are_read_and_the_photo_is_said_not_to_be(lena) -> None:
    sent = await lena.upload("screen.png", PNG, caption="why?", **{"as": "photo"})

    told = await lena.reply(sent)

    assert told["text"].startswith("I can't see pictures")
    assert "what this follows on" in told["text"]
