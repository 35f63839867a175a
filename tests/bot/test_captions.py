"""What stands under a picture is read like any other message."""

import pytest

from tests.bot.conversing import QUESTION, events
from tests.fakes.person import until

pytestmark = pytest.mark.usefixtures("bot")

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
OTHER = "What is the difference between view and reshape?"
NOT_TEXT = "I read English text and Python code, also as a .py file: no pictures"
PHOTO = {"photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]}


async def album(person, *captions: str, part=PHOTO, group: str = "1") -> None:
    """Send pictures as Telegram tells of them: an update for each."""
    for number, caption in enumerate(captions, start=1):
        said = {"caption": caption} if caption else {}
        await person.update(
            message={
                "message_id": 9_000_000_000 + 10 * int(group) + number,
                "date": 1,
                "chat": {"id": person.user, "type": "private", "first_name": "Lena"},
                "from": {"id": person.user, "is_bot": False, "first_name": "Lena"},
                "media_group_id": group,
                **part,
                **said,
            }
        )


async def told(person) -> list[str]:
    """What was said by the time that a message after all else is answered."""
    await person.say("thanks")

    async def all_said():
        said = [each["text"] for each in await person.from_bot()]
        return said[:-1] if said and said[-1] == "You're welcome!" else None

    return await until(all_said)


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


@pytest.mark.parametrize(
    ("name", "kind"),
    [("x.png", "photo"), ("x.png", ""), ("x.ipynb", ""), ("x.docx", "")],
)
async def test_without_words_a_file_gets_what_can_be_read_and_what_to_do(lena, name, kind) -> None:
    told = await lena.reply(await lena.upload(name, PNG, **{"as": kind} if kind else {}))

    assert told["text"].startswith(NOT_TEXT)
    assert "paste the code or the error message as text, or save a notebook as .py" in told["text"]


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


async def test_an_album_without_words_is_declined_once(lena) -> None:
    await album(lena, "", "", "")
    await album(lena, "", "", group="2")

    first, second = await told(lena)

    assert (first[: len(NOT_TEXT)], second[: len(NOT_TEXT)]) == (NOT_TEXT, NOT_TEXT)


@pytest.mark.parametrize("captions", [(QUESTION, "", ""), ("", QUESTION, ""), ("", "", QUESTION)])
async def test_of_an_album_with_words_these_are_answered_and_no_more(lena, captions) -> None:
    await album(lena, *captions)

    (answer,) = await told(lena)

    assert QUESTION in answer


async def test_each_caption_of_an_album_is_answered(lena) -> None:
    await album(lena, QUESTION, "", OTHER)

    first, second = await told(lena)

    assert (QUESTION in first, OTHER in second) == (True, True)


async def test_files_of_an_album_that_are_no_code_are_declined_once(lena, store) -> None:
    document = {"document": {"file_id": "x", "file_unique_id": "x", "file_name": "a.pdf"}}
    await album(lena, "", "", part=document)

    (declined,) = await told(lena)

    assert declined.startswith(NOT_TEXT)
    assert await events(store) == []
