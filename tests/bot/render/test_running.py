"""Code: how it is sent, and how every ending of it is told."""

import base64

import pytest

from progress.events import Kind
from sandbox.protocol import Image, Outcome, RunError, SandboxBusy, SandboxUnavailable
from tests.bot.conversing import QUESTION, settled
from tests.fakes.person import until
from tests.fakes.runner import result
from tests.inbox import pending
from tests.localgram.methods.test_sending import picture

pytestmark = pytest.mark.usefixtures("bot")

NO_PHOTOS = "Bad Request: not enough rights to send photos to the chat"
PNG = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()


def figure(width: int, height: int) -> Image:
    data = base64.b64encode(picture(size=(width, height))).decode()
    return Image(mime="image/png", data=data, width=width, height=height)


@pytest.mark.parametrize(
    "code",
    ["```python\nprint(1)\n```", "/run print(1)", "/run\nprint(1)", "/run ```py\nprint(1)```"],
)
async def test_code_runs(lena, runner, store, code) -> None:
    sent = await lena.say(code)

    reply = await lena.reply(sent)

    assert [request.code for request in runner.asked] == ["print(1)"]
    assert reply["text"] == "✅ Finished in 2 ms\n\nprint(1)"
    assert reply["reply_to_message"]["message_id"] == sent["message_id"]
    assert await settled(store, 1) == [(Kind.RAN, None)]


async def test_a_python_file_runs_and_no_other_file_does(lena, runner) -> None:
    await lena.reply(await lena.upload("task.py", b"print('file')"))
    refused = await lena.reply(await lena.upload("virus.exe", b"MZ"))
    too_long = await lena.reply(await lena.upload("long.py", b"#" * 20_000))
    not_text = await lena.reply(await lena.upload("odd.py", b"\xff\xfe\x00"))

    assert [request.code for request in runner.asked] == ["print('file')"]
    assert ".py" in refused["text"]
    assert "16 KiB" in too_long["text"]
    assert "UTF-8" in not_text["text"]


async def test_a_reply_with_run_runs_that_message(lena, runner) -> None:
    first = await lena.say("x = 1")
    await lena.reply(first)

    await lena.reply(await lena.say("/run", reply_to=first["message_id"]))

    assert [request.code for request in runner.asked] == ["x = 1"]


async def test_run_alone_says_how(lena) -> None:
    told = await lena.reply(await lena.say("/run"))

    assert "/run x = torch.arange(6)" in told["text"]


async def test_an_edit_runs_again_in_the_same_reply_and_eyes_are_taken_back(lena) -> None:
    sent = await lena.say("```\nprint(1)\n```")
    reply = await lena.reply(sent)

    await lena.edit(sent, "```\nprint(2)\n```")
    await lena.shows(reply, "print(2)")
    await lena.edit(sent, QUESTION)
    await lena.shows(reply, "cat glues")

    assert len(await lena.from_bot()) == 1
    (mine,) = [each for each in await lena.messages() if not each["from"]["is_bot"]]
    assert not mine.get("reactions")


async def test_of_ten_quick_edits_hardly_any_but_the_last_runs(lena, runner, store) -> None:
    sent = await lena.say("```\nprint('first')\n```")
    reply = await lena.reply(sent)

    for number in range(10):
        await lena.edit(sent, f"```\nprint({number})\n```")
    await lena.shows(reply, "print(9)")

    ran = [request.code for request in runner.asked]
    # On a busy machine an edit may come so late that the one before it has begun.
    assert (ran[0], ran[-1]) == ("print('first')", "print(9)")
    assert len(ran) <= 4
    assert len(await settled(store, len(ran))) == len(ran)
    assert await pending(store) == []


async def test_an_edit_whose_reply_is_gone_is_answered_anew(lena) -> None:
    sent = await lena.say("```\nprint(1)\n```")
    reply = await lena.reply(sent)
    await lena._post("delete", message_id=reply["message_id"])

    await lena.edit(sent, "```\nprint(2)\n```")

    assert "print(2)" in (await lena.reply(reply))["text"]


async def test_long_output_comes_numbered_with_the_rest_in_a_file(lena, runner) -> None:
    runner._outcomes.append(result(stdout="\n".join(f"line {n}" for n in range(500))))
    sent = await lena.say("/run loop()")

    text, file = await lena.replies(sent, count=2)

    assert " 1 │ line 0\n" in text["text"]
    assert "The first 20 of 500 lines" in text["text"]
    assert file["document"]["file_name"] == "output.txt"
    await lena.edit(sent, "/run quiet()")
    await lena.shows(text, "quiet()")

    async def only_one():
        left = await lena.from_bot()
        return left if len(left) == 1 else None

    await until(only_one)


async def test_of_one_long_line_no_lines_are_counted(lena, runner) -> None:
    runner._outcomes.append(result(stdout="x" * 5000))

    text, _ = await lena.replies(await lena.say("/run long()"), count=2)

    assert text["text"].endswith("All of it is in output.txt.")


async def test_figures_come_as_photos(lena, runner) -> None:
    figure = Image(mime="image/png", data=PNG, width=1, height=1)
    forged = Image(mime="image/png", data="!!", width=1, height=1)
    runner._outcomes.append(result(images=(figure, forged)))

    _, photo = await lena.replies(await lena.say("/run plt.plot()"), count=2)

    assert photo["photo"]


async def test_a_long_flat_figure_comes_as_a_file(lena, runner, store) -> None:
    """Telegram makes no photo of it."""
    runner._outcomes.append(result(images=(figure(2000, 90),)))

    _, file = await lena.replies(await lena.say("/run plt.plot()"), count=2)

    assert file["document"]["file_name"] == "figure.png"
    assert await settled(store, 1) == [(Kind.RAN, None)]


async def test_what_telegram_refuses_as_a_photo_comes_as_a_file(lena, runner, store) -> None:
    runner._outcomes.append(result(images=(figure(40, 30),)))
    await lena.fault(method="sendPhoto", status=400, description=NO_PHOTOS)

    _, file = await lena.replies(await lena.say("/run plt.plot()"), count=2)

    assert file["document"]["file_name"] == "figure.png"
    assert await settled(store, 1) == [(Kind.RAN, None)]


async def test_where_no_file_is_taken_either_the_rest_is_said(lena, runner, store) -> None:
    runner._outcomes.append(result(images=(figure(40, 30),), stdout="x" * 5000))
    await lena.fault(method="sendPhoto", status=400, description=NO_PHOTOS)
    await lena.fault(method="sendDocument", status=400, description=NO_PHOTOS)

    _, told, output = await lena.replies(await lena.say("/run plt.plot()"), count=3)

    assert told["text"] == "Telegram refused to take figure.png here."
    assert output["document"]["file_name"] == "output.txt"
    assert await settled(store, 1) == [(Kind.RAN, None)]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (SandboxUnavailable(), "can't run code at the moment"),
        (SandboxBusy(3.2), "try again in 3 s"),
        (result(outcome=Outcome.TIMEOUT, seconds=5.01), "Stopped after 5 s: it took too long"),
        (
            result(
                outcome=Outcome.ERROR,
                error=RunError(
                    type="RuntimeError", message="no", line=1, column=0, end_column=None
                ),
            ),
            "❌ RuntimeError on line 1\n\nno\nfail()",
        ),
    ],
)
async def test_every_ending_is_told_in_words(lena, runner, outcome, words) -> None:
    runner._outcomes.append(outcome)

    told = await lena.reply(await lena.say("/run fail()"))

    assert words in told["text"]
