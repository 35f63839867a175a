"""Words that come with code are answered as well."""

import pytest

from progress.events import Kind
from tests.bot.conversing import QUESTION, settled

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.parametrize(
    "text",
    [
        f"```\nprint(1)\n```\n{QUESTION}",
        f"{QUESTION}\n```\nprint(1)\n```",
        f"/run ```\nprint(1)\n``` {QUESTION}",
    ],
)
async def test_the_code_runs_and_the_question_is_answered(lena, runner, store, text) -> None:
    ran, answer = await lena.replies(await lena.say(text), count=2)

    assert [request.code for request in runner.asked] == ["print(1)"]
    assert "Finished" in ran["text"]
    assert answer["text"].startswith(QUESTION)
    assert await settled(store, 3) == [
        (Kind.RAN, None),
        (Kind.ASKED, None),
        (Kind.ANSWERED, "stack-vs-cat"),
    ]


async def test_a_file_may_bring_a_question(lena) -> None:
    sent = await lena.upload("task.py", b"print(1)", caption=QUESTION)

    _, answer = await lena.replies(sent, count=2)

    assert answer["text"].startswith(QUESTION)


async def test_a_question_with_a_file_that_cannot_be_read_is_answered(lena) -> None:
    sent = await lena.upload("long.py", b"#" * 20_000, caption=QUESTION)

    refused, answer = await lena.replies(sent, count=2)

    assert "16 KiB" in refused["text"]
    assert answer["text"].startswith(QUESTION)


async def test_a_question_that_nothing_surely_answers_is_not_dropped_silently(lena, store) -> None:
    sent = await lena.say("```\nprint(1)\n``` is that a good idea?")

    _, told = await lena.replies(sent, count=2)

    assert "in a message of its own" in told["text"]
    assert await settled(store, 1) == [(Kind.RAN, None)]


async def test_a_question_beside_code_that_is_not_run_is_answered_all_the_same(
    lena, runner, store
) -> None:
    sent = await lena.say(f"{QUESTION}\n```matlab\nA(:, 1) = 0;\n```")

    refused, answer = await lena.replies(sent, count=2)

    assert "marked as MATLAB" in refused["text"]
    assert answer["text"].startswith(QUESTION)
    assert runner.asked == []
    assert await settled(store, 2) == [(Kind.ASKED, None), (Kind.ANSWERED, "stack-vs-cat")]


async def test_a_question_beside_it_that_nothing_surely_answers_is_to_be_asked_alone(lena) -> None:
    sent = await lena.say("is that a good idea?\n```matlab\nA(:, 1) = 0;\n```")

    _, told = await lena.replies(sent, count=2)

    assert "in a message of its own" in told["text"]
    assert "I ran" not in told["text"]


async def test_an_introduction_is_no_question(lena) -> None:
    first = await lena.reply(await lena.say("here is my code:\n```\nprint(1)\n```"))
    second = await lena.say("```\nprint(2)\n```")
    await lena.reply(second)

    assert len(await lena.from_bot()) == 2
    assert "Finished" in first["text"]
