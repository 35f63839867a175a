"""/trace and the failing line in the chat, with a sandbox that answers from a script."""

import pytest

from bot.render.run import SHOWN_ROWS
from progress.events import Kind
from sandbox.protocol import Outcome, RunError, SandboxUnavailable, Traced
from tests.bot.conversing import settled
from tests.fakes.runner import result

pytestmark = pytest.mark.usefixtures("bot")

CODE = "y = x @ w"


def part(expression: str, column: int, shape: tuple[int, ...] | None, line: int = 1) -> Traced:
    return Traced(
        line=line,
        column=column,
        end_column=column + len(expression),
        expression=expression,
        shape=shape,
        dtype=shape and "float32",
        device=shape and "cpu",
        broke=shape is None,
    )


TRACE = (part("x", 4, (2, 3)), part("w", 8, (3, 4)), part("x @ w", 4, (2, 4)))
FAILED = result(
    outcome=Outcome.ERROR,
    error=RunError(type="RuntimeError", message="shapes differ", line=1, column=4, end_column=9),
    trace=(part("x", 4, (2, 3)), part("w", 8, (2, 3)), part("x @ w", 4, None)),
)


def blocks(message: dict) -> list[str]:
    text = message["text"].encode("utf-16-le")
    places = [
        (2 * each["offset"], 2 * each["length"])
        for each in message["entities"]
        if each["type"] == "pre"
    ]
    return [text[start : start + size].decode("utf-16-le") for start, size in places]


async def test_an_error_shows_what_its_line_held(lena, runner) -> None:
    runner._outcomes.append(FAILED)

    reply = await lena.reply(await lena.say(f"/run {CODE}"))

    assert reply["text"].startswith("❌ RuntimeError on line 1\n\nshapes differ\n")
    assert blocks(reply) == [
        "y = x @ w\n    x      (2×3)\n        w  (2×3)\n      ✗ matmul (2×3) @ (2×3): 3 ≠ 2"
    ]
    assert not runner.asked[0].want.trace


@pytest.mark.parametrize("message", [f"/trace {CODE}", f"/trace\n```python\n{CODE}\n```"])
async def test_trace_shows_what_every_line_held(lena, runner, store, message) -> None:
    runner._outcomes.append(result(trace=TRACE))
    sent = await lena.say(message)

    reply = await lena.reply(sent)

    assert blocks(reply) == [
        "1 y = x @ w\n      x      (2×3)\n          w  (3×4)\n        @    (2×4)"
    ]
    assert reply["reply_to_message"]["message_id"] == sent["message_id"]
    [asked] = runner.asked
    assert (asked.code, asked.want.trace) == (CODE, True)
    assert await settled(store, 1) == [(Kind.RAN, None)]


async def test_a_reply_with_trace_traces_that_message_or_file(lena, runner) -> None:
    first = await lena.say(f"/run {CODE}")
    await lena.reply(first)
    file = await lena.upload("task.py", CODE.encode())
    await lena.reply(file)

    await lena.reply(await lena.say("/trace", reply_to=first["message_id"]))
    await lena.reply(await lena.say("/trace", reply_to=file["message_id"]))

    assert [(asked.code, asked.want.trace) for asked in runner.asked] == [
        (CODE, False),
        (CODE, False),
        (CODE, True),
        (CODE, True),
    ]


async def test_an_edited_trace_is_answered_in_the_same_reply(lena, runner) -> None:
    sent = await lena.say("/trace 1")
    reply = await lena.reply(sent)
    runner._outcomes.append(result(trace=TRACE))

    await lena.edit(sent, f"/trace {CODE}")

    await lena.shows(reply, "What each part held")
    assert len(await lena.from_bot()) == 1


async def test_a_long_trace_goes_into_a_file(lena, runner) -> None:
    code = "\n".join([CODE] * 30)
    trace = [part("x", 4, (2, 3), line) for line in range(1, 31)]
    runner._outcomes.append(result(trace=trace))

    told, file = await lena.replies(await lena.say(f"/trace\n{code}"), count=2)

    assert f"The first {SHOWN_ROWS} of 60 rows" in told["text"]
    assert file["document"]["file_name"] == "trace.txt"


async def test_trace_alone_says_how_and_a_line_without_tensors_is_no_riddle(lena) -> None:
    how = await lena.reply(await lena.say("/trace"))
    nothing = await lena.reply(await lena.say("/trace 1 + 1"))

    assert "/trace x = torch" in how["text"]
    assert "No line of it had a tensor" in nothing["text"]


async def test_without_a_sandbox_trace_says_so(lena, runner) -> None:
    runner._outcomes.append(SandboxUnavailable("gone"))

    reply = await lena.reply(await lena.say(f"/trace {CODE}"))

    assert "can't run code at the moment" in reply["text"]
