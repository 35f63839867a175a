"""Whole turns: a person writes, the bot answers."""

import asyncio
import base64

import pytest

from progress.events import Kind
from sandbox.protocol import Image, Outcome, RunError, SandboxBusy, SandboxUnavailable
from tests.fakes.person import buttons, until
from tests.fakes.runner import result

pytestmark = pytest.mark.usefixtures("bot")

QUESTION = "What is the difference between stack and cat?"
PNG = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()


async def events(store) -> list[tuple[Kind, str | None]]:
    return [(event.kind, event.slug) async for event in store.events()]


async def settled(store, count: int) -> list[tuple[Kind, str | None]]:
    """The events, once there are so many: a turn is committed after its reply."""

    async def found():
        kinds = await events(store)
        return kinds if len(kinds) >= count else None

    return await until(found)


async def test_a_question_is_answered(lena, store) -> None:
    asked = await lena.say(QUESTION)

    answer = await lena.reply(asked)

    assert answer["text"].startswith(
        f"{QUESTION}\n\ncat glues along an axis that is there; another"
    )
    assert {entity["type"] for entity in answer["entities"]} == {"bold", "code", "pre"}
    assert list(buttons(answer)) == [
        "▶ Run",
        "More",
        "⚠ Pitfall",
        "👍 Helpful",
        "👎 Not helpful",
        "→ What is the difference between view and reshape?",
    ]
    assert await settled(store, 2) == [
        (Kind.ASKED, None),
        (Kind.ANSWERED, "stack-vs-cat"),
    ]


async def test_an_edited_question_is_answered_in_the_same_reply(lena) -> None:
    asked = await lena.say(QUESTION)
    answer = await lena.reply(asked)

    await lena.edit(asked, "What is the difference between view and reshape?")

    await lena.shows(answer, "view and reshape?\n\nIt depends")
    assert len(await lena.from_bot()) == 1


async def test_a_vague_question_gets_suggestions_that_open_answers(lena, store) -> None:
    asked = await lena.say("difference between stack and cat in what")
    offered = await lena.reply(asked)

    await lena.press(offered, QUESTION)

    answer = await lena.reply(offered)
    assert answer["text"].startswith(QUESTION)
    assert (await settled(store, 3))[2] == (Kind.CHOSEN, "stack-vs-cat")


async def test_an_unknown_question_is_passed_on_with_the_nearest_topics(lena, store) -> None:
    asked = await lena.say("please tell me about the weather tomorrow")

    told = await lena.reply(asked)

    assert "rather not guess" in told["text"]
    assert "instructors" in told["text"]
    assert list(buttons(told)) == ["Shapes & views"]
    assert [kind for kind, _ in await settled(store, 2)] == [Kind.ASKED, Kind.ABSTAINED]


async def test_more_and_pitfall_unfold_in_place_and_a_vote_ends_voting(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    await lena.press(answer, "More")
    answer = await lena.shows(answer, "stack is cat after unsqueeze")
    await lena.press(answer, "⚠ Pitfall")
    answer = await lena.shows(answer, "not the same")
    thanks = await lena.press(answer, "👍 Helpful")

    assert "Thanks" in str(thanks)
    (answer,) = await lena.from_bot()
    assert "stack is cat" in answer["text"]
    assert list(buttons(answer)) == ["▶ Run", "→ What is the difference between view and reshape?"]
    assert (await settled(store, 3))[2] == (Kind.HELPFUL, "stack-vs-cat")


async def test_a_section_that_no_longer_fits_follows_below(lena) -> None:
    answer = await lena.reply(await lena.say("What is a leaf tensor in autograd?"))
    assert "More" in buttons(answer)

    await lena.press(answer, "More")

    below = await lena.reply(answer)
    assert below["text"].startswith("More\nmmm")
    assert "More" not in buttons((await lena.from_bot())[0])


async def test_the_run_button_sends_the_code_to_copy_and_what_it_does(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    await lena.press(answer, "▶ Run")

    shown = await lena.reply(answer)
    assert shown["text"].startswith("torch.cat([a, b]).shape\nCopy it, change it")
    assert shown["entities"][0] == {
        "type": "pre",
        "language": "python",
        "offset": 0,
        "length": len("torch.cat([a, b]).shape"),
    }
    assert "Finished in 2 ms" in shown["text"]
    assert (await settled(store, 3))[2] == (Kind.RAN, "stack-vs-cat")


async def test_old_and_forged_buttons_are_answered_politely(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    for data in ("0o00stack-vs-cat", "1zz", "\0\0", "1o00gone-for-good", "1t99shapes", "x" * 64):
        told = await lena.click(answer, data)
        assert "old" in str(told) or "retired" in str(told), data

    assert len(await events(store)) == 2


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


async def test_of_ten_quick_edits_only_the_last_runs(lena, runner, store) -> None:
    sent = await lena.say("```\nprint('first')\n```")
    reply = await lena.reply(sent)

    for number in range(10):
        await lena.edit(sent, f"```\nprint({number})\n```")
    await lena.shows(reply, "print(9)")

    assert [request.code for request in runner.asked] == ["print('first')", "print(9)"]
    assert len(await settled(store, 2)) == 2
    assert await store.pending() == []


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


async def test_figures_come_as_photos(lena, runner) -> None:
    figure = Image(mime="image/png", data=PNG, width=1, height=1)
    forged = Image(mime="image/png", data="!!", width=1, height=1)
    runner._outcomes.append(result(images=(figure, forged)))

    _, photo = await lena.replies(await lena.say("/run plt.plot()"), count=2)

    assert photo["photo"]


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


async def test_two_fast_messages_of_one_learner_are_answered_in_order(lena) -> None:
    sent = [await lena.say(f"/run {number}") for number in range(8)]

    replies = await lena.replies(sent[0], count=8)

    assert [reply["reply_to_message"]["message_id"] for reply in replies] == [
        message["message_id"] for message in sent
    ]


async def test_a_slow_learner_does_not_delay_another(lena, ines, runner) -> None:
    gate = asyncio.Event()
    fast = runner.run

    async def slow(request):
        if "slow" in request.code:
            await gate.wait()
        return await fast(request)

    runner.run = slow
    sent = [await lena.say("/run slow()") for _ in range(34)]

    answered = await ines.reply(await ines.say(QUESTION))

    assert answered["text"].startswith(QUESTION)
    gate.set()
    await lena.replies(sent[0], count=34)


async def test_topics_are_browsed_in_place(lena) -> None:
    listed = await lena.reply(await lena.say("/topics"))
    assert list(buttons(listed)) == ["Shapes & views", "Autograd"]

    await lena.press(listed, "Shapes & views")
    page = await lena.shows(listed, "Shapes & views")
    assert list(buttons(page)) == [
        QUESTION,
        "What is the difference between view and reshape?",
        "All topics",
    ]
    await lena.press(page, "All topics")
    await lena.shows(listed, "What would you like")


async def test_me_counts_what_was_done(lena) -> None:
    empty = await lena.reply(await lena.say("/me"))
    assert "Nothing here yet" in empty["text"]
    await lena.reply(await lena.say(QUESTION))

    card = await lena.reply(await lena.say("/me"))

    assert "1 question" in card["text"]
    assert QUESTION in card["text"]
    assert "Shapes & views" in card["text"]


async def test_a_code_makes_an_instructor_who_sees_the_class(lena, ines, store) -> None:
    from datetime import UTC, datetime, timedelta

    from progress.learner import Role

    now = datetime.now(UTC)
    code = await store.create_invite(Role.INSTRUCTOR, now + timedelta(days=1), now)
    await lena.reply(await lena.say(QUESTION))
    kind = await ines.reply(await ines.say("/stats"))
    wrong = await ines.reply(await ines.say("/join NONSENSE"))
    welcome = await ines.reply(await ines.say(f"/join {code}"))

    card, chart, table = await ines.replies(await ines.say("/stats"), count=3)

    assert "for instructors" in kind["text"]
    assert "don't know that code" in wrong["text"]
    assert "Welcome" in welcome["text"]
    assert len(card["text"].split("\n\n")[1].split("\n")) == 5
    assert chart["photo"]
    assert table["document"]["file_name"].endswith(".csv")


async def test_start_greets_and_a_link_opens_a_page(lena, store) -> None:
    greeting = await lena.reply(await lena.say("/start"))
    page = await lena.reply(await lena.say("/start stack-vs-cat"))

    assert greeting["text"].startswith("Hello Lena!")
    assert page["text"].startswith(QUESTION)
    assert await settled(store, 1) == [(Kind.CHOSEN, "stack-vs-cat")]


@pytest.mark.parametrize("command", ["/help", "/privacy", "/join", "/nonsense"])
async def test_every_command_is_answered(lena, command) -> None:
    assert (await lena.reply(await lena.say(command)))["text"]


async def test_in_a_group_it_speaks_only_when_addressed(in_class, telegram) -> None:
    me = telegram.state.bot["username"]
    await in_class.say(QUESTION)
    await in_class.say("```\nprint('not for us')\n```")
    await in_class.say("/nonsense")
    await in_class.say(f"@{me} please tell me about the weather tomorrow")
    asked = await in_class.say(f"@{me} {QUESTION}")

    answer = await in_class.reply(asked)

    assert answer["text"].startswith(QUESTION)
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    ran = await in_class.say(f"```\nprint(1)\n``` @{me}")
    assert "print(1)" in (await in_class.reply(ran))["text"]
    follow_up = await in_class.say("is this a reply", reply_to=answer["message_id"])
    personal = await in_class.say("/me")
    assert "private chat" in (await in_class.reply(personal))["text"]
    assert follow_up["message_id"] not in {
        each.get("reply_to_message", {}).get("message_id") for each in await in_class.from_bot()
    }
    assert len(await in_class.from_bot()) == 3


async def test_commands_and_descriptions_are_set_at_start(http) -> None:
    async def told():
        profile = (await http.get("/api/profile")).json()
        return profile if profile["short_description"] else None

    profile = await until(told)

    assert "topics" in str(profile["commands"])
    assert "tutor" in profile["description"]
