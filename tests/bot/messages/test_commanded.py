"""/run, /draw, /time and /trace read the same code off the same message."""

import pytest

from bot.buttons.learners import DrawQuoted, pack
from bot.messages.code import run_before
from tests.bot.conversing import QUESTION, events
from tests.bot.messages.test_incoming import message
from tests.fakes.runner import result

pytestmark = pytest.mark.usefixtures("bot")

COMMANDS = ["/run", "/draw", "/time", "/trace"]
CODE = "torch.ones(12345)"


async def worked_on(person, runner, command: str, replied_to: dict) -> tuple[str, str]:
    """What a reply with a command says, and all that it had the sandbox run."""
    runner.asked.clear()
    runner._outcomes.append(result(stdout=""))
    newest = (await person.messages())[-1]
    await person.say(command, reply_to=replied_to["message_id"])
    told = await person.reply(newest)
    return told.get("text", ""), "\n".join(request.code for request in runner.asked)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("said", [f"/run {CODE}", f"/draw {CODE}", f"```\n{CODE}\n```"])
async def test_the_code_of_an_earlier_message_is_without_its_command(
    lena, runner, command, said
) -> None:
    earlier = await lena.say(said)
    await lena.reply(earlier)

    _, code = await worked_on(lena, runner, command, earlier)

    assert CODE in code
    assert "/run" not in code
    assert "/draw" not in code


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_file_is_code_for_every_command(lena, runner, command) -> None:
    file = await lena.upload("task.py", CODE.encode())
    await lena.reply(file)

    _, code = await worked_on(lena, runner, command, file)

    assert CODE in code


@pytest.mark.parametrize("command", COMMANDS)
async def test_what_code_printed_is_no_code(lena, runner, command) -> None:
    runner._outcomes.append(result(stdout="1 2 3\n"))
    ran = await lena.reply(await lena.say(f"/run {CODE}"))

    told, code = await worked_on(lena, runner, command, ran)

    assert "Finished" not in told
    assert code == ""


@pytest.mark.parametrize("command", COMMANDS)
async def test_the_code_of_an_answer_is_without_what_it_printed(lena, runner, command) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    _, code = await worked_on(lena, runner, command, answer)

    assert "torch.cat([a, b]).shape" in code
    assert "torch.Size" not in code


@pytest.mark.parametrize("command", COMMANDS)
async def test_why_a_file_cannot_be_read_is_said(lena, runner, command) -> None:
    file = await lena.upload("long.py", b"#" * 20_000)
    await lena.reply(file)

    told, code = await worked_on(lena, runner, command, file)

    assert "16 KiB" in told
    assert code == ""


async def test_a_file_may_bring_the_command_itself(lena, runner) -> None:
    told = await lena.reply(await lena.upload("task.py", CODE.encode(), caption="/run"))

    assert "Finished" in told["text"]
    assert [request.code for request in runner.asked] == [CODE]


async def test_a_division_is_no_command(lena, runner) -> None:
    """Telegram takes `/b` for a command wherever a word could begin with it."""
    earlier = await lena.say("a = b /c")
    await lena.reply(earlier)

    _, code = await worked_on(lena, runner, "/trace", earlier)

    assert code == "a = b /c"


async def drawn(person, runner, ran: dict) -> str:
    """The first line that the sandbox is given where Draw is pressed under a reply."""
    runner.asked.clear()
    await person.click(ran, pack(DrawQuoted()))
    await person.reply(ran)
    # Beside what we add to look at its values.
    return next(each.code for each in runner.asked if each.code[0] != "\n").splitlines()[0]


async def test_what_was_run_of_a_message_is_what_is_drawn_of_it(lena, runner) -> None:
    block = "/run\n```\nx = 41 + 1\n```"
    division = await lena.reply(await lena.say("x = torch.ones(8) /b\nprint(x)"))
    await lena.press(division, "▶ Run it")
    for ran, code in (
        (await lena.reply(division), "x = torch.ones(8) /b"),
        (await sent(lena, "notes.txt", "/run x = 41 + 1"), "x = 41 + 1"),
        (await sent(lena, "a.py", block), "x = 41 + 1"),
    ):
        assert await drawn(lena, runner, ran) == code


@pytest.mark.parametrize("said", ["'''\n{}\n'''", "`{}`", "~~~python\n{}\n~~~"])
async def test_code_that_stands_between_marks_is_drawn_without_them_too(lena, runner, said) -> None:
    code = "x = torch.ones(8)"
    offer = await lena.reply(await lena.say(said.format(code)))
    await lena.press(offer, "▶ Run it")

    assert await drawn(lena, runner, await lena.reply(offer)) == code


async def test_code_behind_our_name_is_read_again_without_it() -> None:
    """In a group, the name is how a message is for us."""
    said = message("@tutor_bot x = torch.ones(8)", group=True)

    assert await run_before(said, "tutor_bot") == "x = torch.ones(8)"


async def test_words_that_nobody_said_to_run_are_no_code() -> None:
    assert await run_before(message("what does that do?"), "tutor_bot") is None


async def sent(person, name: str, caption: str) -> dict:
    """What answers a file with this caption."""
    return await person.reply(await person.upload(name, b"another = 1", caption=caption))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("said", ["please", "this", "why does it fail?", "that code of mine"])
async def test_words_after_a_command_leave_the_code_that_it_replies_to(
    lena, runner, command, said
) -> None:
    earlier = await lena.say(f"```\n{CODE}\n```")
    await lena.reply(earlier)

    _, code = await worked_on(lena, runner, f"{command} {said}", earlier)

    assert CODE in code


@pytest.mark.parametrize("command", COMMANDS)
async def test_words_alone_are_no_code(lena, runner, command) -> None:
    told = await lena.reply(await lena.say(f"{command} my tensor please"))

    assert "after the command" in told["text"]
    assert runner.asked == []


async def test_a_question_after_run_is_answered(lena, runner) -> None:
    told = await lena.reply(await lena.say(f"/run {QUESTION}"))

    assert told["text"].startswith(QUESTION)
    assert runner.asked == []


@pytest.mark.parametrize("said", ["how do I run my code?", "can you run code"])
async def test_who_asks_run_itself_how_to_run_is_told_so(lena, runner, store, said) -> None:
    told = await lena.reply(await lena.say(f"/run {said}"))

    assert "after the command" in told["text"]
    assert runner.asked == []
    assert await events(store) == []


@pytest.mark.parametrize(
    "code", ["print hello", "import numpy as", "x y", "not x", "x is y", "for x in", "x =", "x"]
)
async def test_code_with_a_mistake_is_run_all_the_same(lena, runner, code) -> None:
    await lena.reply(await lena.say(f"/run {code}"))

    assert [request.code for request in runner.asked] == [code]


JAVA = "int x = 5;\nSystem.out.println(x);"


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize(("name", "language"), [("java", "Java"), ("C++", "C++")])
async def test_a_block_in_another_language_is_not_run(
    lena, runner, command, name, language
) -> None:
    told = await lena.reply(await lena.say(f"{command} ```{name}\n{JAVA}\n```"))

    assert f"marked as {language}" in told["text"]
    assert runner.asked == []


async def test_python_is_run_whatever_its_block_is_called(lena, runner) -> None:
    await lena.reply(await lena.say(f"```js\n{CODE}\n```"))

    assert [request.code for request in runner.asked] == [CODE]


async def test_a_block_of_python_is_run_beside_one_of_another_language(lena, runner) -> None:
    await lena.reply(await lena.say(f"```java\n{JAVA}\n```\n```python\n{CODE}\n```"))

    assert [request.code for request in runner.asked] == [CODE]
