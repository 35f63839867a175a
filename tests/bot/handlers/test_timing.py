"""/time in the chat, with a sandbox that answers from a script."""

import json

import pytest

from progress.events import Kind
from sandbox.protocol import Outcome, SandboxUnavailable
from tests.fakes.runner import result
from tests.tutor.test_timing import ALONE, FAILURE, PAIR

pytestmark = pytest.mark.usefixtures("bot")

MESSAGE = "/time\n```python\nx = 1\n```\n```python\nx = 2\nsum(x)\n```"


def _unknown(block: str, name: str) -> object:
    message = f"name '{name}' is not defined"
    return FAILURE | {"block": block, "type": "NameError", "message": message, "line": 1}


def reported(report: object, **fields: object):
    return result(value=json.dumps(report), **fields)


async def test_two_blocks_are_compared_in_one_sentence(lena, runner) -> None:
    runner._outcomes.append(reported(PAIR))
    sent = await lena.say(MESSAGE)

    reply = await lena.reply(sent)

    assert reply["text"] == (
        "⏱ B is 2.0 times as fast as A (between 2.0 and 2.0, from 9 rounds)\n"
        "A (your first)  200 ms a run\n"
        "B  100 ms a run\n"
        "Both give equal values.\n"
        "x (2, 3) float32"
    )
    assert reply["reply_to_message"]["message_id"] == sent["message_id"]
    [asked] = runner.asked
    assert not asked.want.tensors


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (PAIR | {"rounds": [[0.1, 0.2]] * 9}, "A is 2.0 times as fast as B"),
        (
            PAIR | {"rounds": [[1.15, 1], [1.08, 1], [1.24, 1]]},
            "B is 1.15 times as fast as A (between 1.08 and 1.24, from 3 rounds)",
        ),
        (
            PAIR | {"rounds": [[15, 1], [9, 1], [12, 1]]},
            "B is 12.0 times as fast as A (between 9.0 and 15.0, from 3 rounds)",
        ),
        (
            PAIR | {"rounds": [[1, 1], [0.9, 1], [1.41, 1]]},
            "(B is between 0.90 and 1.41 times as fast, from 3 rounds)",
        ),
        (PAIR | {"rounds": [[3e-6, 3e-6]] * 9}, "No difference that these rounds can show"),
        (PAIR | {"rounds": [[3e-6, 3e-6]] * 9}, "A (your first)  3.00 µs a run"),
        (
            PAIR | {"rounds": [[1, 2]]},
            "Too slow to be compared in rounds: give them less to do, such as smaller tensors. ",
        ),
        (
            PAIR | {"agreement": ["different", "shapes (2,) and (3,)"]},
            "⚠ They do not give the same value: shapes (2,) and (3,).",
        ),
        (
            PAIR | {"used_up": [1.5, None]},
            "⚠ A took 1.50 s the first time: repeated, it works on what its last run left",
        ),
        (PAIR | {"lazy": [None, "generator"]}, "⚠ B only made a generator: nothing in it"),
        (FAILURE, "❌ ValueError in B, line 2\nno\nsum(x)"),
        (FAILURE | {"block": "first", "line": 1}, "in A, line 1\nno\nx = 1"),
        (
            FAILURE | {"again": True},
            "It ran at first, and did not bear repeating",
        ),
        (FAILURE | {"line": 99}, "in B, line 99\nno"),
        ({}, "could not time that"),
    ],
)
async def test_every_finding_is_told_in_words(lena, runner, report, words) -> None:
    runner._outcomes.append(reported(report))

    assert words in (await lena.reply(await lena.say(MESSAGE)))["text"]


async def test_a_name_that_the_other_block_makes_is_told_to_be_set_up(lena, runner) -> None:
    runner._outcomes += [reported(_unknown("second", name)) for name in ("x", "z")]
    blocks = "/time x = 1\nx + 1\n---\nx + 2 + z"

    made, unknown = [(await lena.reply(await lena.say(blocks)))["text"] for _ in range(2)]

    assert made.endswith(
        "Each block runs by itself, and x is made in A. What both need goes first, in a block that "
        "begins with “# setup”."
    )
    assert "by itself" not in unknown


async def test_a_stop_names_the_block_it_was_in(lena, runner) -> None:
    stopped = result(outcome=Outcome.TIMEOUT, stdout="setup\nfirst\n")
    runner._outcomes += [stopped, SandboxUnavailable()]

    assert (await lena.reply(await lena.say(MESSAGE)))["text"] == (
        "⏱ Stopped after 2 ms: it took too long\n"
        "Look for a loop that doesn't end, or try it on smaller tensors or with fewer steps.\n"
        "That was in A."
    )
    assert "can't run code" in (await lena.reply(await lena.say(MESSAGE)))["text"]


@pytest.mark.parametrize(
    "text",
    [
        "/time x @ y",
        "/time\n```\nx @ y\n```",
        "/time >>> x @ y",
        "/time\n# setup\nx = 1\n---\nx @ y",
    ],
)
async def test_one_block_alone_is_timed(lena, runner, text) -> None:
    runner._outcomes.append(reported(ALONE))

    reply = await lena.reply(await lena.say(text))

    assert reply["text"] == "⏱ 500 ms a run (between 500 ms and 500 ms, from 3 rounds)"
    assert '"first": "x @ y' in runner.asked[0].code


async def test_a_reply_with_time_times_that_message(lena, runner, store) -> None:
    first = await lena.say("```\nx = 1\n# vs\nx = 2\n```")
    await lena.reply(first)
    runner._outcomes.append(reported(PAIR))

    await lena.reply(await lena.say("/time", reply_to=first["message_id"]))

    assert '{"first": "x = 1", "second": "x = 2"}' in runner.asked[1].code
    kinds = [event.kind async for event in store.events()]
    assert kinds[0] is Kind.RAN


async def test_an_edit_times_again_in_the_same_reply(lena, runner) -> None:
    runner._outcomes += [reported(PAIR), reported(ALONE)]
    sent = await lena.say(MESSAGE)
    reply = await lena.reply(sent)

    await lena.edit(sent, "/time x")

    await lena.shows(reply, "500 ms a run")
    assert len(await lena.from_bot()) == 1


@pytest.mark.parametrize("text", ["/time", "/time\na\n---\nb\n---\nc\n---\nd", "/time # setup"])
async def test_what_cannot_be_timed_is_told_how(lena, runner, text) -> None:
    told = await lena.reply(await lena.say(text))

    assert "# vs" in told["text"]
    assert runner.asked == []


async def test_why_in_reply_to_a_block_that_failed_is_about_its_error(lena, runner) -> None:
    runner._outcomes.append(reported(FAILURE))
    failed = await lena.reply(await lena.say(MESSAGE))

    told = await lena.reply(await lena.say("why?", reply_to=failed["message_id"]))

    assert "no page about that ValueError" in told["text"]
